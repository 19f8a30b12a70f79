import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const COMPRESS: Record<string, (content: Buffer) => Promise<Buffer>> = {
  // Quality 9 takes a tenth of the time of 11 for two per cent more bytes.
  br: (content) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (content) => promisify(gzip)(content),
};

/** A file that stays what it is while the service runs: in memory, and compressed once, when it is first asked for. */
export class ReadyFile {
  /** Of the content; an address that carries it never has to be asked for again. */
  readonly hash: string;
  readonly #content: Buffer;
  readonly #compressed = new Map<string, Promise<Buffer>>();

  constructor(
    readonly type: string,
    content: Buffer | string,
  ) {
    this.#content = Buffer.from(content);
    this.hash = createHash('sha256').update(this.#content).digest('base64url').slice(0, 22);
  }

  /**
   * Answers with the file, as brotli or gzip where the asker takes one of them, or with 304 where the asker has it.
   *
   * @param isForEver whether the address stands for this content and no other
   */
  async send({ headers }: FastifyRequest, reply: FastifyReply, isForEver: boolean): Promise<FastifyReply> {
    const etag = `W/"${this.hash}"`;
    void reply.headers({
      etag,
      'cache-control': isForEver ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'Accept-Encoding',
    });
    if (headers['if-none-match']?.split(',').some((tag) => tag.trim() === etag) === true)
      return reply.status(304).send();
    const taken = headers['accept-encoding'] ?? '';
    const encoding = /\bbr\b/.test(taken) ? 'br' : /\bgzip\b/.test(taken) ? 'gzip' : null;
    if (encoding !== null) void reply.header('content-encoding', encoding);
    return reply.type(this.type).send(encoding === null ? this.#content : await this.#compressedAs(encoding));
  }

  #compressedAs(encoding: string): Promise<Buffer> {
    const found = this.#compressed.get(encoding) ?? COMPRESS[encoding]!(this.#content);
    this.#compressed.set(encoding, found);
    return found;
  }
}
