import { chromium, type Browser } from 'playwright-core';
import { chromiumProgram } from '../chromium.mjs';

/** Starts a browser of its own that talks to nobody but the pages that it is shown. */
export function startBrowser(): Promise<Browser> {
  if (chromiumProgram === undefined) throw new Error('No Chromium is installed; install it, or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath: chromiumProgram,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
}
