import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

describe("the page's types of the API", () => {
  it('are those of the OpenAPI document (npm run api-types writes them anew)', async () => {
    const args = ['--import', './test/run-typescript.mjs', 'scripts/api-types.mjs', '--check'];
    await expect(promisify(execFile)(process.execPath, args)).resolves.toMatchObject({ stderr: '' });
  });
});
