import { columnsOf } from './terminal.js';

/** Breaks a text into lines of at most `width` columns, between words where that is possible. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

const words = new Intl.Segmenter('en', { granularity: 'word' });
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    const longer = line + piece;
    if (columnsOf(longer.trimEnd()) <= width) {
      line = longer;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
    while (columnsOf(line.trimEnd()) > width) {
      const head = headOf(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** What must not be torn apart: a word with the signs that lean on it; scripts without spaces break between words. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = pieces.at(-1);
    const leans = last !== undefined && !last.endsWith(' ') && !(isWordLike && (isWide(segment) || isWide(last)));
    if (leans) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

function isWide(piece: string): boolean {
  return columnsOf(piece) > piece.length;
}

/** As many characters from the start as fit; at least one. */
function headOf(text: string, width: number): string {
  let head = '';
  for (const { segment } of characters.segment(text)) {
    if (head !== '' && columnsOf(head + segment) > width) break;
    head += segment;
  }
  return head;
}
