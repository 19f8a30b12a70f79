import { canonicalJson } from '#libs/kernel';
import type { FactWording } from '#libs/timeline';

/** Wordings of a fact that say the same and follow one another: one version, whatever sources were added to it. */
export interface FactVersion {
  first: FactWording;
  last: FactWording;
  /** The sources that came later, with the day since which each could be known and the instant of its recording. */
  later: { source: string; known: string; recorded: string }[];
}

/** The versions of what a fact says, in the order of its wordings; one that differs in its sources alone is no version. */
export function versionsOf(wordings: readonly FactWording[]): FactVersion[] {
  const versions: FactVersion[] = [];
  for (const wording of wordings) {
    const version = versions.at(-1);
    if (version === undefined || contentOf(version.last) !== contentOf(wording)) {
      versions.push({ first: wording, last: wording, later: [] });
      continue;
    }
    const named = new Set([...version.first.sources, ...version.later].map(({ source }) => source));
    const added = wording.sources.filter(({ source }) => !named.has(source));
    version.later.push(
      ...added.map(({ source }) => ({ source, known: wording.known.from, recorded: wording.recorded.since })),
    );
    version.last = wording;
  }
  return versions;
}

/** What a wording says, without the spans in which it holds and without its sources. */
function contentOf({ retracted, occurred, title, summary, body }: FactWording): string {
  return canonicalJson([retracted, occurred?.edtf ?? null, title, summary, body]);
}
