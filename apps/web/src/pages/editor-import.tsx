import { useState, type ChangeEvent, type FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../api/answers.js';
import { Desk } from '../editor/desk.js';
import { contentOf, shownText, type Content } from '../editor/file-content.js';
import { LinesInQuestion } from '../editor/import-problems.js';
import { importContent } from '../editor/importing.js';
import { definePage } from '../page.js';
import type { Wrong } from '../parts/api-words.js';
import { InWords } from '../parts/form-problems.js';

/** Recording many lines at once, after a try that shows what is wrong with them. */
export const editorImportPage = definePage<null>({
  name: 'editor-import',
  path: '/editor/import',
  load: async () => null,
  title: (_data, t) => t('editor.import'),
  dataPath: () => null,
  View: () => {
    const { t } = useTranslation();
    return (
      <Desk title={t('editor.import')} intro={t('editor.importHint')}>
        <ImportForm />
      </Desk>
    );
  },
});

/** What an import came to, and of which content and way. */
interface Outcome {
  content: Content;
  dryRun: boolean;
  report: ImportReport;
}

const ImportForm: FC = () => {
  const { t } = useTranslation();
  const [content, setContent] = useState<Content>('');
  const [atomic, setAtomic] = useState(false);
  const [progress, setProgress] = useState<{ done: number; all: number } | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [problem, setProblem] = useState<(Wrong & { stoppedAt?: number }) | null>(null);
  const run = async (dryRun: boolean): Promise<void> => {
    setProblem(null);
    setOutcome(null);
    const onProgress = (done: number, all: number): void => setProgress({ done, all });
    const { report, problem: found, stoppedAt } = await importContent(content, { dryRun, atomic, onProgress });
    setProgress(null);
    if (report !== null) setOutcome({ content, dryRun, report });
    if (found !== null) setProblem({ detail: found.detail ?? found.title ?? '', type: found.type, stoppedAt });
  };
  const read = (event: ChangeEvent<HTMLInputElement>): void => {
    void event.target.files?.[0]?.arrayBuffer().then((file) => setContent(contentOf(file)));
  };
  const isText = typeof content === 'string';
  const isTried = outcome !== null && outcome.dryRun && outcome.content === content;
  return (
    <>
      <div className="field">
        <label htmlFor="import-file">{t('editor.file')}</label>
        <input id="import-file" type="file" accept=".ndjson,.jsonl,.csv,text/csv" onChange={read} />
        {isText ? null : (
          <p className="hint" role="status">
            {t('editor.notText')}
          </p>
        )}
      </div>
      <div className="field">
        <label htmlFor="import-text">{t('editor.lines')}</label>
        <textarea
          id="import-text"
          className="lines"
          rows={10}
          spellCheck={false}
          value={isText ? content : ''}
          onChange={(event) => setContent(event.target.value)}
        />
        <p className="hint">{t('editor.linesHint')}</p>
      </div>
      <label className="choice">
        <input type="checkbox" checked={atomic} onChange={(event) => setAtomic(event.target.checked)} />
        <span>{t('editor.atomic')}</span>
      </label>
      <div className="actions">
        <button
          type="button"
          disabled={(isText && content.trim() === '') || progress !== null}
          onClick={() => void run(true)}
        >
          {t('editor.try')}
        </button>
        <button
          type="button"
          className="second"
          disabled={!isTried || progress !== null}
          onClick={() => void run(false)}
        >
          {t('editor.forReal')}
        </button>
      </div>
      {progress === null ? null : (
        <p role="status">
          <progress aria-label={t('editor.progress')} value={progress.done} max={progress.all} />{' '}
          {t('editor.done', progress)}
        </p>
      )}
      {problem === null ? null : (
        <p className="refusal" role="alert">
          <InWords wrong={problem} />
          {problem.stoppedAt === undefined ? null : ` ${t('editor.stopped', { line: problem.stoppedAt })}`}
        </p>
      )}
      {outcome === null ? null : <Report outcome={outcome} />}
    </>
  );
};

const Report: FC<{ outcome: Outcome }> = ({ outcome: { content, dryRun, report } }) => {
  const { t } = useTranslation();
  const text = shownText(content);
  const { rows, recorded, repeated, refused, notRead, problems, remarks } = report;
  const named = remarks.map(({ code: rule, params, ...remark }) => ({
    ...remark,
    code: 'custom',
    params: { ...params, rule },
  }));
  return (
    <section aria-labelledby="report">
      <h2 id="report">{dryRun ? t('editor.tried') : t('editor.imported')}</h2>
      <p className={problems.length === 0 ? 'done' : 'note'} role="status">
        {t(dryRun ? 'editor.wouldBe' : 'editor.were', { rows, recorded, repeated, refused, notRead })}
      </p>
      <LinesInQuestion title={t('editor.problems')} text={text} found={problems} />
      {named.length === 0 ? null : <h3>{t('editor.remarks')}</h3>}
      <LinesInQuestion title={t('editor.remarks')} text={text} found={named} />
    </section>
  );
};
