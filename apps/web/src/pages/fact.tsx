import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { FactDetail } from '../api/answers.js';
import { RecordedBy } from '../editor/recorded-by.js';
import { definePage } from '../page.js';
import { dayInWords, When } from '../parts/dates.js';
import { Marks } from '../parts/entries.js';
import { useApiWords } from '../parts/api-words.js';
import { Fields } from '../parts/fields.js';
import { knownInWords } from '../parts/known-words.js';
import { To } from '../parts/links.js';
import { Remarks } from '../parts/remarks.js';
import { SideBySide } from '../parts/side-by-side.js';
import { Sources } from '../parts/sources.js';
import { Wordings } from '../parts/wordings.js';
import { withFilters } from '../query.js';

/** One fact: what it says, on which sources, since when that was known, and every wording that it had. */
export const factPage = definePage<FactDetail>({
  name: 'fact',
  path: '/facts/:id',
  load: ({ parameters, query, get }) => get<FactDetail>(withFilters(`/v1/facts/${parameters['id']}`, query)),
  title: ({ title }) => title,
  dataPath: ({ parameters, query }) => withFilters(`/v1/facts/${parameters['id']}`, query),
  View: ({ data: fact }) => {
    const { t } = useTranslation();
    const words = useApiWords();
    const isDisputed = fact.sources.some(({ says }) => says !== null);
    return (
      <article dir="auto" className={`record fact ${fact.status}`}>
        <p className="about">
          <To path={`/subjects/${fact.subject.id}`}>{fact.subject.name}</To>{' '}
          <span className="kind">{words.headline(fact.type, fact.headline)}</span>
        </p>
        <h1>{fact.title}</h1>
        <p className="when large">
          <When occurred={fact.occurred} />
        </p>
        <Marks item={fact} />
        <Remarks marks={fact.marks} />
        <Removed fact={fact} />
        {fact.summary === null ? null : <p className="summary large">{fact.summary}</p>}
        <Fields fields={fact.body} />
        <KnownSince fact={fact} />
        {isDisputed ? <SideBySide fact={fact} /> : null}
        <h2>{t('fact.sources')}</h2>
        <Sources sources={fact.sources} />
        <Wordings fact={fact} />
        <Words fact={fact} />
        <RecordedBy path={`/v1/facts/${fact.id}`} />
      </article>
    );
  },
});

/** Since when a fact could be known, on what basis, and since when it is on record. */
const KnownSince: FC<{ fact: FactDetail }> = ({ fact: { known, recordedAt, type } }) => {
  const { t, i18n } = useTranslation();
  const words = knownInWords(known, t, i18n.language);
  if (known.basis === 'recorded') return <p className="known">{words}.</p>;
  const isPlan = type.endsWith('.planned') || type === 'milestone.moved';
  const basis = known.basis === 'assumed' && isPlan ? 'assumedOfPlan' : known.basis;
  return (
    <p className="known">
      {words} ({t(`fact.basis.${basis}`)}).{' '}
      {t('fact.recorded', { instant: dayInWords(recordedAt.slice(0, 10), i18n.language) })}.
    </p>
  );
};

/** Which texts were removed, when and on what ground. */
const Removed: FC<{ fact: FactDetail }> = ({ fact: { id, redactions } }) => {
  const { t, i18n } = useTranslation();
  return redactions.map(({ event, at, ground, reason }) => {
    const why = { day: dayInWords(at.slice(0, 10), i18n.language), ground: t(`fact.ground.${ground}`), reason };
    return (
      <p key={event} className="note removed">
        {event === `fact:${id}` ? t('fact.removed', why) : t('fact.removedFrom', { event, ...why })}
      </p>
    );
  });
};

const asIs = (value: string): string => value;

/** By what a fact is found, each a timeline of its own. */
const Words: FC<{ fact: FactDetail }> = ({ fact: { topics, parties, related } }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const lists = [
    {
      name: t('fact.topics'),
      values: topics,
      told: (topic: string) => words.topic(topic),
      pathOf: (value: string) => `/?topic=${encodeURIComponent(value)}`,
    },
    {
      name: t('fact.parties'),
      values: parties,
      told: asIs,
      pathOf: (value: string) => `/?party=${encodeURIComponent(value)}`,
    },
    {
      name: t('fact.related'),
      values: related,
      told: (id: string) => id.replaceAll('-', ' '),
      pathOf: (value: string) => `/subjects/${value}`,
    },
  ].filter(({ values }) => values.length > 0);
  if (lists.length === 0) return null;
  return (
    <dl className="facts words">
      {lists.map(({ name, values, told: wordOf, pathOf }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {values.map((value) => (
              <To key={value} path={pathOf(value)} className="word">
                {wordOf(value)}
              </To>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
};
