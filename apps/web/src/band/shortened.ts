const shortenings = new Map<string, string>();

/** A text as far as it fits, with an ellipsis where it does not. */
export function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  const key = `${Math.floor(room / 6)} ${context.font} ${text}`;
  const known = shortenings.get(key);
  if (known !== undefined) return known;
  let words = text;
  if (context.measureText(words).width > room) {
    let length = Math.floor((text.length * room) / context.measureText(text).width);
    while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
    words = length < 4 ? '' : `${text.slice(0, length).trimEnd()}…`;
  }
  if (shortenings.size > 4000) shortenings.clear();
  shortenings.set(key, words);
  return words;
}
