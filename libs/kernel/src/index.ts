export { canonicalJson, withoutEmpty, type Json, type JsonObject } from './json.js';
export { DomainError, type ErrorKind, type Problem } from './domain-error.js';
export { CLOCK, FixedClock, type Clock } from './clock.js';
export { SLUG, RESERVED_SLUGS, isSlug } from './slug.js';
export { readSettings, SettingsError, type LogLevel, type Settings } from './settings.js';
export type { TrustedProxies } from './proxy-setting.js';
export { codeOf, messageOf } from './failure.js';
