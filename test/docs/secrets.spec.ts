import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './documents.js';

/** What keys and tokens of well-known services, and of this one, look like. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\\n]+[A-Za-z0-9+/]{40}/,
  'AWS key': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  'GitHub token': /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,}/,
  'npm token': /\bnpm_[A-Za-z0-9]{36}\b|_authToken=[\w-]{20}/,
  'Slack token': /\bxox[abprs]-[A-Za-z0-9-]{20,}/,
  'Google key': /\bAIza[\w-]{35}\b/,
  'key of Dateline': /\bdl_[\w-]{43}\b/,
};
const LARGEST = 2_000_000;
/** What is made here and belongs to no release. */
const MADE = new Set(['.git', 'node_modules', 'dist', 'coverage', '.dateline']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() && statSync(path).size < LARGEST ? [path] : [];
  });
}

function found(text: string): string[] {
  return Object.keys(SECRETS).filter((name) => SECRETS[name]!.test(text));
}

describe('the files of the project', () => {
  it('hold no key or token', () => {
    const files = filesBelow(ROOT);
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((path) => found(readFileSync(path, 'latin1')).map((what) => `${what} in ${path}`))).toEqual(
      [],
    );
  });

  it('would be found to hold one', () => {
    expect(found(`-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}`)).toEqual(['private key']);
    expect(found(`AKIA${'A'.repeat(16)} ghp_${'a'.repeat(36)} npm_${'a'.repeat(36)} dl_${'a'.repeat(43)}`)).toEqual([
      'AWS key',
      'GitHub token',
      'npm token',
      'key of Dateline',
    ]);
  });
});
