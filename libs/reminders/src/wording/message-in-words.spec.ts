import type { WordedMessage } from '../channels/channel.js';
import type { DevelopmentContent, MessageContent, MilestoneNoticeContent, ReminderContent } from '../domain/content.js';
import { messageInWords } from './message-in-words.js';
import { newsInWords } from './news.js';
import { asHtml, asText } from './written.js';

const reminder: ReminderContent = {
  kind: 'reminder',
  milestone: {
    id: 'usmca.joint-review.2026',
    title: 'Joint review of the agreement',
    subject: { id: 'usmca', name: 'USMCA' },
    window: '2026-07-01',
    status: 'upcoming',
    flag: 'approaching',
    rule: 'Every six years after the entry into force',
    article: 'Article 34.7',
    derivedFrom: ['usmca-in-force'],
    sources: [{ title: 'Text of the agreement', publisher: 'A publisher', url: 'https://example.org/text' }],
    url: 'https://dateline.example/milestones?subject=usmca',
  },
  leadTime: 'P30D',
  missed: [],
  dueAt: '2026-06-01T15:00:00Z',
  late: false,
  changes: [],
  nextAt: '2026-06-24T15:00:00Z',
};

const notice: MilestoneNoticeContent = {
  kind: 'milestone-moved',
  milestone: { ...reminder.milestone, window: '2026-09' },
  before: '2026-07-01',
  because: { fact: 'f1', title: 'The parties agree on September', sources: reminder.milestone.sources },
  nextAt: null,
};

const development: DevelopmentContent = {
  kind: 'development',
  change: 'fact',
  fact: {
    id: 'f2',
    type: 'case.resolved',
    title: 'Case resolved',
    summary: 'The parties reached an outcome.',
    occurred: '2024-07',
    known: '2024-07-24',
    url: 'https://dateline.example/facts/f2',
  },
  subject: { id: 'c1', name: 'A plant' },
  changes: [{ field: 'status', before: 'in-remediation', after: 'resolved' }],
  reason: null,
  sources: reminder.milestone.sources,
};

function textOf(content: MessageContent, timeZone = 'America/Mexico_City'): string {
  const message: WordedMessage = {
    id: 'm',
    subscription: 's',
    occurredAt: '2026-06-01T15:00:00Z',
    content,
    timeZone,
    manageUrl: 'https://dateline.example/manage',
    unsubscribeUrl: 'https://dateline.example/end',
  };
  return asText(messageInWords(message));
}

describe('a reminder', () => {
  it('explains itself: what, when, why, by which source, and when the next one comes', () => {
    expect(textOf(reminder)).toBe(`Joint review of the agreement: 1 July 2026

Joint review of the agreement (USMCA).

When: 1 July 2026.

You asked to be reminded 30 days before.

Why it is due: Every six years after the entry into force (Article 34.7).

Legal deadlines are computed from the cited texts. This is not legal advice.

Source:

- Text of the agreement, A publisher, https://example.org/text

The next reminder about it comes on 24 June 2026 at 09:00 (America/Mexico_City).

The milestone and what it follows from:
https://dateline.example/milestones?subject=usmca

Change this subscription:
https://dateline.example/manage

End it:
https://dateline.example/end
`);
  });

  it('says nothing of legal deadlines where it rests on no article', () => {
    expect(textOf({ ...reminder, milestone: { ...reminder.milestone, article: null } })).not.toContain('legal');
  });

  it('names its subject once, and leads to each source', () => {
    const named = { ...reminder, milestone: { ...reminder.milestone, title: 'Joint review: USMCA' } };
    expect(textOf(named)).toMatch(/^Joint review: USMCA: 1 July 2026\n\nWhen: 1 July 2026\./);
    const html = asHtml(newsInWords(reminder, 'UTC'));
    expect(html).toContain('<a href="https://example.org/text">Text of the agreement, A publisher</a>');
  });

  it.each(['2027', '2026-07', '2026-07-01/2026-07-05', '../2026-11-30'])(
    'says of %s that no day is fixed',
    (window) => {
      expect(textOf({ ...reminder, milestone: { ...reminder.milestone, window } })).toContain('No day is fixed.');
    },
  );

  it('gives every reading of a legal deadline whose text can be read in several ways, with its last day', () => {
    const readings = [
      { text: 'within 30 days of submission', lastDay: '2026-12-16/2026-12-24' },
      { text: 'within 30 days of receipt', lastDay: '2026-12-16/..' },
    ];
    const text = textOf({ ...reminder, milestone: { ...reminder.milestone, readings } });
    expect(text).toContain(
      'The text can be read in several ways:\n\n- within 30 days of submission: 16-24 December 2026\n- within 30 days of receipt: since 16 December 2026',
    );
  });

  it('tells instants by the clock of the reader, daylight saving included', () => {
    expect(textOf(reminder, 'Europe/Madrid')).toContain('24 June 2026 at 17:00 (Europe/Madrid)');
    expect(textOf({ ...reminder, nextAt: '2026-12-24T15:00:00Z' }, 'Europe/Madrid')).toContain('at 16:00');
  });

  it('says that it is late, since when, and what it stands for', () => {
    const text = textOf({ ...reminder, late: true, leadTime: 'P7D', missed: ['P90D', 'P30D'] });
    expect(text).toContain('Joint review of the agreement: 1 July 2026 (late)');
    expect(text).toContain('was due on 1 June 2026 at 09:00 (America/Mexico_City) and could not be sent then');
    expect(text).toContain('what should have been said 90 days before and 30 days before.');
  });

  it('says that its time had passed when the milestone was recorded, which is no outage', () => {
    const text = textOf({ ...reminder, late: true, passed: true, leadTime: 'P7D', missed: ['P30D'] });
    expect(text).toContain('Joint review of the agreement: 1 July 2026 (late)');
    expect(text).toContain('This message is late: that time had passed when the milestone was recorded.');
    expect(text).toContain('It also stands for what should have been said 30 days before.');
    expect(text).not.toContain('could not be sent then');
  });

  it('says what changed since the last one, and that no other comes', () => {
    const text = textOf({ ...reminder, changes: ['The day was 30 June 2026 before.'], nextAt: null });
    expect(text).toContain('Since the last message about it:\n\n- The day was 30 June 2026 before.');
    expect(text).toContain('No further reminder about it is planned.');
  });

  it.each([
    ['P0D', 'on the day'],
    ['P1D', '1 day before'],
    ['P1M', '1 month before'],
    ['P1Y6M', '1 year and 6 months before'],
    ['P2W', '2 weeks before'],
  ])('says the lead time %s as "%s"', (leadTime, words) => {
    expect(textOf({ ...reminder, leadTime })).toContain(`You asked to be reminded ${words}.`);
  });

  it.each([
    ['2027', 'P0D', 'on the first possible day', 'first'],
    ['2026-07-01/2026-07-05', 'P30D', '30 days before the first possible day', 'first'],
    ['../2026-11-30', 'P0D', 'on the last possible day', 'last'],
    ['[..2026-11]', 'P7D', '7 days before the last possible day', 'last'],
  ])('names no day of the window %s, which has none: %s is "%s"', (window, leadTime, words, from) => {
    const text = textOf({ ...reminder, leadTime, milestone: { ...reminder.milestone, window } });
    expect(text).toContain(`You asked to be reminded ${words}.`);
    expect(text).toContain(`No day is fixed. Reminders count back from the ${from} possible day.`);
  });
});

describe('other messages', () => {
  it('say from when to when a milestone moved, and why', () => {
    const text = textOf(notice);
    expect(text).toContain('Joint review of the agreement: moved to September 2026');
    expect(text).toContain('has moved from 1 July 2026 to September 2026.');
    expect(text).toContain('No day is fixed.');
    expect(text).toContain('What changed it: The parties agree on September.');
  });

  it('name the lead times that had passed by the new window of a milestone that moved', () => {
    expect(textOf({ ...notice, missed: ['P90D', 'P30D'] })).toContain(
      'You asked to be reminded 90 days before the first possible day and 30 days before the first possible day. That time had passed when the move was recorded.',
    );
    expect(textOf(notice)).not.toContain('You asked');
  });

  it('say that a milestone is no more, also where nothing on record tells why', () => {
    const text = textOf({ ...notice, kind: 'milestone-cancelled', because: null });
    expect(text).toContain('which was due 1 July 2026, no longer is.');
    expect(text).toContain('no longer on record');
  });

  it('tell a development with what it changed and when it could be known', () => {
    const text = textOf(development);
    expect(text).toContain('New: A plant: Case resolved');
    expect(text).toContain('- status: in-remediation is now resolved');
    expect(text).toContain('It could be known since 24 July 2024.');
  });

  it('never tell a correction or a withdrawal as something new', () => {
    const corrected = textOf({ ...development, change: 'correction', reason: 'The day was misread.' });
    expect(corrected).toContain('Corrected: A plant');
    expect(corrected).toContain('it is not a new event');
    expect(corrected).toContain('Why: The day was misread.');
    expect(textOf({ ...development, change: 'retraction' })).toContain('has been withdrawn');
  });

  it('shows of a change since when it could be known and when it was recorded', () => {
    const changed = { known: '2024-09-16', recordedAt: '2026-11-30T10:00:00.000000Z' };
    for (const change of ['correction', 'retraction', 'evidence'] as const)
      expect(textOf({ ...development, change, changed })).toContain(
        'The change could be known since 16 September 2024 and was recorded on 30 November 2026.',
      );
    expect(textOf({ ...development, change: 'evidence', changed })).toContain('nothing else was changed');
    expect(textOf({ ...development, change: 'evidence', changed })).not.toContain('corrects');
    for (const change of ['correction', 'retraction'] as const)
      expect(textOf({ ...development, change })).not.toContain('New:');
  });

  it('say that a development has no date where the sources give none', () => {
    const undated = { ...development, fact: { ...development.fact, occurred: null } };
    expect(textOf(undated)).toContain('Case resolved (the sources give no date).');
  });

  it('name no day of news for what no source dates', () => {
    const undated = { ...development, fact: { ...development.fact, occurred: null, basis: 'recorded' as const } };
    const text = textOf(undated);
    expect(text).toContain('On record since 24 July 2024; no date in the source.');
    expect(text).not.toContain('New:');
    expect(text).not.toContain('could be known since');
    expect(textOf({ ...undated, fact: { ...undated.fact, basis: 'published' } })).toContain('New:');
  });

  it('put a digest together, with its contents first', () => {
    const text = textOf({ kind: 'digest', period: 'weekly', items: [reminder, development] });
    expect(text).toContain('Your weekly digest: 2 messages');
    expect(text).toContain('- Joint review of the agreement: 1 July 2026\n- New: A plant: Case resolved');
    expect(text.match(/End it:/g)).toHaveLength(1);
  });

  it('say why a subscription was switched off', () => {
    const text = textOf({
      kind: 'disabled',
      reason: 'The receiver answered 500',
      failingSince: '2026-05-28T15:00:00Z',
    });
    expect(text).toContain('could not be delivered since 28 May 2026 at 09:00 (America/Mexico_City)');
    expect(text).toContain('The last failure: The receiver answered 500');
  });

  it('are HTML without anything that runs or is loaded', () => {
    const title = '<img src=x onerror=alert(1)>';
    const html = asHtml({ title, blocks: [{ type: 'link', text: '"onclick="', url: 'javascript:alert(1)' }] });
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toMatch(/<(img|script|a) /);
  });
});
