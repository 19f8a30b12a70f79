import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, type Settings } from '#libs/kernel';
import { Failure } from './failure.js';

const FILE = 'secrets.key';
const FILE_BEFORE = 'secrets.key.before';

/**
 * The key that encrypts what signs links and webhooks: SECRETS_KEY, else the file `secrets.key` of DATA_DIR, if there is
 * one.
 *
 * @throws Failure where the file holds no key
 */
export function findSecretsKey({ secretsKey, dataDir }: Settings): Buffer | undefined {
  return secretsKey ?? keyIn(join(dataDir, FILE));
}

/** The key before, while it is replaced: SECRETS_KEY_BEFORE, else the file `secrets.key.before` of DATA_DIR. */
export function findSecretsKeyBefore({ secretsKeyBefore, dataDir }: Settings): Buffer | undefined {
  return secretsKeyBefore ?? keyIn(join(dataDir, FILE_BEFORE));
}

function keyIn(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Failure(`${file} does not hold 32 bytes in base64; restore it from a backup.`);
  return key;
}

/** The same, made where there is none; readable by this user alone, whole or not at all. */
export function ensureSecretsKey(settings: Settings): Buffer {
  const found = findSecretsKey(settings);
  if (found !== undefined) return found;
  const file = join(settings.dataDir, FILE);
  const half = `${file}.${process.pid}`;
  writeFileSync(half, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(half, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(half);
  }
  return findSecretsKey(settings)!;
}
