import { chromium, type Browser } from 'playwright-core';
import { chromiumProgram } from '../chromium.mjs';

/** A bound for what a page never shows, less than that of a test, so that the failure names what was waited for. */
const PATIENCE_MS = 90_000;

/** Starts a browser of its own that talks to nobody but the pages that it is shown. */
export async function startBrowser(): Promise<Browser> {
  if (chromiumProgram === undefined) throw new Error('No Chromium is installed; install it, or set CHROMIUM_PATH.');
  const browser = await chromium.launch({
    executablePath: chromiumProgram,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}
