/** Days before months, as the API writes them (1 July 2020); numbers as Mexico writes them (1,234.5), not Spain (1.234,5). */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', es: 'es-MX' };

/** The locale (BCP 47) in which a language of the page writes its dates, numbers and lists. */
export function localeOf(language: string): string {
  return LOCALES[language] ?? language;
}
