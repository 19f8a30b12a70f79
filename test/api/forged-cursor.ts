/** A cursor as the service writes them, with a key of somebody's own. */
export function forgedCursor(key: readonly unknown[], filters: string, direction = 'next'): string {
  return Buffer.from(JSON.stringify([direction, key, filters])).toString('base64url');
}
