import canonicalize from 'canonicalize';

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/**
 * The canonical text of a JSON value by RFC 8785 (JSON Canonicalization Scheme): the form in which contents are
 * compared and hashed. Throws for numbers that are not finite.
 */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}

/**
 * The value without what says nothing: null, empty arrays and empty objects are left out of objects, at every depth
 * (contract section 3: left out, null, [] and {} are the same thing). Array items are kept in place.
 */
export function withoutEmpty(value: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    const pruned = prune(entry);
    if (!isEmpty(pruned)) kept[key] = pruned;
  }
  return kept;
}

function prune(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => prune(item) ?? null);
  if (value !== null && typeof value === 'object') return withoutEmpty(value);
  return value;
}

function isEmpty(value: Json | undefined): value is null | undefined {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
