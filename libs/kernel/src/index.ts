export { canonicalJson, withoutEmpty, type Json, type JsonObject } from './json.js';
export { boundedProblems, DomainError, type ErrorKind, type Problem } from './domain-error.js';
export { CLOCK, FixedClock, type Clock } from './clock.js';
export { SLUG, RESERVED_SLUGS, isSlug } from './slug.js';
export { readSettings, SettingsError, type LogLevel, type Settings } from './settings.js';
export { isWebAddress, openedAddress, UNWRITABLE_IN_URL } from './web-address.js';
export { harmlessJson, harmlessText, harmlessValue, oneLine, plainText } from './plain-text.js';
export { FORBIDDEN_NAME, hasForbiddenName } from './forbidden-name.js';
export { isExact } from './exact-number.js';
export { isCalendarDay, parseDayOrInstant, parseInstant } from './instant.js';
export {
  cutPointer,
  faultIn,
  MOST_LEVELS,
  offsetsOf,
  pointerBelow,
  pointerTo,
  SEARCHED,
  walkJson,
} from './json-text.js';
export { readJson, type ReadJson } from './read-json.js';
export { isVisible } from './visible-text.js';
export { ianaSpelling } from './time-zone.js';
export { isStorable } from './storable-text.js';
export { isLoopback, settingsWarnings } from './settings-warnings.js';
export type { SyntaxFault } from './json-text.js';
export type { TrustedProxies } from './proxy-setting.js';
export { codeOf, messageOf } from './failure.js';
export { ownValue } from './own-value.js';
