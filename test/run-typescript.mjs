/**
 * Lets plain Node run the project's sources as jest does, for the processes that specs start and for the global
 * set-up:  node --import ./test/run-typescript.mjs apps/cli/src/main.ts
 */
import { transformSync } from '@swc/core';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(import.meta.dirname);
const isSource = (url) => url?.startsWith('file:') && /\.tsx?$/.test(url) && !url.includes('/node_modules/');

/** As jest.config.mjs has it. */
const JSX = {
  parser: { syntax: 'typescript', tsx: true },
  transform: { react: { runtime: 'automatic' } },
  target: 'es2024',
};
const sourceOf = (specifier, parent) => {
  const plain = specifier.replace(/\.js$/, '.ts');
  return existsSync(new URL(plain, parent)) ? plain : `${plain}x`;
};

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('#libs/')) {
      return next(specifier, { ...context, conditions: ['source', ...context.conditions] });
    }
    const relative = isSource(context.parentURL) && /^\.{1,2}\/.*\.js$/.test(specifier);
    return next(relative ? sourceOf(specifier, context.parentURL) : specifier, context);
  },
  load(url, context, next) {
    if (!isSource(url)) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      cwd: root,
      root,
      module: { type: 'es6' },
      ...(filename.endsWith('.tsx') ? { jsc: JSX } : {}),
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
