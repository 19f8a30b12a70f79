/** `npm run fuzz:imports -- FILES [SEED]`: imports mutated files into a throw-away log and checks counts and records. */
import './require-node.mjs';

const [files = '10000', seed = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
if (![files, seed].every((number) => /^\d+$/.test(number))) {
  console.error('Usage: npm run fuzz:imports -- FILES [SEED]; each is a whole number.');
  process.exit(2);
}
Object.assign(process.env, { IMPORT_FILES: files, IMPORT_SEED: seed });
process.argv.splice(2, Infinity, 'test/timeline/mutated-imports.spec.ts');
await import('./test.mjs');
