import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '#libs/kernel';
import {
  openSignedHead,
  readVerifierKey,
  signHead,
  writeVerifierKey,
  type Head,
  type VerifierKey,
} from './signed-note.js';
import { readHeadKeys, type HeadKeys } from './signing-key.js';

/** How many heads are kept; at one an hour, six weeks. */
const KEPT = 1_000;
const NAME = /^\d{19}\.note$/;
/** The public key of the newest head, and those that were replaced. */
const PUBLIC_KEY = 'public-key';

/** What an operator reads where the key is lost; see `hasLostKey`. */
export const LOST_KEY =
  'Signed heads are kept in DATA_DIR/heads, but DATA_DIR/log-signing-key.pem is missing, so none is signed: restore that file from a backup, or the next hourly verification of the worker, or "dateline verify --sign", makes a new key.';

/** Where heads are kept, and with what they are signed. */
export interface SignedHeadsOptions {
  dataDir: string;
  /** LOG_SIGNING_KEY; see `readHeadKeys`. */
  logSigningKey?: string;
}

/** A head as it was signed and kept. */
export interface SignedHead extends Head {
  note: string;
}

/**
 * The signed heads of the log, kept outside the database: files `DATA_DIR/heads/<position>.note` beside the public key.
 * Somebody who rewrites the whole chain in the database cannot make them fit. A program that runs as the service can read the key in
 * `DATA_DIR` and write these files; a key, and copies of the heads, on another host stop that.
 */
export class SignedHeads {
  readonly #folder: string;
  #keys: HeadKeys | undefined;

  /** @param options left out: none is kept, and none is signed */
  constructor(private readonly options?: SignedHeadsOptions) {
    this.#folder = join(options?.dataDir ?? '', 'heads');
  }

  /** Whether this host can sign. @param make makes the key of `DATA_DIR` where there is none */
  maySign(make = true): boolean {
    if (this.options === undefined) return false;
    this.#keys = readHeadKeys(this.options.logSigningKey, this.options.dataDir, { make });
    return this.#keys?.signer !== undefined;
  }

  /** Where heads are signed: by this host, by another one that holds the private key, or nowhere. */
  signedBy(): 'this-host' | 'another-host' | 'nobody' {
    if (this.options === undefined) return 'nobody';
    this.#keys ??= readHeadKeys(this.options.logSigningKey, this.options.dataDir);
    return this.#keys !== undefined && this.#keys.signer === undefined ? 'another-host' : 'this-host';
  }

  /** Whether heads are kept here, and the key of `DATA_DIR` that should sign further ones is missing. */
  hasLostKey(): boolean {
    if (this.options === undefined || this.#names().length === 0) return false;
    return readHeadKeys(this.options.logSigningKey, this.options.dataDir) === undefined;
  }

  /**
   * Signs a head that a verification has reached and keeps it. One that is kept already is not signed again. Nothing is done
   * where the key is on another host.
   */
  sign(head: Head): SignedHead | undefined {
    if (head.position === 0n || (this.#keys?.signer === undefined && !this.maySign())) return undefined;
    const newest = this.newest();
    if (newest?.position === head.position && newest.hash === head.hash) return newest;
    const { signer, verifier } = this.#keys!;
    const note = signHead(head, signer!);
    mkdirSync(this.#folder, { recursive: true });
    this.#keepVerifier(verifier);
    this.#write(`${String(head.position).padStart(19, '0')}.note`, note);
    for (const old of this.#names().slice(0, -KEPT)) rmSync(join(this.#folder, old), { force: true });
    return { ...head, note };
  }

  /** The newest kept head that the key has signed; undefined where there is none. What was not signed with it is passed over. */
  newest(): SignedHead | undefined {
    if (this.options === undefined) return undefined;
    this.#keys ??= readHeadKeys(this.options.logSigningKey, this.options.dataDir);
    if (this.#keys === undefined) return undefined;
    return this.#newestOf([this.#keys.verifier]);
  }

  /**
   * The newest kept head that an earlier key has signed, of which the public key is kept as well: what it shows must not be
   * lost where the key is replaced. Undefined where there is none.
   */
  newestOfEarlierKeys(): SignedHead | undefined {
    if (this.options === undefined) return undefined;
    this.#keys ??= readHeadKeys(this.options.logSigningKey, this.options.dataDir);
    const current = this.#keys?.verifier.name;
    return this.#newestOf(this.#keptVerifiers().filter(({ name }) => name !== current));
  }

  /** Files of heads that no key of this folder has signed as they stand: they were changed, or another put them there. */
  doubtful(): string[] {
    if (this.options === undefined) return [];
    this.#keys ??= readHeadKeys(this.options.logSigningKey, this.options.dataDir);
    const verifiers = [this.#keys?.verifier ?? [], this.#keptVerifiers()].flat();
    return this.#names()
      .map((name) => join(this.#folder, name))
      .filter((file) => {
        const note = readIfThere(file);
        return note !== undefined && !verifiers.some((verifier) => openSignedHead(note, verifier) !== undefined);
      });
  }

  #keptVerifiers(): VerifierKey[] {
    return this.#files()
      .filter((name) => name.startsWith(PUBLIC_KEY))
      .flatMap((name) => readVerifierKey(this.#read(name)) ?? []);
  }

  #newestOf(verifiers: readonly VerifierKey[]): SignedHead | undefined {
    if (verifiers.length === 0) return undefined;
    for (const name of this.#names().toReversed()) {
      const note = this.#read(name);
      for (const verifier of verifiers) {
        const head = openSignedHead(note, verifier);
        if (head !== undefined) return { ...head, note };
      }
    }
    return undefined;
  }

  /** A key that is replaced keeps its place beside the heads that it signed. */
  #keepVerifier(verifier: VerifierKey): void {
    const text = writeVerifierKey(verifier);
    const before = readVerifierKey(this.#read(PUBLIC_KEY));
    if (before !== undefined && before.name !== verifier.name)
      this.#write(`${PUBLIC_KEY}-${before.name.split('/').at(-1)}`, `${writeVerifierKey(before)}\n`);
    this.#write(PUBLIC_KEY, `${text}\n`);
  }

  #names(): string[] {
    return this.#files().filter((name) => NAME.test(name));
  }

  #files(): string[] {
    try {
      return readdirSync(this.#folder).toSorted();
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
      throw error;
    }
  }

  /** A file that another process has just removed is an empty one. */
  #read(name: string): string {
    return readIfThere(join(this.#folder, name)) ?? '';
  }

  #write(name: string, text: string): void {
    const file = join(this.#folder, name);
    writeFileSync(`${file}.${process.pid}`, text, { mode: 0o644 });
    renameSync(`${file}.${process.pid}`, file);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A head as it is printed for people and other programs to keep. */
export function headText({ position, hash }: Head): string {
  return `${position}:${hash}`;
}
