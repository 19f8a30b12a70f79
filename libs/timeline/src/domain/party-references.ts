/** A party that a record names, and where. */
export interface PartyReference {
  party: string;
  /** The JSON Pointer of the place. */
  pointer: string;
}

type Fields = Readonly<Record<string, unknown>> | null | undefined;

interface NamesParties {
  parties?: readonly string[] | null | undefined;
  body?: Fields;
  attributes?: Fields;
  sources?: readonly { says?: { body?: Fields } | null | undefined }[] | null | undefined;
}

/**
 * The parties that a record or the changes of a correction name: in `parties`, of a case who complains and who responds,
 * and of an agreement's review who confirmed that it goes on, also as a source says it differently. `at` is the JSON
 * Pointer of what names them.
 */
export function partiesOf({ parties, body, attributes, sources }: NamesParties, at = ''): PartyReference[] {
  return [
    ...(parties ?? []).map((party, index) => ({ party, pointer: `${at}/parties/${index}` })),
    ...['complainant', 'respondent'].flatMap((role) => {
      const party = attributes?.[role];
      return typeof party === 'string' ? [{ party, pointer: `${at}/attributes/${role}` }] : [];
    }),
    ...confirmingParties(body, `${at}/body`),
    ...(sources ?? []).flatMap(({ says }, index) => confirmingParties(says?.body, `${at}/sources/${index}/says/body`)),
  ];
}

function confirmingParties(body: Fields, at: string): PartyReference[] {
  const confirmations: unknown = body?.['confirmations'];
  if (!Array.isArray(confirmations)) return [];
  return confirmations.flatMap((confirmation: { party?: unknown } | null, index) => {
    const party = confirmation?.party;
    return typeof party === 'string' ? [{ party, pointer: `${at}/confirmations/${index}/party` }] : [];
  });
}
