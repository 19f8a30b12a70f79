/**
 * Writes the page's types of the HTTP API from its OpenAPI document:
 * node --import ./test/run-typescript.mjs scripts/api-types.mjs [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { describeApi } from '../apps/api/src/openapi/description.ts';

const file = join(import.meta.dirname, '..', 'apps', 'web', 'src', 'api', 'generated.d.ts');
const description = describeApi({ readAccess: 'public', version: '0' });
const told = astToString(await openapiTypes({ ...description, paths: {} }));
const text = await format(
  `/** Made from the OpenAPI document by scripts/api-types.mjs; not written by hand. */\n${told}`,
  {
    ...(await resolveConfig(file)),
    filepath: file,
  },
);
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('The types of the page are older than the API; write them anew with npm run api-types.');
  process.exit(1);
}
