/** A party that a record names, and where. */
export interface PartyReference {
  party: string;
  /** The JSON Pointer of the place. */
  pointer: string;
}

interface NamesParties {
  parties?: readonly string[] | null;
  body?: Readonly<Record<string, unknown>> | null;
}

/**
 * The parties that a fact, a subject or the changes of a correction name: in `parties`, and of an agreement's review
 * who confirmed that it goes on. `at` is the JSON Pointer of what names them.
 */
export function partiesOf({ parties, body }: NamesParties, at = ''): PartyReference[] {
  const listed = (parties ?? []).map((party, index) => ({ party, pointer: `${at}/parties/${index}` }));
  const confirmations = body?.['confirmations'];
  if (!Array.isArray(confirmations)) return listed;
  return confirmations.reduce<PartyReference[]>((found, confirmation, index) => {
    const party: unknown = (confirmation as { party?: unknown } | null)?.party;
    return typeof party === 'string'
      ? [...found, { party, pointer: `${at}/body/confirmations/${index}/party` }]
      : found;
  }, listed);
}
