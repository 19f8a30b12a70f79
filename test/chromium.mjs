import { accessSync, constants } from 'node:fs';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is on this machine: as CHROMIUM_PATH says, or where systems install it. Undefined where it is not. */
export const chromiumProgram = PLACES.find(isProgram);

/** Specs in a browser run where there is one, and always on CI, where a missing one fails them. */
export const expectsBrowser = chromiumProgram !== undefined || process.env.CI === 'true';

function isProgram(path) {
  if (!path) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
