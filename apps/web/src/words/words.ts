import { createInstance, type FormatterModule, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { localeOf } from './locales.js';
import type { Words } from './en.js';

/** The languages of the page. */
export const LANGUAGES = ['en', 'es'] as const;
/** A language of the page. */
export type Language = (typeof LANGUAGES)[number];

/** Where the words of each language come from; a browser loads one. */
const CATALOGUES: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en.js')).en,
  es: async () => (await import('./es.js')).es,
};

/** What the API says in English, in the other languages. */
const API_WORDS: Partial<Record<Language, () => Promise<object>>> = {
  es: async () => (await import('./es.js')).api,
};

/** The words of a language: an instance of its own for every page that is written. */
export async function wordsIn(language: Language): Promise<i18n> {
  const words = createInstance();
  const numbers: FormatterModule = {
    type: 'formatter',
    init: () => {},
    add: () => {},
    addCached: () => {},
    format: (value: unknown) => (typeof value === 'number' ? value.toLocaleString(localeOf(language)) : String(value)),
  };
  await words
    .use(initReactI18next)
    .use(numbers)
    .init({
      lng: language,
      resources: {
        [language]: { translation: await CATALOGUES[language](), api: (await API_WORDS[language]?.()) ?? {} },
      },
      interpolation: {
        // React escapes what it writes.
        escapeValue: false,
        alwaysFormat: true,
      },
      initAsync: false,
    });
  return words;
}
