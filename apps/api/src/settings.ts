/** The injection token of the settings of this process. */
export const SETTINGS = Symbol('Settings');
