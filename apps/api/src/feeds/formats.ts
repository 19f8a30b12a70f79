import type { FastifyReply, FastifyRequest } from 'fastify';
import { isKnown } from '../http/answer-headers.js';
import { BUILD } from '../release.js';
import { ATOM } from './atom.js';
import { CALENDAR } from './calendar.js';
import { JSON_FEED } from './json-feed.js';

/** CloudEvents 1.0, many in one JSON array. */
export const CLOUD_EVENTS = 'application/cloudevents-batch+json';
/** Lines of JSON. */
export const NDJSON = 'application/x-ndjson';
/** A table with a row of names. */
export const CSV = 'text/csv; charset=utf-8; header=present';

/** The formats of other programs, by what their addresses end with, and their media types. */
export const FORMATS = {
  ndjson: NDJSON,
  csv: CSV,
  atom: ATOM,
  'feed.json': JSON_FEED,
  ics: CALENDAR,
  'timelinejs.json': 'application/json; charset=utf-8',
  'cloudevents.json': CLOUD_EVENTS,
} as const;

/** What an address of a format ends with. */
export type Format = keyof typeof FORMATS;

/** Every format, in the order in which they are told. */
export const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

const { atom, 'feed.json': feedJson, ics } = FORMATS;
/** What can be followed, of a timeline and of a subject: two feeds and a calendar. */
export const FOLLOWED = { atom, 'feed.json': feedJson, ics } as const;
/** What can be followed of what is due. */
export const FOLLOWED_DUE = { atom, ics } as const;

/** The format that the address of a request names: what follows the first dot of its last part. */
export function formatOf(request: FastifyRequest): Format {
  // The router decodes the path before it compares it.
  const last = decodeURIComponent(request.url.split('?', 1)[0]!.split('/').at(-1)!);
  return last.slice(last.indexOf('.') + 1) as Format;
}

/**
 * What an answer that is made while it is sent depends on: a state in a few words, and the build that writes it, since
 * another release may tell the same state in other words.
 */
export function dependsOn(state: readonly string[], build = BUILD): string {
  return [build, ...state].join(' ');
}

/** Gives an answer that is made while it is sent the ETag of what it depends on. True where the asker has it already. */
export function isKnownState(request: FastifyRequest, reply: FastifyReply, ...state: string[]): boolean {
  return isKnown(request, reply, dependsOn(state));
}
