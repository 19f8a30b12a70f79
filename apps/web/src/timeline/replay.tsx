import { useTranslation } from 'react-i18next';
import { useEffect, useRef, useState, type FC } from 'react';
import type { Steps } from '../api/answers.js';
import { getting } from '../asking.js';
import { dayInWords } from '../parts/dates.js';
import { To } from '../parts/links.js';
import { filtersOf, withValues } from '../query.js';

type Step = Steps['steps'][number];
type Fact = NonNullable<Steps['facts']>[number];

const PLAY_MS = 1_400;

/**
 * How what is shown came to be known: a slider over the days on which something did, with what each day changed. The day
 * is `knownAt` in the address.
 */
export const Replay: FC<{
  query: string;
  ask: (query: URLSearchParams) => Promise<void>;
  onLit: (lit: ReadonlyMap<string, string>) => void;
}> = ({ query, ask, onLit }) => {
  const { t } = useTranslation();
  const asked = new URLSearchParams(query);
  const [isOpen, setOpen] = useState(asked.get('knownAt') !== null);
  const steps = useSteps(isOpen, asked);
  const close = (): void => {
    setOpen(false);
    onLit(new Map());
  };
  return (
    <details
      className="replay"
      open={isOpen}
      onToggle={(event) => (event.currentTarget.open ? setOpen(true) : close())}
    >
      <summary>{t('replay.title')}</summary>
      {steps === null || steps.length === 0 ? (
        <p>{steps === null ? t('replay.loading') : t('replay.none')}</p>
      ) : (
        <Slider steps={steps} query={asked} ask={ask} onLit={onLit} />
      )}
    </details>
  );
};

/** The steps under the filters without the clock that is replayed; null until they are there. */
function useSteps(isOpen: boolean, query: URLSearchParams): Step[] | null {
  const filters = ofSteps(query).toString();
  const { t } = useTranslation();
  const [told, setTold] = useState<{ filters: string; steps: Step[] } | null>(null);
  useEffect(() => {
    if (!isOpen || told?.filters === filters) return;
    const asking = new AbortController();
    getting(
      asking.signal,
      t,
    )<Steps>(`/v1/timeline/steps?${filters}`).then(
      ({ steps }) => setTold({ filters, steps }),
      () => setTold(null),
    );
    return () => asking.abort();
  }, [isOpen, filters, told]);
  return told?.filters === filters ? told.steps : null;
}

function ofSteps(query: URLSearchParams): URLSearchParams {
  const filters = filtersOf(query);
  for (const name of ['cursor', 'limit', 'order', 'knownAt']) filters.delete(name);
  return filters;
}

const Slider: FC<{
  steps: readonly Step[];
  query: URLSearchParams;
  ask: (query: URLSearchParams) => Promise<void>;
  onLit: (lit: ReadonlyMap<string, string>) => void;
}> = ({ steps, query, ask, onLit }) => {
  const { t, i18n } = useTranslation();
  const last = steps.length - 1;
  const [at, setAt] = useState(() => stepAt(steps, query.get('knownAt')));
  const [facts, setFacts] = useState<Fact[]>([]);
  const [isPlaying, setPlaying] = useState(false);
  const asking = useRef<AbortController | null>(null);
  const step = steps[Math.min(at, last)]!;
  const filters = ofSteps(query);

  const go = async (to: number): Promise<void> => {
    setAt(to);
    asking.current?.abort();
    const own = new AbortController();
    asking.current = own;
    await wait(120, own.signal);
    if (own.signal.aborted) return;
    const period = { since: steps[to - 1]?.to ?? null, until: steps[to]!.to };
    const named = withValues(filters, { ...period, facts: 'include', steps: '1' });
    const changed = getting(own.signal, t)<Steps>(`/v1/timeline/steps?${named}`).then(({ facts: told }) => told ?? []);
    const listed = ask(withValues(query, { knownAt: to === last ? null : steps[to]!.to, cursor: null }));
    const told = await changed.catch(() => []);
    await listed;
    if (own.signal.aborted) return;
    setFacts(told);
    onLit(new Map(told.map(({ id, change }) => [id, change])));
  };
  const latest = useRef(go);
  latest.current = go;

  useEffect(() => {
    if (!isPlaying) return;
    if (at >= last) {
      setPlaying(false);
      return;
    }
    const next = setTimeout(() => void latest.current(at + 1), PLAY_MS);
    return () => clearTimeout(next);
  }, [isPlaying, at, last]);
  useEffect(() => () => asking.current?.abort(), []);

  const day = dayInWords(step.to, i18n.language);
  const counts = (['added', 'corrected', 'withdrawn'] as const)
    .filter((change) => step[change] > 0)
    .map((change) => t(`replay.${change}`, { count: step[change] }))
    .join(', ');
  const words = t('replay.step', { day, counts });
  return (
    <div className="replay-body">
      <div className="replay-line">
        <button
          type="button"
          onClick={() => {
            if (at >= last) void go(0);
            setPlaying(!isPlaying);
          }}
        >
          {isPlaying ? t('replay.pause') : t('replay.play')}
        </button>
        <button type="button" className="quiet" disabled={at === 0} onClick={() => void go(at - 1)}>
          {t('replay.before')}
        </button>
        <button type="button" className="quiet" disabled={at >= last} onClick={() => void go(at + 1)}>
          {t('replay.after')}
        </button>
        <input
          type="range"
          min={0}
          max={last}
          value={at}
          aria-label={t('replay.label')}
          aria-valuetext={words}
          onChange={(event) => void go(Number(event.target.value))}
        />
      </div>
      <p role="status" className="replay-words">
        {words}
      </p>
      {facts.length === 0 ? null : (
        <ul className="replay-facts">
          {facts.slice(0, 8).map(({ id, title, change }) => (
            <li key={`${id} ${change}`}>
              <span className={`mark lit-${change}`}>{t(`replay.mark.${change}`)}</span>{' '}
              <To path={`/facts/${id}`}>{title}</To>
            </li>
          ))}
          {facts.length > 8 ? <li className="known">{t('replay.more', { count: facts.length - 8 })}</li> : null}
        </ul>
      )}
    </div>
  );
};

/** The last step on or before a day; the last of all where there is no day. */
function stepAt(steps: readonly Step[], day: string | null): number {
  if (day === null) return steps.length - 1;
  return Math.max(
    0,
    steps.findLastIndex(({ to }) => to <= day.slice(0, 10)),
  );
}

/** So that a slider that is dragged asks where it stays, not wherever it passes. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
