import { isSlug } from '#libs/kernel';
import { alpha2Of, isCountryCode, RESERVED } from './countries/codes.js';
import { codeOfCountry, sharedName } from './countries/names.js';

/** What is wrong with a party, in words and as a rule with parameters. */
export interface PartyProblem {
  detail: string;
  rule: string;
  params: Record<string, string>;
}

/** What to write for a code that is only reserved, or in use elsewhere, where its name does not say so. */
const INSTEAD: Readonly<Record<string, string>> = {
  AC: 'SH',
  CP: 'FR',
  CQ: 'GG',
  DG: 'IO',
  EA: 'ES',
  EL: 'GR',
  IC: 'ES',
  LF: 'LY',
  TA: 'SH',
  WV: 'VC',
};
/** What a code of an organization stands for in another language: EU in Spanish for Estados Unidos. */
const ALSO_MEANS: Readonly<Record<string, string>> = { EU: 'US' };
/** Reserved for a country on number plates, where the name of the country does not say which one. */
const UNCLEAR = new Set(['RB', 'RC']);

/** Whether a party is written as the id of an organization is; whether there is one, the log knows. */
export function isOrganizationId(party: string): boolean {
  return isSlug(party);
}

/**
 * What is wrong with the form of a party, or null. Two capital letters must be a code that ISO 3166-1 assigns or once
 * assigned (ISO 3166-3); everything else must have the form of an organization's id. Where it can be said what was
 * meant, the problem proposes it.
 */
export function partyProblem(party: string): PartyProblem | null {
  if (isCountryCode(party) || isOrganizationId(party)) return null;
  const spaced = spacesProblem(party);
  if (spaced !== null) return spaced;
  const meant = meantCountry(party);
  if (/^[A-Z]{2}$/.test(party)) return codeProblem(party);
  if (meant !== null) return meant;
  return {
    detail: 'must be an ISO 3166-1 alpha-2 code such as MX, or the id of an organization on record',
    rule: 'party',
    params: {},
  };
}

/** What is wrong with the id of an organization that is not on record: it may be a country that is written wrongly. */
export function unknownOrganization(party: string): PartyProblem {
  return (
    meantCountry(party) ?? {
      detail: `there is no organization "${party}" on record; record it as a subject of type organization first`,
      rule: 'no-organization',
      params: { text: party },
    }
  );
}

function codeProblem(code: string): PartyProblem {
  const name = RESERVED.get(code);
  const right = INSTEAD[code] ?? (name === undefined || UNCLEAR.has(code) ? undefined : codeOfCountry(name));
  if (right !== undefined)
    return {
      detail: `${code} is not assigned to a country by ISO 3166-1; write ${right}`,
      rule: 'party-reserved',
      params: { text: code, write: right },
    };
  if (name !== undefined && !UNCLEAR.has(code)) {
    const detail = `${code} stands for an organization (${name}), not for a country; write the id of that organization, as it is on record`;
    const write = ALSO_MEANS[code];
    if (write === undefined) return { detail, rule: 'party-organization', params: { text: code, name } };
    return {
      detail: `${detail}, or ${write} where that country is meant`,
      rule: 'party-organization-or',
      params: { text: code, name, write },
    };
  }
  return {
    detail: `ISO 3166-1 assigns ${code} to no country, now or formerly; a party without a code is an organization on record, by its id`,
    rule: 'party-unassigned',
    params: { text: code },
  };
}

/** Spaces around a code, the name of a country or the id of an organization, with what to write instead. */
function spacesProblem(party: string): PartyProblem | null {
  const text = party.trim();
  if (text === party) return null;
  const meant = isCountryCode(text) ? text : (meantCountry(text)?.params['write'] ?? text);
  if (!isCountryCode(meant) && !isOrganizationId(meant)) return null;
  return {
    detail: `${JSON.stringify(party)} has spaces around it; write ${meant}`,
    rule: 'party-spaces',
    params: { text: party, write: meant },
  };
}

/** A country that is written otherwise than by its code: `us`, `uk`, `USA`, `NORWAY`, `southern-rhodesia`. */
function meantCountry(party: string): PartyProblem | null {
  const shared = sharedName(party);
  if (shared.length > 0) {
    const codes = shared.map(({ code, name }) => `${code} (${name})`).join(' or ');
    return {
      detail: `"${party}" is the name of more than one country; write the code of the one that is meant: ${codes}`,
      rule: 'party-shared',
      params: { text: party, codes },
    };
  }
  const capitals = party.trim().toUpperCase();
  const reserved = /^[A-Z]{2}$/.test(capitals) && !isCountryCode(capitals) ? codeProblem(capitals) : null;
  const code = isCountryCode(capitals)
    ? capitals
    : (reserved?.params['write'] ?? alpha2Of(capitals) ?? codeOfCountry(party));
  if (code === undefined) return null;
  return isCountryCode(capitals)
    ? { detail: `write ${code}, in capital letters`, rule: 'party-lower-case', params: { write: code } }
    : {
        detail: `"${party}" is a country; write its code, ${code}`,
        rule: 'party-name',
        params: { text: party, write: code },
      };
}
