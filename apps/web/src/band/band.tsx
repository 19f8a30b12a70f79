import { useTranslation } from 'react-i18next';
import { useCallback, useEffect, useMemo, useRef, useState, type FC, type KeyboardEvent } from 'react';
import { useApiWords } from '../parts/api-words.js';
import { getting } from '../asking.js';
import { dayShownInWords } from '../parts/clocks.js';
import { LANES, lanesIn, loadContent, wholeOf, type Content, type LaneKind, type Overview } from './content.js';
import { listen } from './gestures.js';
import { Items } from './items.js';
import type { LaneName } from './layout.js';
import { Legend } from './legend.js';
import { Stage, type Under } from './stage.js';
import { Summary } from './summary.js';
import { Tooltip } from './tooltip.js';
import { readView, viewInAddress, type View } from './view.js';

/** What the band is made of. */
export interface BandProps {
  overview: Overview;
  /** The address of the page: filters, `lane` and `view`. */
  query: URLSearchParams;
  /** What fact types are called. */
  headlines?: Readonly<Record<string, string>>;
  /** What is lit up, by the id of the fact. */
  lit?: ReadonlyMap<string, string>;
  /** Lower, and with lanes that stay what they are. */
  isSmall?: true;
  /** The address is to tell another view or other lanes. */
  onAddress: (name: 'view' | 'lane', value: string) => void;
}

const NOTHING_LIT: ReadonlyMap<string, string> = new Map();

/** A picture of time in lanes, from decades to days, with everything that it shows also in words and as links. */
export const Band: FC<BandProps> = ({ overview, query, headlines = {}, lit = NOTHING_LIT, isSmall, onAddress }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const whole = useMemo(() => wholeOf(overview), [overview]);
  const kind = lanesIn(query);
  const address = query.get('view');
  const [view, setView] = useState<View>(() => readView(address, whole) ?? whole);
  const [content, setContent] = useState<Content>(() => far(overview, whole));
  const [under, setUnder] = useState<Under | null>(null);
  const [hint, setHint] = useState(false);
  const stage = useRef<Stage | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const nameOf = useCallback<LaneName>(
    (id, label) => {
      if (id === null) return t('band.others', { count: Number(label) });
      if (kind === 'subjectType') return t(`subjectType.${id}`);
      if (kind === 'type') return words.headline(id, headlines[id] ?? id);
      return kind === 'topic' ? words.topic(label) : label;
    },
    [t, words, kind, headlines],
  );
  const todayLabel = dayShownInWords(query, overview.density.today, t, i18n.language);
  const shown = { content, whole, kind, nameOf, language: i18n.language, todayLabel, lit };
  const latest = useRef(shown);
  latest.current = shown;

  useEffect(() => {
    const made = new Stage(canvas.current!, latest.current, view, (settled) => {
      setView(settled);
      onAddress('view', isWhole(settled, latest.current.whole) ? '' : viewInAddress(settled));
    });
    stage.current = made;
    const stopListening = listen(frame.current!, {
      zoom: (factor, x) => made.zoom(factor, x),
      drag: (pixels) => made.drag(pixels),
      point: (place) => point(place === null ? null : made.under(place)),
      click: (place) => open(made, made.under(place)),
      wheelUnused: () => setHint(true),
    });
    function point(at: Under | null): void {
      made.point(at !== null && 'placed' in at ? at.placed.item.id : null);
      frame.current!.classList.toggle('over', at !== null);
      setUnder(at);
    }
    return () => {
      stopListening();
      made.stop();
    };
    // The stage is made once and told of everything else below.
  }, []);

  useEffect(() => stage.current?.show(latest.current), [content, whole, kind, nameOf, todayLabel, lit]);

  // Other filters: as far as they reach, unless the address says otherwise.
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const next = readView(new URLSearchParams(location.search).get('view'), whole) ?? whole;
    setContent(far(overview, whole));
    setView(next);
    stage.current?.camera.jump(next);
  }, [overview]);

  useEffect(() => {
    const asking = new AbortController();
    // What cannot be had now is asked for again with the next movement; what is shown stays meanwhile.
    loadContent(view, overview, query, getting(asking.signal, t)).then(
      (found) =>
        setContent({
          ...found,
          facts: found.facts?.map((item) => ({ ...item, title: words.entry(item) })) ?? null,
        }),
      () => undefined,
    );
    return () => asking.abort();
    // The filters are those of the overview.
  }, [view.from, view.to, overview]);

  const focus = useCallback((id: string | null) => {
    stage.current?.point(id);
    const found = id === null ? null : stage.current?.find(id);
    setUnder(found == null ? null : { placed: found.placed });
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = stage.current === null ? undefined : keys(stage.current, whole)[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };

  return (
    <figure
      className={isSmall === true || content.density.lanes.length < 4 ? 'band small' : 'band'}
      aria-labelledby="band-title"
    >
      <div className="band-head">
        <h2 id="band-title">{t('band.title')}</h2>
        {isSmall === true ? null : (
          <label className="band-lane">
            {t('band.lanes')}{' '}
            <select value={kind} onChange={(event) => onAddress('lane', event.target.value)}>
              {LANES.map((lane: LaneKind) => (
                <option key={lane} value={lane}>
                  {t(`band.lane.${lane}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <div className="band-buttons" role="group" aria-label={t('band.move')}>
          <Button label={t('band.earlier')} sign="←" onPress={() => stage.current?.glideBy(-0.4)} />
          <Button label={t('band.later')} sign="→" onPress={() => stage.current?.glideBy(0.4)} />
          <Button label={t('band.closer')} sign="+" onPress={() => stage.current?.glideCloser(2)} />
          <Button label={t('band.further')} sign="−" onPress={() => stage.current?.glideCloser(0.5)} />
          <Button label={t('band.everything')} sign="↔" onPress={() => stage.current?.camera.glide(whole)} />
        </div>
      </div>
      <div
        ref={frame}
        className="band-stage"
        role="group"
        aria-label={t('band.label')}
        aria-describedby="band-summary band-keys"
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {under === null ? null : <Tooltip under={under} placeOf={(placed) => stage.current!.placeOf(placed)} />}
      </div>
      <p id="band-keys" className={hint ? 'band-hint shown' : 'band-hint'}>
        {t('band.keys')}
      </p>
      <figcaption>
        <Summary content={content} view={view} kind={kind} nameOf={nameOf} />
        <Legend />
      </figcaption>
      <Items content={content} view={view} onFocus={focus} />
    </figure>
  );
};

const Button: FC<{ label: string; sign: string; onPress: () => void }> = ({ label, sign, onPress }) => (
  <button type="button" className="quiet" aria-label={label} title={label} onClick={onPress}>
    <span aria-hidden="true">{sign}</span>
  </button>
);

/** Everything, from the counts that came with the page. */
function far({ density }: Overview, whole: View): Content {
  return { range: whole, density, facts: null, wider: 0 };
}

function isWhole(view: View, whole: View): boolean {
  return Math.abs(view.from - whole.from) < 1 && Math.abs(view.to - whole.to) < 1;
}

/** A fact is opened, a count is looked at more closely. */
function open(stage: Stage, under: Under | null): void {
  if (under === null) return;
  if ('placed' in under) document.querySelector<HTMLAnchorElement>(`a[data-fact="${under.placed.item.id}"]`)?.click();
  else stage.zoom(4, under.x);
}

function keys(stage: Stage, whole: View): Readonly<Record<string, () => void>> {
  const length = stage.camera.goal.to - stage.camera.goal.from;
  return {
    ArrowLeft: () => stage.glideBy(-0.15),
    ArrowRight: () => stage.glideBy(0.15),
    PageUp: () => stage.glideBy(-0.8),
    PageDown: () => stage.glideBy(0.8),
    '+': () => stage.glideCloser(1.6),
    '=': () => stage.glideCloser(1.6),
    '-': () => stage.glideCloser(1 / 1.6),
    Home: () => stage.camera.glide({ from: whole.from, to: whole.from + length }),
    End: () => stage.camera.glide({ from: whole.to - length, to: whole.to }),
    '0': () => stage.camera.glide(whole),
  };
}
