/** What a reader without script sees of a page, as one line of text. @param html the page */
export function textOf(html: string): string {
  return html
    .replace(/<script[^>]*type="application\/json"[^>]*>.*?<\/script>/gs, '')
    .replace(/<!-- -->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}
