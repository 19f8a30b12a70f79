/** A piece of a message, before it becomes text or HTML. */
export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'heading'; text: string }
  | { type: 'list'; items: string[] }
  /** An address and what is behind it. */
  | { type: 'link'; text: string; url: string };

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
      return block.items.map((item) => `- ${item}`).join('\n');
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
    '<body style="margin:0 auto;max-width:38em;padding:1em;font:16px/1.5 sans-serif;overflow-wrap:anywhere">',
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
      return `<ul>${block.items.map((item) => `<li dir="auto">${escaped(item)}</li>`).join('')}</ul>`;
    case 'link':
      return isWebAddress(block.url)
        ? `<p><a href="${escaped(block.url)}" dir="auto">${escaped(block.text)}</a></p>`
        : `<p dir="auto">${escaped(block.text)}: ${escaped(block.url)}</p>`;
    case 'paragraph':
      return `<p dir="auto">${escaped(block.text)}</p>`;
  }
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
