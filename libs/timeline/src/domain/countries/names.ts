import { ownValue } from '#libs/kernel';
import type { Day, Window } from '#libs/edtf';
import { iso31661 } from 'iso-3166/1.js';
import { ASSIGNED } from './codes.js';
import { FORMER_STATES } from './former-states.js';

const LANGUAGES = ['en', 'es'];

/** Names that people write and neither CLDR nor ISO 3166 has. */
const ALSO_WRITTEN: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', 'Emirates', 'EAU'],
  AG: ['Antigua'],
  AX: ['Aland'],
  BA: ['Bosnia', 'Bosnia-Herzegovina'],
  BF: ['Burkina'],
  BH: ['Bahréin'],
  BL: ['St Barts', 'Saint Barts'],
  BO: ['Bolivia'],
  BY: ['Belorussia'],
  CC: ['Cocos Islands', 'Keeling Islands'],
  CD: ['Democratic Republic of the Congo', 'República Democrática del Congo', 'DR Congo', 'DRC', 'RDC'],
  CI: ['Ivory Coast', 'Costa de Marfil'],
  CN: ["People's Republic of China", "China, People's Republic of", 'República Popular China'],
  CV: ['Cape Verde'],
  CW: ['Curasao'],
  CZ: ['Czech Republic', 'República Checa'],
  DE: ['West Germany', 'Federal Republic of Germany', 'Germany, West', 'Alemania Occidental'],
  FK: ['Falklands', 'Malvinas'],
  FM: ['Federated States of Micronesia'],
  FO: ['Faroes', 'Faeroe Islands', 'Faeroes'],
  GB: ['Great Britain', 'UK', 'U.K.', 'Gran Bretaña', 'Britain'],
  GS: ['South Georgia', 'Georgias del Sur'],
  HK: ['Hongkong', 'Hong Kong SAR'],
  IO: ['Chagos', 'Chagos Islands', 'Chagos Archipelago', 'Archipiélago de Chagos'],
  IR: ['Iran', 'Persia'],
  KG: ['Kyrgyz Republic', 'Kirguizistán'],
  KN: ['St Kitts', 'Saint Kitts', 'San Cristóbal'],
  KP: ['North Korea', 'Corea del Norte'],
  KR: ['South Korea', 'Republic of Korea', 'Corea del Sur', 'República de Corea'],
  KY: ['Caymans'],
  LA: ['Laos'],
  LK: ['Ceylon', 'Ceilán'],
  MD: ['Moldova', 'Moldavia'],
  MH: ['Marshalls'],
  MK: ['Macedonia', 'FYROM'],
  MM: ['Myanmar'],
  MO: ['Macau', 'Macau SAR', 'Macao SAR'],
  MP: ['Northern Marianas', 'Marianas del Norte'],
  MX: ['United Mexican States', 'Estados Unidos Mexicanos', 'Méjico'],
  NL: ['Holland', 'Holanda', 'The Netherlands'],
  PM: ['St Pierre et Miquelon', 'Saint-Pierre-et-Miquelon'],
  PS: ['Palestine', 'Palestina'],
  RE: ['Reunion Island', 'La Réunion'],
  RO: ['Roumania', 'Rumania'],
  RU: ['Russia', 'Rusia', 'Russian Federation'],
  SA: ['Arabia Saudita'],
  SB: ['Solomons'],
  SJ: ['Svalbard'],
  SK: ['Slovak Republic'],
  ST: ['São Tomé', 'Santo Tomé'],
  SX: ['St Maarten', 'Saint Maarten'],
  SY: ['Syria', 'Siria'],
  SZ: ['Swaziland', 'Suazilandia'],
  TC: ['Turks and Caicos', 'Turcas y Caicos'],
  TH: ['Siam'],
  TL: ['Timor-Leste'],
  TR: ['Turkey', 'Turquía'],
  TT: ['Trinidad'],
  TW: ['Taiwan', 'Taiwán', 'Formosa'],
  TZ: ['Tanzania'],
  US: ['United States of America', 'U.S.', 'U.S.A.', 'USA', 'EE. UU.', 'EEUU', 'EUA', 'Estados Unidos de América'],
  VA: ['Holy See', 'Vatican', 'Santa Sede', 'Vaticano'],
  VC: ['St Vincent', 'Saint Vincent', 'San Vicente'],
  VE: ['Venezuela'],
  VI: ['Islas Vírgenes Americanas'],
  VN: ['Vietnam', 'Viet-Nam', 'South Vietnam', 'Vietnam del Sur'],
  WS: ['Western Samoa', 'Samoa Occidental'],
};

/** Names that more than one country has, with the codes of all of them. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  congo: ['CD', 'CG'],
  corea: ['KP', 'KR'],
  'islas virgenes': ['VG', 'VI'],
  korea: ['KP', 'KR'],
  'virgin islands': ['VG', 'VI'],
};

/** Forms of a state that a name may begin with and that another country's name does not differ by. */
const FORMS =
  /^(the |(federal |islamic |socialist |federative |united )*(republic|kingdom|commonwealth|state|principality|grand duchy|sultanate|federation) of (the )?|(rep[uú]blica|reino|estado|principado|gran ducado|federaci[oó]n) (de |del )(la |los )?)/;

const LONGEST_NAME = 120;
let byName: ReadonlyMap<string, string> | undefined;

/**
 * The code of a country by its name in English or Spanish, whatever the case, accents and punctuation: of today's
 * countries, and of those that ended the code that they had. Undefined where the name is no country's.
 */
export function codeOfCountry(name: string): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  byName ??= namesToCodes();
  const plain = plainName(name);
  // The Republic of China is not China.
  if (plain === 'republic of china' || plain === 'republica de china') return 'TW';
  return byName.get(plain) ?? byName.get(plain.replace(FORMS, ''));
}

/** The codes and the English names of the countries that share a name in English or Spanish; none where no two do. */
export function sharedName(name: string): { code: string; name: string }[] {
  const plain = name.length > LONGEST_NAME ? '' : plainName(name).replace(/^the /, '');
  const codes = ownValue(SHARED, plain) ?? [];
  return codes.map((code) => ({ code, name: nameOfToday(code) ?? code }));
}

const formerByCode = Map.groupBy(FORMER_STATES, ({ code }) => code);
const displayed = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** At most the codes that are assigned; the table behind `displayed` is slow to look into. */
const namesOfToday = new Map<string, string | undefined>();

function nameOfToday(code: string): string | undefined {
  if (!namesOfToday.has(code)) namesOfToday.set(code, ASSIGNED.has(code) ? displayed.of(code) : undefined);
  return namesOfToday.get(code);
}

/**
 * The English names of the countries that a code stood for in a span of days: SU is the Soviet Union, not the Russia of
 * today, and CS is Czechoslovakia or, later, Serbia and Montenegro. Where the span leaves open which one is meant, the
 * names of both; without a span those of the country of today, if there is one.
 */
export function namesInTime(code: string, { earliest, latest }: Window): string[] {
  const states: { en: readonly string[]; until?: Day }[] = [...(formerByCode.get(code) ?? [])];
  const name = nameOfToday(code);
  if (name !== undefined && earliest === null && latest === null) return [name];
  if (name !== undefined) states.push({ en: [name] });
  return states
    .filter(({ until }, index) => {
      const before = states[index - 1]?.until;
      const isOver = until !== undefined && earliest !== null && earliest > until;
      const isYetToCome = before !== undefined && latest !== null && latest <= before;
      return !isOver && !isYetToCome;
    })
    .flatMap(({ en }) => en);
}

function namesToCodes(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (name: string | undefined, code: string): void => {
    if (name === undefined) return;
    found.set(plainName(name), code);
    // "Bolivia (Plurinational State of)" is also written "Bolivia"; "Korea" alone names no country.
    const short = /^(?!Korea)[^(,]+(?=[(,])/.exec(name)?.[0];
    if (short !== undefined && !found.has(plainName(short))) found.set(plainName(short), code);
  };
  const inLanguages = LANGUAGES.map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  for (const { alpha2, name } of iso31661) {
    for (const names of inLanguages) add(names.of(alpha2), alpha2);
    add(name, alpha2);
  }
  for (const { code, en, es } of FORMER_STATES) for (const name of [...en, ...es]) found.set(plainName(name), code);
  for (const [code, names] of Object.entries(ALSO_WRITTEN)) for (const name of names) found.set(plainName(name), code);
  return found;
}

function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll('.', '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
