import { DEADLINE_CAUTION } from '#libs/milestones';
import type {
  ContentMilestone,
  ContentSource,
  DevelopmentContent,
  MilestoneNoticeContent,
  NewsContent,
  ReminderContent,
} from '../domain/content.js';
import { countedFrom, dateInWords, inSeries, instantInWords, isOneDay, leadTimeInWords } from './dates-in-words.js';
import { paragraph, type Block, type Written } from './written.js';

/** One item of news in words: a reminder, a milestone that changed, a development. @param timeZone IANA, of the reader */
export function newsInWords(content: NewsContent, timeZone: string): Written {
  switch (content.kind) {
    case 'reminder':
      return reminderInWords(content, timeZone);
    case 'development':
      return developmentInWords(content);
    default:
      return noticeInWords(content, timeZone);
  }
}

/** A reminder explains itself: what is due and when, why, by which source, what changed, and when the next one comes. */
function reminderInWords(content: ReminderContent, timeZone: string): Written {
  const { milestone, late, missed, changes, leadTime } = content;
  const isNamed = milestone.title.includes(milestone.subject.name);
  const blocks: Block[] = isNamed ? [] : [paragraph(`${milestone.title} (${milestone.subject.name}).`)];
  blocks.push(...windowBlocks(milestone));
  blocks.push(paragraph(`You asked to be reminded ${leadTimeInWords(leadTime, milestone.window)}.`));
  if (content.passed)
    blocks.push(paragraph('This message is late: that time had passed when the milestone was recorded.'));
  else if (late) {
    const due = instantInWords(content.dueAt, timeZone);
    blocks.push(paragraph(`This message is late: it was due on ${due} and could not be sent then.`));
  }
  if (missed.length > 0) {
    const leads = inSeries(missed.map((lead) => leadTimeInWords(lead, milestone.window)));
    blocks.push(paragraph(`It also stands for what should have been said ${leads}.`));
  }
  if (changes.length > 0) blocks.push(paragraph('Since the last message about it:'), { type: 'list', items: changes });
  blocks.push(...reasonBlocks(milestone), nextBlock(content.nextAt, timeZone), pageOf(milestone));
  const mark = late ? ' (late)' : '';
  return { title: `${milestone.title}: ${dateInWords(milestone.window)}${mark}`, blocks };
}

function noticeInWords(content: MilestoneNoticeContent, timeZone: string): Written {
  const { milestone, because } = content;
  const before = dateInWords(content.before);
  const isMoved = content.kind === 'milestone-moved';
  const now = dateInWords(milestone.window);
  const isNamed = milestone.title.includes(milestone.subject.name);
  const named = isNamed ? milestone.title : `${milestone.title} (${milestone.subject.name})`;
  const told = isMoved
    ? `${named} has moved from ${before} to ${now}.`
    : `${named}, which was due ${before}, no longer is.`;
  const blocks: Block[] = [paragraph(told)];
  if (isMoved) blocks.push(...noDayBlocks(milestone));
  const missed = (content.missed ?? []).map((lead) => leadTimeInWords(lead, milestone.window));
  if (missed.length > 0)
    blocks.push(
      paragraph(`You asked to be reminded ${inSeries(missed)}. That time had passed when the move was recorded.`),
    );
  if (because === null) blocks.push(paragraph('The statement that it came from is no longer on record.'));
  else blocks.push(paragraph(`What changed it: ${because.title}.`), ...sourceBlocks(because.sources));
  if (isMoved) blocks.push(...reasonBlocks(milestone));
  blocks.push(nextBlock(content.nextAt, timeZone), pageOf(milestone));
  return { title: `${milestone.title}: ${isMoved ? `moved to ${now}` : 'cancelled'}`, blocks };
}

const KINDS = { fact: 'New', correction: 'Corrected', evidence: 'Another source', retraction: 'Withdrawn' } as const;

function developmentInWords({ change, fact, subject, changes, reason, changed, sources }: DevelopmentContent): Written {
  const isUndatedNews = fact.occurred === null && fact.basis === 'recorded';
  const when = fact.occurred === null ? 'the sources give no date' : dateInWords(fact.occurred);
  const blocks: Block[] = [paragraph(`${subject.name}: ${fact.title} (${when}).`)];
  if (fact.summary !== null) blocks.push(paragraph(fact.summary));
  if (change === 'correction') blocks.push(paragraph('This corrects what was recorded before; it is not a new event.'));
  if (change === 'evidence') blocks.push(paragraph('Another source says so; nothing else was changed.'));
  if (change === 'retraction') blocks.push(paragraph('This was recorded before and has been withdrawn.'));
  if (reason !== null) blocks.push(paragraph(`Why: ${reason}`));
  const items = changes.map(
    ({ field, before, after }) => `${field}: ${valueInWords(before)} is now ${valueInWords(after)}`,
  );
  if (items.length > 0) blocks.push({ type: 'list', items });
  const day = dateInWords(fact.known);
  const known =
    fact.basis === 'recorded' ? `On record since ${day}; no date in the source.` : `It could be known since ${day}.`;
  blocks.push(...sourceBlocks(sources), paragraph(known));
  if (changed !== undefined) {
    const recorded = dateInWords(changed.recordedAt.slice(0, 10));
    blocks.push(
      paragraph(`The change could be known since ${dateInWords(changed.known)} and was recorded on ${recorded}.`),
    );
  }
  blocks.push({ type: 'link', text: 'The fact, with every wording and source', url: fact.url });
  const kind = change === 'fact' && isUndatedNews ? 'On record, no date in the source' : KINDS[change];
  return { title: `${kind}: ${subject.name}: ${fact.title}`, blocks };
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function windowBlocks(milestone: ContentMilestone): Block[] {
  const { window, readings = [] } = milestone;
  const items = readings.map(({ text, lastDay }) => `${text}: ${dateInWords(lastDay)}`);
  return [
    paragraph(`When: ${dateInWords(window)}.`),
    ...(items.length === 0
      ? []
      : [paragraph('The text can be read in several ways:'), { type: 'list', items } satisfies Block]),
    ...noDayBlocks(milestone),
  ];
}

function noDayBlocks({ window }: ContentMilestone): Block[] {
  return isOneDay(window) ? [] : [paragraph(`No day is fixed. Reminders count back from ${countedFrom(window)}.`)];
}

function reasonBlocks({ rule, article, sources }: ContentMilestone): Block[] {
  const named = article === null ? '' : ` (${article})`;
  return [
    paragraph(`Why it is due: ${withFullStop(`${rule}${named}`)}`),
    ...(article === null ? [] : [paragraph(DEADLINE_CAUTION)]),
    ...sourceBlocks(sources),
  ];
}

function withFullStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

function sourceBlocks(sources: readonly ContentSource[]): Block[] {
  if (sources.length === 0) return [];
  const items = sources.map(({ title, publisher, url }) => {
    const text = `${title}, ${publisher}`;
    return url === null ? text : { text, url };
  });
  return [paragraph(items.length === 1 ? 'Source:' : 'Sources:'), { type: 'list', items }];
}

function nextBlock(nextAt: string | null, timeZone: string): Block {
  return paragraph(
    nextAt === null
      ? 'No further reminder about it is planned.'
      : `The next reminder about it comes on ${instantInWords(nextAt, timeZone)}.`,
  );
}

function pageOf({ url }: ContentMilestone): Block {
  return { type: 'link', text: 'The milestone and what it follows from', url };
}
