import { z } from 'zod';
import { isExact, readJson, type Json, type Problem } from '#libs/kernel';
import { FACT_TYPES, factTypeOf, kindOf, KINDS } from '../domain/catalogue.js';

const LISTS = /^(changes\.)?(topics|parties|related|attributes\.petitioners)$/;
/** Fields that are text whatever they look like; everything else in a body or in attributes may be written as JSON. */
const OPEN = /^(changes\.)?(body|attributes|sources)(\.|$)|^changes$|^(changes\.)?sources\.\d+\.says(\.|$)/;
const LOCATOR = /^(changes\.)?sources\.\d+\.(source|locator)$/;

/** What decides about the form of the cells of a row. */
export interface RowKind {
  record: string;
  /** The fact's or the subject's type, where the row names one. */
  type: string | undefined;
}

/** What a cell says, and what of its JSON would be recorded as something else, with pointers from the cell on. */
export interface CellValue {
  value: Json;
  losses: readonly Problem[];
}

/** A number as JSON writes it. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
/** A number that reads the same as text; `1E5` and `1.0` may be the names of something. */
const PLAIN_DIGITS = /^[1-9]\d*$/;

/**
 * The value of a cell that is not empty. Lists are a JSON array or divided by semicolons. In bodies and attributes JSON
 * arrays and objects are read as such, and a cell is a number or a truth value where the type of the fact or of the
 * subject declares the field so; any other field stays text. Where a field may be a number or text, only plain digits are
 * a number. In the columns of `changes`, `null` clears a field.
 */
export function cellValue(column: string, cell: string, row: RowKind): CellValue {
  if (column.startsWith('changes.') && cell === 'null') return whole(null);
  if (LISTS.test(column)) return (cell.trim().startsWith('[') ? jsonOf(cell) : undefined) ?? whole(listOf(cell));
  if (!OPEN.test(column) || LOCATOR.test(column)) return whole(cell);
  if (/^[[{]/.test(cell.trim())) return jsonOf(cell) ?? whole(cell);
  const path = column.replace(/^changes\./, '').split('.');
  if (path[0] === 'sources') path.splice(0, 3);
  return whole(scalarOf(cell, declarations(row, path[0] ?? ''), path.slice(1)));
}

function whole(value: Json): CellValue {
  return { value, losses: [] };
}

function listOf(cell: string): Json {
  return cell
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function jsonOf(cell: string): CellValue | undefined {
  try {
    return readJson(cell) as CellValue;
  } catch {
    return undefined;
  }
}

/** A number that a JavaScript number cannot carry stays text, which says all of its digits. */
function scalarOf(cell: string, declared: readonly z.ZodType[], path: readonly string[]): Json {
  const forms = declared.flatMap((schema) => formsAt(schema, path));
  const text = cell.trim();
  const number = forms.includes('string') ? PLAIN_DIGITS : NUMBER;
  if (forms.includes('number') && number.test(text) && isExact(text, Number(text))) return Number(text);
  if (forms.includes('boolean') && /^(true|false)$/.test(text)) return text === 'true';
  return cell;
}

/** The schemas that may hold for the body or the attributes of a row: all of them where the row names no type. */
function declarations(row: RowKind, field: string): z.ZodType[] {
  if (field === 'attributes') {
    const kind = kindOf(row.type ?? '');
    return kind ? [kind.attributes] : row.record === 'correction' ? KINDS.map(({ attributes }) => attributes) : [];
  }
  const types = row.type === undefined && row.record === 'correction' ? FACT_TYPES : [row.type ?? ''];
  return types.flatMap((type) => factTypeOf(type)?.body ?? []);
}

/** The forms (`string`, `number`, `boolean`, ...) that a schema allows at a path. */
function formsAt(schema: z.ZodType, path: readonly string[]): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return formsAt(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => formsAt(option as z.ZodType, path));
  const [step, ...rest] = path;
  if (step === undefined) return [schema.type];
  if (schema instanceof z.ZodArray) return formsAt(schema.element as z.ZodType, rest);
  const field = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>)[step] : undefined;
  return field ? formsAt(field, rest) : [];
}
