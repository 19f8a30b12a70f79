import type { FastifyReply } from 'fastify';
import type { PrintedHead } from '#libs/event-store';

/** The header of every feed and export that names a head of the log: `position:hash`. */
export const LOG_HEAD = 'dateline-log-head';

/** Names the head in the header of an answer, and returns it for those formats that carry it in themselves. */
export async function printHead(reply: FastifyReply, printedHead: PrintedHead): Promise<string> {
  const text = await printedHead.text();
  void reply.header(LOG_HEAD, text);
  return text;
}

/**
 * The Content-Disposition (RFC 6266) of a file of a format that has no place for a head in itself: the name of the file
 * holds it, with `-` for `:`, which file systems refuse.
 */
export function fileWithHead(kind: 'attachment' | 'inline', name: string, ending: string, logHead: string): string {
  return `${kind}; filename="${name}-${logHead.replace(':', '-')}.${ending}"`;
}
