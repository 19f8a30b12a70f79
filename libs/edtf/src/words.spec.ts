import { describe, expect, it } from '@jest/globals';

import { byDayInWords, dayInWords, dayOfIso, inWords, parseEdtf } from './index.js';

describe('a date in words', () => {
  it.each([
    ['2023-09-29', '29 September 2023', '29 de septiembre de 2023'],
    ['2023-09', 'September 2023', 'septiembre de 2023'],
    ['2023-09-XX', 'September 2023', 'septiembre de 2023'],
    ['2023', '2023', '2023'],
    ['2023-XX-XX', '2023', '2023'],
    ['1998~', 'about 1998', 'hacia 1998'],
    ['2019?', 'perhaps 2019', 'quizá 2019'],
    ['2019%', 'perhaps about 2019', 'quizá hacia 2019'],
    ['2023-09-29~', 'about 29 September 2023', 'hacia el 29 de septiembre de 2023'],
    ['199X', '1990s', 'década de 1990'],
    ['098X', '980 AD to 989 AD', 'de 980 d. C. a 989 d. C.'],
    ['19XX', '20th century', 'siglo XX'],
    ['18XX', '19th century', 'siglo XIX'],
    ['20XX', '21st century', 'siglo XXI'],
    ['01XX', '2nd century', 'siglo II'],
    ['02XX', '3rd century', 'siglo III'],
    ['10XX', '11th century', 'siglo XI'],
    ['-00XX', '1st century BC', 'siglo I a. C.'],
    ['-01XX', '2nd century BC', 'siglo II a. C.'],
    ['2024-21', 'spring 2024', 'primavera de 2024'],
    ['2024-24', 'winter 2024-25', 'invierno de 2024-25'],
    ['1999-24', 'winter 1999-2000', 'invierno de 1999-2000'],
    ['2024-28', 'winter 2024-25 (northern hemisphere)', 'invierno de 2024-25 (hemisferio norte)'],
    ['2024-30', 'summer 2024-25 (southern hemisphere)', 'verano de 2024-25 (hemisferio sur)'],
    ['2024-32', 'winter 2024 (southern hemisphere)', 'invierno de 2024 (hemisferio sur)'],
    ['2024-33', 'first quarter of 2024', 'primer trimestre de 2024'],
    ['2024-39', 'last four months of 2024', 'tercer cuatrimestre de 2024'],
    ['2024-41', 'second half of 2024', 'segundo semestre de 2024'],
    ['-0043-03-15', '15 March 44 BC', '15 de marzo de 44 a. C.'],
    ['0476', '476 AD', '476 d. C.'],
    ['Y12345', '12345', '12345'],
    ['2023-21~', 'about spring 2023', 'hacia la primavera de 2023'],
    ['2023-33?', 'perhaps the first quarter of 2023', 'quizá el primer trimestre de 2023'],
    ['198X?', 'perhaps the 1980s', 'quizá la década de 1980'],
    ['16XX%', 'perhaps about the 17th century', 'quizá hacia el siglo XVII'],
    ['2023-XX~', 'about 2023', 'hacia 2023'],
    ['2024-10-15/2024-10-15', '15 October 2024', '15 de octubre de 2024'],
    ['2023-09/2023-09', 'September 2023', 'septiembre de 2023'],
    ['2023/2023', '2023', '2023'],
    ['2023-23/2023-23', 'autumn 2023', 'otoño de 2023'],
    ['199X/199X', '1990s', 'década de 1990'],
    ['2023~/2023', 'about 2023', 'hacia 2023'],
    ['2023/2023-XX?', 'perhaps 2023', 'quizá 2023'],
  ])('says %s as "%s" and "%s"', (text, english, spanish) => {
    const date = parseEdtf(text);
    expect([inWords(date), inWords(date, 'es')]).toEqual([english, spanish]);
  });
});

describe('a day in words', () => {
  it.each([
    ['2023-09-29', '29 September 2023', 'by 29 September 2023', '29 de septiembre de 2023'],
    ['-012000-12-31', '31 December 12001 BC', 'by 31 December 12001 BC', '31 de diciembre de 12001 a. C.'],
    ['+275760-02-29', '29 February 275760', 'by 29 February 275760', '29 de febrero de 275760'],
  ])('is said of %s, for which EDTF may have no day', (iso, words, by, spanish) => {
    const day = dayOfIso(iso);
    expect([dayInWords(day), byDayInWords(day), dayInWords(day, 'es')]).toEqual([words, by, spanish]);
  });
});

describe('an interval in words', () => {
  it.each([
    ['2022/2024', '2022 to 2024', 'de 2022 a 2024'],
    ['2021-08-17/2021-08-18', '17-18 August 2021', 'del 17 al 18 de agosto de 2021'],
    ['2021-08-17~/2021-08-18', 'about 17-18 August 2021', 'aproximadamente del 17 al 18 de agosto de 2021'],
    [
      '2021-08-17/2021-08-18~',
      '17 August to about 18 August 2021',
      'del 17 de agosto a aproximadamente el 18 de agosto de 2021',
    ],
    ['2021-08-30/2021-09-02', '30 August to 2 September 2021', 'del 30 de agosto al 2 de septiembre de 2021'],
    [
      '2021-12-30/2022-01-02',
      '30 December 2021 to 2 January 2022',
      'del 30 de diciembre de 2021 al 2 de enero de 2022',
    ],
    ['2023-10~/2023-12', 'about October to December 2023', 'aproximadamente de octubre a diciembre de 2023'],
    ['2023-10/2024-01', 'October 2023 to January 2024', 'de octubre de 2023 a enero de 2024'],
    ['2023-10/2023-12-15', 'October 2023 to 15 December 2023', 'de octubre de 2023 al 15 de diciembre de 2023'],
    ['1984?/2004~', 'perhaps 1984 to about 2004', 'quizá de 1984 a aproximadamente 2004'],
    ['2023-21/2023-23', 'spring 2023 to autumn 2023', 'de la primavera de 2023 al otoño de 2023'],
    ['2010/..', 'since 2010', 'desde 2010'],
    ['2010-05-03~/..', 'since about 3 May 2010', 'desde aproximadamente el 3 de mayo de 2010'],
    ['2010/', 'from 2010, end unknown', 'desde 2010, final desconocido'],
    ['/2023-11', 'until November 2023, start unknown', 'hasta noviembre de 2023, comienzo desconocido'],
    ['../2023-11-30', 'by 30 November 2023', 'a más tardar el 30 de noviembre de 2023'],
    ['[..2023-11-30]', 'by 30 November 2023', 'a más tardar el 30 de noviembre de 2023'],
    ['../2023-11', 'by November 2023', 'a más tardar en noviembre de 2023'],
    ['../2023-33', 'by the first quarter of 2023', 'a más tardar en el primer trimestre de 2023'],
    ['../2023~', 'by about 2023', 'a más tardar hacia 2023'],
    ['../2023?', 'by perhaps 2023', 'quizá a más tardar en 2023'],
    ['198X/199X', 'the 1980s to the 1990s', 'de la década de 1980 a la década de 1990'],
    ['18XX/1950', 'the 19th century to 1950', 'del siglo XIX a 1950'],
    ['../199X', 'by the 1990s', 'a más tardar en la década de 1990'],
    ['098X/1050', '980 AD-989 AD to 1050', 'de 980 d. C.-989 d. C. a 1050'],
    ['2024-06-XX/2024-07-03', 'June 2024 to 3 July 2024', 'de junio de 2024 al 3 de julio de 2024'],
  ])('says %s as "%s" and "%s"', (text, english, spanish) => {
    const date = parseEdtf(text);
    expect([inWords(date), inWords(date, 'es')]).toEqual([english, spanish]);
  });
});

describe('some day of a range in words', () => {
  it.each([
    ['[2024-05-05..2024-05-09]', 'some day from 5 to 9 May 2024', 'algún día entre el 5 y el 9 de mayo de 2024'],
    [
      '[1785-07-30..1785-08-06]',
      'some day from 30 July to 6 August 1785',
      'algún día entre el 30 de julio y el 6 de agosto de 1785',
    ],
    [
      '[2023-12-30..2024-01-02]',
      'some day from 30 December 2023 to 2 January 2024',
      'algún día entre el 30 de diciembre de 2023 y el 2 de enero de 2024',
    ],
    ['[2024-05..2024-07]', 'some day from May to July 2024', 'algún día entre mayo y julio de 2024'],
    ['[1785..1790]', 'some day from 1785 to 1790', 'algún día entre 1785 y 1790'],
    [
      '[2023-21..2023-23~]',
      'some day from spring 2023 to about autumn 2023',
      'algún día entre la primavera de 2023 y aproximadamente el otoño de 2023',
    ],
    [
      '[2024-05-05~..2024-05-09]',
      'some day from about 5 to 9 May 2024',
      'algún día entre aproximadamente el 5 y el 9 de mayo de 2024',
    ],
    ['[198X..199X]', 'some day from the 1980s to the 1990s', 'algún día entre la década de 1980 y la década de 1990'],
    ['[2024-05-05..2024-05-05]', '5 May 2024', '5 de mayo de 2024'],
  ])('says %s as "%s" and "%s"', (text, english, spanish) => {
    const date = parseEdtf(text);
    expect([inWords(date), inWords(date, 'es')]).toEqual([english, spanish]);
  });
});
