import { z } from 'zod';
import { isSameEdtf } from '#libs/edtf';
import { canonicalJson, withoutEmpty, type Json, type JsonObject } from '#libs/kernel';
import { factTypeOf } from './catalogue.js';
import type { FactRecord, SourceEntry } from './record.js';
import { decimal, edtf } from './values.js';

/** What a fact says that one of its sources may say otherwise. */
export type Said = Pick<FactRecord, 'type' | 'occurred' | 'body'>;

/**
 * An entry of the sources of a fact whose `says` holds only what the source says otherwise than the fact: a date, a body,
 * or both; left out where it says the same. Values are compared by what they mean: decimal numbers by their value, dates
 * by the days, the precision and the marks that they name, all else as it is written. A body in which one field differs
 * stays whole, as a figure needs its unit.
 */
export function differingEntry({ says, ...entry }: SourceEntry, fact: Said): SourceEntry {
  const { occurred, body } = says ?? {};
  const differing = {
    ...(occurred && !isSameDate(occurred, fact.occurred) && { occurred }),
    ...(body && differs(body, fact) && { body }),
  };
  return Object.keys(differing).length === 0 ? entry : { ...entry, says: differing };
}

function differs(said: JsonObject, { type, body }: Said): boolean {
  const shape = factTypeOf(type)?.body.shape ?? {};
  return Object.entries(withoutEmpty(said)).some(
    ([field, value]) => !isSame(value, body?.[field], Object.hasOwn(shape, field) ? shape[field] : undefined),
  );
}

/** Whether two values of a field mean the same; `schema` is what the type of the fact says of it, if it knows the field. */
function isSame(one: Json, other: Json | undefined, schema: z.core.$ZodType | undefined): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return isSame(one, other, schema.unwrap());
  if (other === undefined || other === null) return false;
  if (typeof one === 'string' && typeof other === 'string') {
    // What was recorded before its form was checked is compared as it is written.
    if (schema === decimal && areOf(decimal, one, other)) return plainNumber(one) === plainNumber(other);
    if (schema === edtf) return isSameDate(one, other);
    return one === other;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    const element = schema instanceof z.ZodArray ? schema.element : undefined;
    return one.length === other.length && one.every((value, index) => isSame(value, other[index], element));
  }
  if (isObject(one) && isObject(other)) return isSameObject(withoutEmpty(one), withoutEmpty(other), schema);
  return canonicalJson(one) === canonicalJson(other);
}

function isSameObject(one: JsonObject, other: JsonObject, schema: z.core.$ZodType | undefined): boolean {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema instanceof z.ZodObject ? schema.shape : {};
  const fields = Object.keys(one);
  return (
    fields.length === Object.keys(other).length &&
    fields.every((field) => isSame(one[field]!, other[field], Object.hasOwn(shape, field) ? shape[field] : undefined))
  );
}

function isSameDate(one: string, other: string | null | undefined): boolean {
  if (other === null || other === undefined) return false;
  return one === other || (areOf(edtf, one, other) && isSameEdtf(one, other));
}

function areOf(schema: z.ZodType, ...values: readonly string[]): boolean {
  return values.every((value) => schema.safeParse(value).success);
}

/** A decimal number without the zeros that end its fraction, and without a sign where it is zero. */
function plainNumber(text: string): string {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return plain === '-0' ? '0' : plain;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
