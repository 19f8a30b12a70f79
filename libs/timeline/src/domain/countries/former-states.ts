import { dayOfIso, type Day } from '#libs/edtf';

/** A state or territory that had a code of ISO 3166-1 and has ended, changed its name or changed its code. */
export interface FormerState {
  code: string;
  /** English names, the usual one first. */
  en: readonly string[];
  /** Spanish names, the usual one first. */
  es: readonly string[];
  /** The last day on which the code stood for it, where it later stood for another country. */
  until?: Day;
}

/**
 * The states of ISO 3166-3. The standard has formal English names only; these are the names that people write and
 * search for. Of a code that was assigned again the last day of the first state is the day on which that state ended or
 * took another code.
 */
export const FORMER_STATES: readonly FormerState[] = [
  state('AI', ['French Afars and Issas'], ['Territorio Francés de los Afars y los Issas'], '1977-06-26'),
  state('AN', ['Netherlands Antilles'], ['Antillas Neerlandesas', 'Antillas Holandesas']),
  state('BQ', ['British Antarctic Territory'], ['Territorio Antártico Británico'], '1979-12-31'),
  state('BU', ['Burma'], ['Birmania']),
  state(
    'BY',
    ['Byelorussian SSR', 'Byelorussian Soviet Socialist Republic', 'Byelorussia'],
    ['RSS de Bielorrusia', 'República Socialista Soviética de Bielorrusia'],
  ),
  state('CS', ['Czechoslovakia', 'Czecho-Slovakia'], ['Checoslovaquia'], '1992-12-31'),
  state('CS', ['Serbia and Montenegro'], ['Serbia y Montenegro']),
  state('CT', ['Canton and Enderbury Islands'], ['Islas Canton y Enderbury']),
  state(
    'DD',
    ['East Germany', 'German Democratic Republic', 'GDR', 'Germany, East'],
    ['Alemania Oriental', 'República Democrática Alemana', 'RDA', 'Alemania del Este'],
  ),
  state('DY', ['Dahomey'], ['Dahomey']),
  state('FQ', ['French Southern and Antarctic Territories'], ['Territorios Australes y Antárticos Franceses']),
  state('FX', ['Metropolitan France', 'France, Metropolitan'], ['Francia metropolitana']),
  state('GE', ['Gilbert and Ellice Islands', 'Gilbert Islands'], ['Islas Gilbert y Ellice'], '1979-07-11'),
  state('HV', ['Upper Volta'], ['Alto Volta']),
  state('JT', ['Johnston Island'], ['Isla Johnston']),
  state('MI', ['Midway Islands'], ['Islas Midway']),
  state('NH', ['New Hebrides'], ['Nuevas Hébridas']),
  state('NQ', ['Dronning Maud Land', 'Queen Maud Land'], ['Tierra de la Reina Maud']),
  state('NT', ['Neutral Zone'], ['Zona Neutral']),
  state(
    'PC',
    ['Trust Territory of the Pacific Islands', 'Pacific Islands (Trust Territory)'],
    ['Territorio en Fideicomiso de las Islas del Pacífico'],
  ),
  state('PU', ['United States Miscellaneous Pacific Islands'], ['Islas Menores del Pacífico de los Estados Unidos']),
  state('PZ', ['Panama Canal Zone'], ['Zona del Canal de Panamá']),
  state('RH', ['Southern Rhodesia', 'Rhodesia'], ['Rodesia del Sur', 'Rodesia']),
  state('SK', ['Sikkim'], ['Sikkim'], '1975-05-15'),
  state(
    'SU',
    ['Soviet Union', 'USSR', 'Union of Soviet Socialist Republics'],
    ['Unión Soviética', 'URSS', 'Unión de Repúblicas Socialistas Soviéticas'],
  ),
  state('TP', ['East Timor', 'Portuguese Timor'], ['Timor Oriental', 'Timor Portugués']),
  state(
    'VD',
    ['North Vietnam', 'Viet-Nam, Democratic Republic of', 'Democratic Republic of Vietnam'],
    ['Vietnam del Norte', 'República Democrática de Vietnam'],
  ),
  state('WK', ['Wake Island'], ['Isla Wake']),
  state(
    'YD',
    ['South Yemen', 'Democratic Yemen', 'Yemen, Democratic', "People's Democratic Republic of Yemen"],
    ['Yemen del Sur', 'Yemen Democrático', 'República Democrática Popular de Yemen'],
  ),
  state('YU', ['Yugoslavia', 'Jugoslavia'], ['Yugoslavia', 'Yugoeslavia']),
  state('ZR', ['Zaire'], ['Zaire']),
];

function state(code: string, en: readonly string[], es: readonly string[], until?: string): FormerState {
  return { code, en, es, ...(until !== undefined && { until: dayOfIso(until) }) };
}
