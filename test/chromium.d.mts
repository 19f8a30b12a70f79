/** Where Chromium is on this machine; undefined where it is not. */
export const chromiumProgram: string | undefined;
/** Whether specs in a browser run. */
export const expectsBrowser: boolean;
