/** A piece of a message, before it becomes text or HTML. */
export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'heading'; text: string }
  | { type: 'list'; items: (string | Linked)[] }
  /** An address and what is behind it; `main`: what the message is about, `quiet`: what stands at its end. */
  | (Linked & { type: 'link'; weight?: 'main' | 'quiet' });

/** A text that leads to an address. */
export interface Linked {
  text: string;
  url: string;
}

/** A message in words: what stands in the subject line of a mail or the title of an entry, and what follows. */
export interface Written {
  title: string;
  blocks: Block[];
}

/** A paragraph. */
export function paragraph(text: string): Block {
  return { type: 'paragraph', text };
}

/** The message as plain text, for people who read mail without HTML. Lines end with LF. */
export function asText({ title, blocks }: Written): string {
  return `${[title, ...blocks.map(textOf)].join('\n\n')}\n`;
}

function textOf(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `${block.text}\n${'-'.repeat(Math.min(block.text.length, 70))}`;
    case 'list':
      return block.items.map((item) => `- ${typeof item === 'string' ? item : `${item.text}, ${item.url}`}`).join('\n');
    case 'link':
      return `${block.text}:\n${block.url}`;
    case 'paragraph':
      return block.text;
  }
}

/**
 * The message as an HTML document of its own: no script, no picture, nothing loaded from anywhere. Every text is escaped,
 * and an address that is not http or https is shown and not linked.
 */
export function asHtml({ title, blocks }: Written): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>`,
    '<body style="margin:0 auto;max-width:38em;padding:1em;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere">',
    `<h1 style="font-size:1.3em" dir="auto">${escaped(title)}</h1>`,
    ...blocks.map(htmlOf),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function htmlOf(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `<h2 style="font-size:1.1em" dir="auto">${escaped(block.text)}</h2>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li dir="auto">${itemOf(item)}</li>`).join('')}</ul>`;
    case 'link':
      return `<p${block.weight === 'quiet' ? QUIET : ''} dir="auto">${linkOf(block, block.weight === 'main' ? BUTTON : '')}</p>`;
    case 'paragraph':
      return `<p dir="auto">${escaped(block.text)}</p>`;
  }
}

const QUIET = ' style="font-size:0.85em;margin:0.4em 0"';
const BUTTON =
  ' style="display:inline-block;padding:0.6em 1.2em;border-radius:0.4em;background:#1d4e89;color:#ffffff;text-decoration:none"';

function itemOf(item: string | Linked): string {
  return typeof item === 'string' ? escaped(item) : linkOf(item, '');
}

function linkOf({ text, url }: Linked, style: string): string {
  return isWebAddress(url)
    ? `<a href="${escaped(url)}"${style}>${escaped(text)}</a>`
    : `${escaped(text)}: ${escaped(url)}`;
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

/** Text as it may stand in HTML, between tags and in attributes. */
export function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
