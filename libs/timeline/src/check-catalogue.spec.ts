import { catalogueFault, checkCatalogue, type Catalogue } from './check-catalogue.js';

const whole: Catalogue = {
  files: ['case', 'case-clocks', 'treaty'],
  subjectTypes: ['case', 'treaty'],
  factTypes: ['case.filed', 'treaty.signed'],
  sampled: new Set(['case.filed', 'treaty.signed', 'source.recorded']),
};

describe('the check of the catalogue', () => {
  it('finds nothing wrong with this build', () => {
    expect(() => checkCatalogue()).not.toThrow();
  });

  it('takes a catalogue that is whole, with the files that belong to a kind', () => {
    expect(catalogueFault(whole)).toBeNull();
  });

  it('stops the start where a kind is written and not listed', () => {
    const catalogue = { ...whole, files: [...whole.files, 'election'] };
    expect(() => checkCatalogue(catalogue)).toThrow(
      'The kind in domain/kinds/election is not listed; add it to KINDS in domain/catalogue.',
    );
  });

  it('stops the start where a kind is listed and has no file of its name', () => {
    expect(catalogueFault({ ...whole, files: ['treaty'] })).toMatch(/no file domain\/kinds\/case/);
  });

  it('stops the start where a fact type has no sample', () => {
    const catalogue = { ...whole, factTypes: [...whole.factTypes, 'treaty.denounced'] };
    expect(() => checkCatalogue(catalogue)).toThrow(/treaty\.denounced has no frozen sample; add one/);
  });
});
