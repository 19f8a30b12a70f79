/** Why a message did not go out or a subscription is switched off, by a code: the sentence that rows keep of it. */
export const REASONS = {
  'confirmed-already': 'the address was confirmed already',
  disabled: 'the subscription was disabled',
  'key-ended': 'the key with which it was made has expired or was revoked',
  'switched-off': 'its owner switched it off',
  'not-derived': 'the milestone is no longer derived from any fact',
  'not-as-planned': 'the milestone is no longer due as it was planned',
  met: 'the milestone is met',
  cancelled: 'the milestone is cancelled',
  'met-before': 'the milestone was met before the reminder went out',
  'cancelled-before': 'the milestone was cancelled before the reminder went out',
  'window-over': 'its window was over before the reminder could go out',
  withdrawn: 'the fact was withdrawn before its news went out',
  'no-address': 'there is no address',
  stopping: 'The service was stopping.',
  'mail-unanswered': 'The mail server did not answer in time.',
  'mail-unconfirmed': 'The mail server has the message and did not say in time whether it takes it.',
} as const;

/** That a milestone moved. @param window its window now, EDTF */
export function movedTo(window: string): string {
  return `the milestone was moved to ${window}`;
}

/** That a milestone moved once more before it was told. @param window its window now, EDTF */
export function movedAgainTo(window: string): string {
  return `the milestone was moved again, to ${window}`;
}

/** What a receiver answered instead of taking a message. @param said the beginning of its answer; may be empty */
export function receiverAnswered(status: number, said: string): string {
  return `The receiver answered ${status}${said === '' ? '' : `: ${said}`}`;
}

/** That a receiver took a message. */
export function taken(status: number): string {
  return `answered ${status}`;
}

/** A reason as a program reads it: its code, and what its words carry. */
export interface ReasonCode {
  code: string;
  params?: Record<string, string>;
}

const WITH_PARAMS = {
  moved: /^the milestone was moved to (?<window>\S+)$/,
  'moved-again': /^the milestone was moved again, to (?<window>\S+)$/,
  answered: /^The receiver answered (?<status>\d{3})(?:: (?<said>.*))?$/,
  taken: /^answered (?<status>\d{3})$/,
} as const;

/**
 * The codes of a sentence that rows keep, for whoever words it in another language; of a digest there may be several. Empty
 * where it is in the words of somebody else, such as a mail server.
 */
export function codesOfReason(sentence: string): ReasonCode[] {
  const whole = codeOf(sentence);
  if (whole !== undefined) return [whole];
  const parts = sentence.split('; ').map(codeOf);
  return parts.every((part) => part !== undefined) ? parts : [];
}

function codeOf(sentence: string): ReasonCode | undefined {
  const fixed = Object.entries(REASONS).find(([, words]) => words === sentence);
  if (fixed !== undefined) return { code: fixed[0] };
  for (const [code, pattern] of Object.entries(WITH_PARAMS)) {
    const found = pattern.exec(sentence);
    if (found === null) continue;
    const params = Object.entries(found.groups ?? {}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return { code, params: Object.fromEntries(params) };
  }
  return undefined;
}
