import { en } from '../../apps/web/src/words/en.js';
import { es } from '../../apps/web/src/words/es.js';

/** Every key of a catalogue with the names that its sentence fills in. */
function told(words: object, within = ''): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[`${within}${key}`, [...value.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).toSorted()]]
        : Object.entries(told(value as object, `${within}${key}.`)),
    ),
  );
}

describe('the words of the page', () => {
  it('are there in every language, with the same names to fill in', () => {
    expect(told(es)).toEqual(told(en));
  });

  it('are not left in English in Spanish', () => {
    const same = Object.entries(es.timeline).filter(
      ([key, words]) => en.timeline[key as keyof typeof en.timeline] === words,
    );
    expect(same.map(([key]) => key)).toEqual(['plan']);
  });
});
