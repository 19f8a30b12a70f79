import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, messageOf } from '#libs/kernel';
import { nameOfKey, readVerifierKey, type VerifierKey } from './signed-note.js';

/** The keys of signed heads: the one that checks, and the one that signs where it is on this host. */
export interface HeadKeys {
  verifier: VerifierKey;
  signer?: KeyObject;
}

/** The file of the private key where LOG_SIGNING_KEY names no other. */
export function signingKeyFile(dataDir: string): string {
  return join(dataDir, 'log-signing-key.pem');
}

/**
 * Reads the keys: LOG_SIGNING_KEY is a private Ed25519 key (PKCS #8 in PEM), the line of a public one (then heads are
 * checked here and signed on another host), or the path of a file with either; unset, a file of `DATA_DIR`.
 *
 * @param options.make makes that file where it is missing
 * @returns undefined where there is no key
 * @throws Error with one sentence where the setting cannot be used.
 */
export function readHeadKeys(
  setting: string | undefined,
  dataDir: string,
  options: { make?: boolean } = {},
): HeadKeys | undefined {
  if (setting !== undefined) return keysOf(isKey(setting) ? setting : readNamed(setting));
  const file = signingKeyFile(dataDir);
  if (options.make === true) makeKey(file);
  try {
    return keysOf(readFileSync(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function isKey(text: string): boolean {
  return text.includes('PRIVATE KEY') || readVerifierKey(text) !== undefined;
}

function readNamed(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`LOG_SIGNING_KEY names a file that cannot be read (${codeOf(error) ?? messageOf(error)}).`, {
      cause: error,
    });
  }
}

function keysOf(text: string): HeadKeys {
  const verifier = readVerifierKey(text);
  if (verifier !== undefined) return { verifier };
  try {
    // A line break in an environment variable is often written as \n.
    const signer = createPrivateKey(text.replaceAll('\\n', '\n'));
    if (signer.asymmetricKeyType !== 'ed25519') throw new Error(`it is of the type ${signer.asymmetricKeyType}`);
    const key = createPublicKey(signer);
    return { verifier: { name: nameOfKey(key), key }, signer };
  } catch (error) {
    throw new Error(
      `LOG_SIGNING_KEY holds no Ed25519 key (${messageOf(error)}); make one with "openssl genpkey -algorithm ed25519".`,
      { cause: error },
    );
  }
}

/** Two processes may start at once: the first file stays. */
function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
