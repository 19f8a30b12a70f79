import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FACT_TYPES, SUBJECT_TYPES } from './domain/catalogue.js';
import { SAMPLES } from './domain/samples/index.js';

/** What hangs together: the files in kinds/, the kinds that are listed, their fact types, the types that have a sample. */
export interface Catalogue {
  files: readonly string[];
  subjectTypes: readonly string[];
  factTypes: readonly string[];
  sampled: ReadonlySet<string>;
}

/**
 * Stops the start of a build whose catalogue has a gap: a kind that is written and not listed, or a fact type without the
 * frozen sample that keeps later releases able to read it.
 *
 * @throws Error with one sentence that says what to add.
 */
export function checkCatalogue(catalogue: Catalogue = ownCatalogue()): void {
  const fault = catalogueFault(catalogue);
  if (fault !== null) throw new Error(fault);
}

/** The first gap of a catalogue in one sentence, or null. A file named `case-clocks` belongs to the kind `case`. */
export function catalogueFault({ files, subjectTypes, factTypes, sampled }: Catalogue): string | null {
  const unlisted = files.find((file) => !subjectTypes.some((type) => file === type || file.startsWith(`${type}-`)));
  if (unlisted !== undefined)
    return `The kind in domain/kinds/${unlisted} is not listed; add it to KINDS in domain/catalogue.`;
  const unwritten = subjectTypes.find((type) => !files.includes(type));
  if (unwritten !== undefined)
    return `The kind ${unwritten} is listed, but there is no file domain/kinds/${unwritten}.`;
  const bare = factTypes.find((type) => !sampled.has(type));
  if (bare === undefined) return null;
  return `The fact type ${bare} has no frozen sample; add one to domain/samples and its hash to domain/samples/frozen.`;
}

function ownCatalogue(): Catalogue {
  const folder = join(import.meta.dirname, 'domain', 'kinds');
  const files = readdirSync(folder)
    .filter((name) => /^[a-z-]+\.(ts|js)$/.test(name))
    .map((name) => name.replace(/\.\w+$/, ''));
  return { files, subjectTypes: SUBJECT_TYPES, factTypes: FACT_TYPES, sampled: new Set(SAMPLES.keys()) };
}
