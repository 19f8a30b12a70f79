/** A small story of its own, about another pair of countries than the bundled data. */
export const SAMPLE: readonly object[] = [
  {
    record: 'source',
    id: 'gazette',
    title: 'Joint gazette',
    publisher: 'Foreign ministries',
    publishedOn: '2021-03-02',
  },
  {
    record: 'subject',
    id: 'fish-pact',
    type: 'agreement',
    name: 'Fisheries Pact',
    parties: ['NO', 'IS'],
    topics: ['fish'],
  },
  {
    record: 'subject',
    id: 'fish-talks',
    type: 'dialogue',
    name: 'Fisheries Talks',
    parties: ['NO', 'IS'],
    topics: ['fish'],
  },
  ...[
    {
      id: 'pact-signed',
      subject: 'fish-pact',
      type: 'agreement.signed',
      occurred: '2019-05-04',
      title: 'Pact signed in Bergen',
    },
    {
      id: 'pact-in-force',
      subject: 'fish-pact',
      type: 'agreement.entered-into-force',
      occurred: '2020-01',
      title: 'Pact enters into force',
      body: { endsOn: '2090' },
    },
    {
      id: 'talks-held',
      subject: 'fish-talks',
      type: 'dialogue.held',
      occurred: '2020-10~/2020-12',
      title:
        'Talks about herring and mackerel, at length and without a result that both sides would put their names to',
    },
    {
      id: 'talks-wide',
      subject: 'fish-talks',
      type: 'dialogue.held',
      occurred: '2021-02-01',
      title: '挪威和冰岛举行第三次高级别渔业对话并就鲱鱼配额达成一致意见🐟然后继续讨论其他问题',
    },
    {
      id: 'talks-noted',
      subject: 'fish-talks',
      type: 'dialogue.noted',
      occurred: null,
      title: 'What the talks are for',
    },
    {
      id: 'talks-planned',
      subject: 'fish-talks',
      type: 'dialogue.planned',
      occurred: '2021-06',
      title: 'Next talks announced',
    },
  ].map((fact) => ({ record: 'fact', ...fact, sources: [{ source: 'gazette' }] })),
];
