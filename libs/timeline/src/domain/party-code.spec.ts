import { iso31661 } from 'iso-3166/1.js';
import { iso31663 } from 'iso-3166/3.js';
import { codeOfCountry } from './countries/names.js';
import { FORMER_STATES } from './countries/former-states.js';
import { partyProblem, unknownOrganization } from './party-code.js';
import { party } from './values.js';

const detailOf = (text: string): string | undefined => partyProblem(text)?.detail;

describe('a party with the name of a method of every object', () => {
  it.each(['constructor', 'toString', '__proto__', 'valueOf'])('is no country: %s', (name) => {
    expect(unknownOrganization(name).rule).not.toBe('party-shared');
  });
});

describe('A party', () => {
  it('is every code that ISO 3166-1 assigns or, by ISO 3166-3, once assigned', () => {
    const codes = [...iso31661.map(({ alpha2 }) => alpha2), ...iso31663.map(({ from }) => from.alpha2)];
    expect(codes.length).toBeGreaterThan(270);
    expect(codes.filter((code) => partyProblem(code) !== null)).toEqual([]);
    expect(['DD', 'YU', 'SU', 'CS', 'TP', 'ZR', 'HV', 'FX', 'DY', 'RH', 'VD', 'YD', 'AN', 'BU'].map(detailOf)).toEqual(
      Array.from({ length: 14 }, () => undefined),
    );
  });

  it('is no other pair of capital letters, of all that there are', () => {
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    const accepted = letters.flatMap((one) => letters.map((two) => one + two)).filter((code) => !partyProblem(code));
    const listed = [...iso31661.map(({ alpha2 }) => alpha2), ...iso31663.map(({ from }) => from.alpha2)];
    expect(accepted.toSorted()).toEqual([...new Set(listed)].toSorted());
  });

  it.each([
    ['UK', 'write GB'],
    ['EL', 'write GR'],
    ['SF', 'write FI'],
    ['RP', 'write PH'],
    ['IC', 'write ES'],
    ['EU', 'stands for an organization (European Union)'],
    ['EU', 'or US where that country is meant'],
    ['UN', 'stands for an organization (United Nations)'],
    ['XK', 'to no country, now or formerly'],
    ['ZZ', 'to no country, now or formerly'],
    ['RC', 'to no country, now or formerly'],
    ['Us', 'write US'],
    ['USA', 'write its code, US'],
    ['NORWAY', 'write its code, NO'],
    ['España', 'write its code, ES'],
    ['Estados Unidos', 'write its code, US'],
    ['Southern Rhodesia', 'write its code, RH'],
    ['Checoslovaquia', 'write its code, CS'],
    ['GB ', '"GB " has spaces around it; write GB'],
    [' MX', '" MX" has spaces around it; write MX'],
    ['\tus\u00a0', 'has spaces around it; write US'],
    [' Norway', 'has spaces around it; write NO'],
    ['usmca ', 'has spaces around it; write usmca'],
    ['UK ', 'has spaces around it; write GB'],
    [' ', 'must be an ISO 3166-1 alpha-2 code'],
    ['Macau', 'write its code, MO'],
    ['', 'must be an ISO 3166-1 alpha-2 code'],
    ['Some Body', 'must be an ISO 3166-1 alpha-2 code'],
  ])('refuses %j and says what to write', (text, words) => {
    expect(detailOf(text)).toContain(words);
    expect(party.safeParse(text).error?.issues[0]?.message).toContain(words);
  });

  it.each([
    ['us', 'write US'],
    ['uk', 'write its code, GB'],
    ['norway', 'write its code, NO'],
    ['east-germany', 'write its code, DD'],
    ['some-body', 'there is no organization "some-body" on record'],
  ])('that has the form of an id and is not on record, %j, may be a country', (text, words) => {
    expect(partyProblem(text)).toBeNull();
    expect(unknownOrganization(text).detail).toContain(words);
  });
});

describe('The name of a country', () => {
  it('leads to its code in English and in Spanish, for every country of today', () => {
    for (const language of ['en', 'es']) {
      const names = new Intl.DisplayNames([language], { type: 'region' });
      const wrong = iso31661.filter(({ alpha2 }) => codeOfCountry(names.of(alpha2) ?? '') !== alpha2);
      expect(wrong.map(({ alpha2 }) => alpha2)).toEqual([]);
    }
  });

  it('leads to the former code, for every state of ISO 3166-3', () => {
    const named = new Set(FORMER_STATES.map(({ code }) => code));
    expect(iso31663.filter(({ from }) => !named.has(from.alpha2))).toEqual([]);
    const wrong = FORMER_STATES.filter(({ code, en, es }) =>
      [...en, ...es].some((name) => codeOfCountry(name) !== code),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['Soviet Union', 'SU'],
    ['U.S.S.R.', 'SU'],
    ['Unión Soviética', 'SU'],
    ['Yugoslavia', 'YU'],
    ['German Democratic Republic', 'DD'],
    ['Roumania', 'RO'],
    ['Siam', 'TH'],
    ['The Netherlands', 'NL'],
    ['Republic of Korea', 'KR'],
    ['Korea, Republic of', 'KR'],
    ['Republic of the Congo', 'CG'],
    ['Democratic Republic of the Congo', 'CD'],
    ['Republic of China', 'TW'],
    ["People's Republic of China", 'CN'],
    ['Bolivia (Plurinational State of)', 'BO'],
    ['Federal Republic of Germany', 'DE'],
    ['Kingdom of Norway', 'NO'],
    ['República de Chile', 'CL'],
    ['côte d’ivoire', 'CI'],
    ['United Mexican States', 'MX'],
    ['Hongkong', 'HK'],
    ['Macau', 'MO'],
    ['Falklands', 'FK'],
    ['Turks & Caicos', 'TC'],
    ['Northern Marianas', 'MP'],
    ['Svalbard', 'SJ'],
    ['Åland', 'AX'],
    ['Faroes', 'FO'],
    ['St. Barts', 'BL'],
    ['Bosnia', 'BA'],
    ['UAE', 'AE'],
  ])('%s leads to %s', (name, code) => {
    expect(codeOfCountry(name)).toBe(code);
  });

  it.each(['Congo', 'congo', 'Korea', 'Virgin Islands', 'Islas Vírgenes', 'the Congo'])(
    'names the codes of every country that is called %s',
    (name) => {
      const problem = partyProblem(name) ?? unknownOrganization(name);
      expect(problem).toMatchObject({
        rule: 'party-shared',
        detail: expect.stringMatching(/more than one country; .*: [A-Z]{2} \(.+\) or [A-Z]{2} \(.+\)$/),
      });
    },
  );

  it('leads nowhere where it is no country', () => {
    expect(['Congo Basin', 'Ruritania', 'Korea', 'a'.repeat(10_000), '', '-'].map(codeOfCountry)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});
