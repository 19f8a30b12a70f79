import { z } from 'zod';
import { adviceOnDay, EdtfError, isDurationOf, parseEdtf } from '#libs/edtf';
import { isSlug, isStorable, isVisible, isWebAddress, RESERVED_SLUGS } from '#libs/kernel';
import { DATE, DAY, ofNumber } from './broken-rule.js';
import { MONEY } from './form-words.js';
import { partyProblem } from './party-code.js';

/** A piece of text without what no database and no feed can carry: NUL and lone surrogates. */
export const text = (maximum: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(maximum, `must have at most ${maximum} characters`)
    .refine(isStorable, {
      error: 'must not hold NUL or a lone surrogate',
      params: { rule: 'nul' },
    });

/** A title, a name or another text for people: a reader has to see something of it. */
export const visibleText = (maximum: number) =>
  text(maximum).refine((value) => value === '' || isVisible(value), {
    error: 'needs a character that can be seen',
    params: { rule: 'not-visible' },
  });

/** The id of a record: a slug that its writer chose. */
export const id = z
  .stringFormat(
    'slug',
    isSlug,
    `must be a slug (a-z, 0-9 and -, at most 120 characters) other than ${RESERVED_SLUGS.join(', ')}`,
  )
  .meta({
    description:
      'A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.',
    examples: ['usmca'],
    pattern: '^[a-z0-9][a-z0-9-]{0,119}$',
  });

/** An open word of a vocabulary that writers share, such as a topic, a mechanism or an outcome. */
export const word = z.stringFormat('word', /^[a-z0-9][a-z0-9-]{0,119}$/, 'must be a slug (a-z, 0-9 and -)');

/**
 * A party: an alpha-2 code that ISO 3166-1 assigns or once assigned (ISO 3166-3), or the id of an organization, which
 * the log has to hold.
 */
export const party = z
  .string()
  .superRefine((value, context) => {
    const problem = partyProblem(value);
    if (problem === null) return;
    context.addIssue({ code: 'custom', message: problem.detail, params: { rule: problem.rule, ...problem.params } });
  })
  .meta({
    description:
      'An alpha-2 code that ISO 3166-1 assigns or once assigned, such as MX or SU, or the id of an organization on record.',
    format: 'party',
    pattern: '^([A-Z]{2}|[a-z0-9][a-z0-9-]{0,119})$',
  });

/** A date with its precision: EDTF (ISO 8601-2), levels 0 and 1 and what else contract section 2 names. */
export const edtf = z
  .string({ error: ofNumber(DATE) })
  .superRefine((value, context) => {
    try {
      parseEdtf(value);
    } catch (error) {
      if (!(error instanceof EdtfError)) throw error;
      context.addIssue({
        code: 'custom',
        message: error.message,
        params: { rule: error.reason, ...error.params },
      });
    }
  })
  .meta({
    description:
      'A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons, `[..D]` (by D), `[A..B]` (some day from A to B), `198X?`, and an X at either end of an interval.',
    examples: ['2023-09-29', '2024-06', '2022/2024', '2023-10~/2023-12', '[2024-05-05..2024-05-09]'],
    format: 'edtf',
  });

const isoDate = z.iso.date();

/** One day, `YYYY-MM-DD`, UTC. A refusal names the day that is meant where another form shows it. */
export const day = z
  .string({ error: ofNumber(DAY) })
  .superRefine((value, context) => {
    if (isoDate.safeParse(value).success) return;
    const advice = adviceOnDay(value);
    if (advice === undefined)
      context.addIssue({ code: 'invalid_format', format: 'date', message: 'must be a day such as 2024-09-16' });
    else
      context.addIssue({ code: 'custom', message: advice.message, params: { rule: advice.reason, ...advice.params } });
  })
  .meta({ format: 'date' });

/** The SHA-256 of a document (FIPS 180-4) as 64 lower-case hexadecimal digits. */
export const sha256 = z
  .stringFormat('sha256', /^[0-9a-f]{64}$/, 'must be a SHA-256 as 64 lower-case hexadecimal digits')
  .meta({ examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] });

/** The longest rhythm, in days: a thousand years. */
const LONGEST_RHYTHM = 1_000 * 366;

/** The time from one to the next: an ISO 8601 duration of years, months, weeks and days, of a day at least. */
export const duration = z
  .stringFormat(
    'duration',
    (value) => isDurationOf(value, { least: 1, most: LONGEST_RHYTHM }),
    'must be an ISO 8601 duration of years, months, weeks or days, such as P6Y, of a day at least and a thousand years at most',
  )
  .meta({ examples: ['P6Y'] });

/** A decimal number as a string, so that no digit is lost. `wordsOf` says how it is written. */
export const decimal = z.stringFormat('decimal', /^-?(0|[1-9]\d{0,29})(\.\d{1,18})?$/);

const currencies = new Intl.DisplayNames(['en'], { type: 'currency', fallback: 'none' });

/** Whether ISO 4217 has a code, for a currency of today or a former one such as DEM. */
function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && currencies.of(code) !== undefined;
}

/** An amount of money: a decimal string and an ISO 4217 code, also of a former currency. */
export const money = z.strictObject(
  {
    amount: decimal,
    currency: z
      .stringFormat('currency', isCurrency, 'must be an ISO 4217 code such as USD')
      .meta({ pattern: '^[A-Z]{3}$' }),
  },
  { error: (issue) => (issue.code === 'invalid_type' && issue.input != null ? MONEY : undefined) },
);

/** A web address that a reader can open. */
export const webAddress = z
  .stringFormat(
    'web-address',
    isWebAddress,
    'must be an http or https address without spaces, control characters, a user name or a password',
  )
  .max(2000)
  .meta({ format: 'uri' });
