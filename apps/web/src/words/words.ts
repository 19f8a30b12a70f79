import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';
import { es } from './es.js';

/** The languages of the page. */
export const LANGUAGES = ['en', 'es'] as const;
/** A language of the page. */
export type Language = (typeof LANGUAGES)[number];

/** The words of a language, ready at once: an instance of its own for every page that is written. */
export function wordsIn(language: Language): i18n {
  const words = createInstance();
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, es: { translation: es } },
    // React escapes what it writes.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return words;
}
