import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** A position of the log and the hash of the event there (hexadecimal): everything up to it stands behind the hash. */
export interface Head {
  position: bigint;
  hash: string;
}

/** The key that checks signed heads: under which name, and the Ed25519 key itself. */
export interface VerifierKey {
  name: string;
  key: KeyObject;
}

/** The signature type of Ed25519 in a C2SP signed note. */
const ED25519 = Buffer.from([1]);
/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const LONGEST_NOTE = 10_000;

/** The 32 bytes of an Ed25519 public key (RFC 8032). */
function rawKey(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length);
}

/** The name that a key signs under: made of the key, so that it stays when the address of the service changes. */
export function nameOfKey(key: KeyObject): string {
  return `dateline.log/${createHash('sha256').update(rawKey(key)).digest('hex').slice(0, 16)}`;
}

function keyId({ name, key }: VerifierKey): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(rawKey(key)).digest().subarray(0, 4);
}

/** A public key as one line of text, as Go's `sumdb/note` and other C2SP programs read it: name, key id, type and key. */
export function writeVerifierKey(verifier: VerifierKey): string {
  const bytes = Buffer.concat([ED25519, rawKey(verifier.key)]).toString('base64');
  return `${verifier.name}+${keyId(verifier).toString('hex')}+${bytes}`;
}

/** Reads that line; undefined where it is none of an Ed25519 key. */
export function readVerifierKey(text: string): VerifierKey | undefined {
  const [, name = '', id, base64 = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 33 || bytes[0] !== 1) return undefined;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes.subarray(1)]), type: 'spki', format: 'der' });
  const verifier = { name, key };
  return keyId(verifier).toString('hex') === id ? verifier : undefined;
}

/**
 * Signs a head as a C2SP signed note (c2sp.org/signed-note) in the form of a checkpoint (c2sp.org/tlog-checkpoint): origin,
 * position, hash in base64. The hash is the last link of the log's chain and not the root of a Merkle tree.
 */
export function signHead({ position, hash }: Head, privateKey: KeyObject): string {
  const key = createPublicKey(privateKey);
  const name = nameOfKey(key);
  const text = `${name}\n${position}\n${Buffer.from(hash, 'hex').toString('base64')}\n`;
  const signature = Buffer.concat([keyId({ name, key }), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/** The head of a note that the key has signed; undefined where it has not, or the note is no checkpoint. */
export function openSignedHead(note: string, verifier: VerifierKey): Head | undefined {
  if (note.length > LONGEST_NOTE) return undefined;
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const [, origin, position, base64] = /^([^\n]+)\n(0|[1-9]\d{0,18})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? [];
  if (origin !== verifier.name || position === undefined || base64 === undefined) return undefined;
  const id = keyId(verifier);
  for (const line of note.slice(end + 1).split('\n')) {
    const [dash, name, signature = ''] = line.split(' ');
    const bytes = Buffer.from(signature, 'base64');
    if (dash !== '—' || name !== verifier.name || !bytes.subarray(0, 4).equals(id)) continue;
    if (!verify(null, Buffer.from(text), verifier.key, bytes.subarray(4))) return undefined;
    return { position: BigInt(position), hash: Buffer.from(base64, 'base64').toString('hex') };
  }
  return undefined;
}
