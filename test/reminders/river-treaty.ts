/** A treaty that is reviewed every six years, as records. */
export const TREATY = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-01-01' },
  {
    record: 'subject',
    id: 'river-treaty',
    type: 'agreement',
    name: 'River Treaty',
    topics: ['water'],
    parties: ['NO', 'SE'],
  },
  {
    record: 'fact',
    id: 'river-in-force',
    subject: 'river-treaty',
    type: 'agreement.entered-into-force',
    occurred: '2020-07-01',
    title: 'The River Treaty enters into force',
    body: { reviewEvery: 'P6Y' },
    sources: [{ source: 'gazette' }],
  },
];

/** Its review, due on 1 July 2026. */
export const REVIEW = 'river-treaty.joint-review.2026';
