import { chromium, type Browser } from 'playwright-core';
import { chromiumProgram } from '../test/chromium.mjs';

/** The browser that is installed, as the tests of the pages take it. */
export function startBrowser(): Promise<Browser> {
  if (chromiumProgram === undefined) throw new Error('No Chromium is installed; install it, or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath: chromiumProgram,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
}
