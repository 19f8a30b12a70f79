import { z } from 'zod';
import { isDurationOf } from '#libs/edtf';
import { ianaSpelling } from '#libs/kernel';

/** Text that a database and a mail can carry: without NUL and lone surrogates, as in every record. */
const storable = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
      error: 'must not hold NUL or a lone surrogate',
      params: { rule: 'nul' },
    });

/**
 * A list without repetitions. Its length is checked before its entries: to say what is wrong with each of many costs much
 * more than to send them.
 */
const list = <T extends z.ZodType<string>>(entry: T, { least = 0, most }: { least?: number; most: number }) =>
  z.preprocess(
    (input, context) => {
      if (!Array.isArray(input) || input.length <= most) return input;
      context.issues.push({ code: 'too_big', origin: 'array', maximum: most, inclusive: true, input });
      return z.NEVER;
    },
    z
      .array(entry)
      .min(least)
      .max(most)
      .refine((entries) => new Set(entries).size === entries.length, {
        error: 'must not name one thing twice',
        params: { rule: 'repeated' },
      })
      .meta({ uniqueItems: true }),
  );

const ids = (what: string) =>
  list(storable(300), { most: 100 })
    .default([])
    .meta({ description: `${what} on record; empty or left out: any.` });
const clockTime = z
  .stringFormat('time-of-day', /^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00')
  .max(5);
/** The longest lead time that makes sense: some decades. */
const FURTHEST = 100 * 366;

function isLead(text: string): boolean {
  return isDurationOf(text, { least: 0, most: FURTHEST });
}

/** What a subscription lets through; all given lists must match, an empty list lets everything through. */
export const subscriptionFilter = z.strictObject({
  subjects: ids('Ids of subjects'),
  topics: ids('Topics of the subject (or the fact)'),
  types: ids('Subject types (`case`), which hold for milestones too, and fact types (`case.filed`), for developments'),
  parties: ids('Parties'),
  milestones: ids('Rules (`joint-review`), rules with occasion (`joint-review.2026`) or ids of milestones'),
  kinds: list(z.enum(['milestones', 'developments', 'corrections']), { least: 1, most: 3 })
    .default(['milestones'])
    .meta({
      description:
        'What is told: milestones that come near, move or are cancelled; new facts and case changes; corrections and retractions.',
    }),
});

const settings = {
  filter: subscriptionFilter,
  leadTimes: list(
    z.stringFormat('lead-time', isLead, 'must be a duration of at most a hundred years such as P30D').max(60),
    { least: 1, most: 20 },
  ).meta({ description: 'How long before the first day of its window a milestone is told; ISO 8601.' }),
  timeZone: z
    .stringFormat(
      'time-zone',
      (text) => ianaSpelling(text) !== null,
      'must be an IANA time zone such as America/Mexico_City',
    )
    .max(60)
    // Mail shows it, so the spelling of a requester is not kept.
    .overwrite((text) => ianaSpelling(text) ?? text),
  localTime: clockTime.meta({ description: 'When reminders and digests go out, in `timeZone`.' }),
  digest: z.enum(['none', 'daily', 'weekly']),
  digestDay: z.int().min(1).max(7).meta({ description: 'The day of a weekly digest, 1 (Monday) to 7.' }),
  quietHours: z
    .strictObject({ from: clockTime, to: clockTime })
    .nullable()
    .refine((hours) => hours === null || hours.from !== hours.to, {
      error: 'must not begin and end at the same time',
      params: { rule: 'no-hours' },
    })
    .meta({
      description:
        'Local hours in which nothing goes out; what falls into them goes out at their end; a reminder that would then be too late, at the end of those before.',
    }),
};

/**
 * The tag of an address (RFC 5233) reaches its mailbox as it was typed, by whoever typed it: too short for a message, and
 * without the second dot that a web address or a sentence needs.
 */
function hasPlainTag(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@'));
  const tag = local.replace(/^.[^+]*\+?/, '');
  return tag.length <= 20 && /^[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*$/.test(tag);
}

/** Mail servers take no longer parts (RFC 5321 section 4.5.3.1, RFC 1035 section 2.3.4), nor a label that ends with a hyphen. */
function hasMailLengths(address: string): boolean {
  const at = address.lastIndexOf('@');
  return (
    at <= 64 &&
    address
      .slice(at + 1)
      .split('.')
      .every((label) => label.length <= 63 && !label.endsWith('-'))
  );
}

/** Where a subscription is told. */
export const subscriptionChannel = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('email'),
    address: storable(254)
      .pipe(z.email('must be an e-mail address'))
      .refine(hasMailLengths, {
        error: 'must have at most 64 characters before @, and 63 between two dots behind it',
        params: { rule: 'address-length' },
      })
      .refine(hasPlainTag, {
        error: 'must have a tag (after +) of at most 20 letters, digits, - and _, and one dot',
        params: { rule: 'address-tag' },
      }),
  }),
  z.strictObject({
    type: z.literal('webhook'),
    url: storable(2000)
      .refine((url) => !/[\s\p{Cc}\p{Cf}]/u.test(url), {
        error: 'must not hold spaces, control or format characters',
        params: { rule: 'no-spaces' },
      })
      .pipe(z.url('must be an address such as https://example.org/hook')),
  }),
  z.strictObject({ type: z.literal('calendar') }),
]);

/** The body of `POST /v1/subscriptions`. */
export const subscriptionForm = z.strictObject({
  channel: subscriptionChannel,
  filter: settings.filter.default({
    subjects: [],
    topics: [],
    types: [],
    parties: [],
    milestones: [],
    kinds: ['milestones'],
  }),
  leadTimes: settings.leadTimes.default(['P90D', 'P30D', 'P7D', 'P0D']),
  timeZone: settings.timeZone.default('UTC'),
  localTime: settings.localTime.default('09:00'),
  digest: settings.digest.default('none'),
  digestDay: settings.digestDay.default(1),
  quietHours: settings.quietHours.default(null),
});

/** The body of `POST /v1/subscriptions/preview`: a subscription whose channel is not chosen or filled in yet. */
export const subscriptionDraft = subscriptionForm.extend({
  channel: z
    .object({ type: z.enum(['email', 'webhook', 'calendar']) })
    .default({ type: 'email' })
    .meta({ description: 'Where it would be told; of a calendar only the milestones are answered.' }),
});

/** The body of `POST /v1/subscriptions/{id}/preview`: the settings that would be replaced. */
export const subscriptionSettings = z.strictObject(settings).partial();

/** The body of `PATCH /v1/subscriptions/{id}`: what is given is replaced. */
export const subscriptionPatch = z
  .strictObject({
    ...settings,
    status: z.enum(['active', 'disabled']).meta({
      description: '`disabled`: nothing is sent until it is switched on again; `active`: switches it on again.',
    }),
    rotateSecret: z
      .literal(true)
      .meta({ description: 'Makes a new secret; the one before signs as well for 24 hours.' }),
    rotateLinks: z.literal(true).meta({
      description:
        'Makes new links; the old ones end at once. Those of a subscription by e-mail are sent to its mailbox and are not in the answer.',
    }),
  })
  .partial();

/** What is asked for, checked, every field filled in. */
export type SubscriptionForm = z.infer<typeof subscriptionForm>;
/** What might be asked for, checked. */
export type SubscriptionDraft = z.infer<typeof subscriptionDraft>;
/** The settings of it that might change. */
export type SubscriptionSettings = z.infer<typeof subscriptionSettings>;
/** A change of it. */
export type SubscriptionPatch = z.infer<typeof subscriptionPatch>;
/** What a subscription lets through. */
export type SubscriptionFilter = z.infer<typeof subscriptionFilter>;
/** When messages go out. */
export type Schedule = Pick<
  SubscriptionForm,
  'leadTimes' | 'timeZone' | 'localTime' | 'digest' | 'digestDay' | 'quietHours'
>;
