import ICAL from 'ical.js';
import { inWords, isoOfDay } from '#libs/edtf';
import { calendarDays, writeCalendar, type CalendarEvent } from './calendar.js';
import { oneByOne } from './streams-of-items.js';

const event: CalendarEvent = {
  uid: 'met@d.test',
  sequence: 0,
  when: { edtf: '2024-06', text: 'June 2024' },
  title: 'They met',
  description: 'June 2024: They met\nAbout: Talks',
  url: 'https://d.test/v1/facts/met',
  categories: ['dialogue.held', 'security'],
  cancelled: false,
  createdAt: '2024-07-02T00:00:00.000000Z',
  modifiedAt: '2024-07-03T10:00:00.123456Z',
};

async function written(events: readonly CalendarEvent[], name = 'Dateline'): Promise<string> {
  let text = '';
  for await (const piece of writeCalendar(
    { name, url: 'https://d.test/c.ics', logHead: `7:${'0'.repeat(64)}` },
    oneByOne(events),
  ))
    text += piece;
  return text;
}

function readBack(text: string): { calendar: ICAL.Component; events: ICAL.Event[] } {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component)) };
}

async function titleOf(edtf: string): Promise<string | undefined> {
  return readBack(await written([{ ...event, when: { edtf, text: inWords({ edtf }) } }])).events[0]?.summary;
}

describe('the days of a date in a calendar', () => {
  it.each([
    ['2023-09-29', '2023-09-29', '2023-09-29'],
    ['2024-06', '2024-06-01', '2024-06-30'],
    ['2024-02~', '2024-02-01', '2024-02-29'],
    ['2024', '2024-01-01', '2024-12-31'],
    ['2024-22', '2024-06-01', '2024-08-31'],
    ['202X', '2020-01-01', '2029-12-31'],
    ['2023-10~/2023-12', '2023-10-01', '2023-12-31'],
    ['2024-05-01/2024-05-10', '2024-05-01', '2024-05-10'],
    ['2010/..', '2010-01-01', '2010-12-31'],
    ['2010-05-03/..', '2010-05-03', '2010-05-03'],
    ['../2023-11-30', '2023-11-30', '2023-11-30'],
    ['[..2023-11]', '2023-11-01', '2023-11-30'],
    ['[2024-05-05..2024-05-09]', '2024-05-05', '2024-05-09'],
    ['198X?/2004', '1980-01-01', '2004-12-31'],
    ['2023-21~', '2023-03-01', '2023-05-31'],
    ['0100-05-01', '0100-05-01', '0100-05-01'],
  ])('of %s are all from %s to %s', (edtf, first, last) => {
    const days = calendarDays(edtf);
    expect(days && [isoOfDay(days.first), isoOfDay(days.last)]).toEqual([first, last]);
  });

  it.each([
    '-0043-03-15',
    '-0043/..',
    '0000-05-01',
    '0033-04-03',
    '0099-12-31/..',
    '0050/2020',
    '../0099',
    '2020/9999-12-31',
  ])('are none for %s', (edtf) => {
    expect(calendarDays(edtf)).toBeNull();
  });
});

describe('a calendar', () => {
  it('tells an event with all days that it may be, and the date in words where no day is known', async () => {
    const { calendar, events } = readBack(await written([event]));
    expect(calendar.getFirstPropertyValue('prodid')).toContain('Dateline');
    expect(calendar.getFirstPropertyValue('source')).toBe('https://d.test/c.ics');
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H');
    expect(events).toHaveLength(1);
    const [{ uid, sequence, summary, description, startDate, endDate, component }] = events as [ICAL.Event];
    expect({ uid, sequence, summary, description }).toEqual({
      uid: 'met@d.test',
      sequence: 0,
      summary: 'They met (June 2024)',
      description: 'June 2024: They met\nAbout: Talks',
    });
    expect([startDate.isDate, startDate.toString(), endDate.toString()]).toEqual([true, '2024-06-01', '2024-07-01']);
    expect(component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    expect(String(component.getFirstPropertyValue('last-modified'))).toBe('2024-07-03T10:00:00Z');
    expect(component.getFirstProperty('categories')?.getFirstValue()).toBe('dialogue.held');
  });

  it('says no more than the title where the day is known', async () => {
    expect(await titleOf('2024-06-03')).toBe('They met');
    expect(await titleOf('2024-06-03/2024-06-05')).toBe('They met');
    expect(await titleOf('2024-06-03/2024-06-03')).toBe('They met');
    expect(await titleOf('2024-06-03?')).toBe('They met (perhaps 3 June 2024)');
    expect(await titleOf('2024-06-03/2024-06-05~')).toBe('They met (3 June to about 5 June 2024)');
  });

  it('says in its title that it was some day of those that it takes', async () => {
    const someDay = { edtf: '[2024-06-03..2024-06-05]', text: 'some day from 3 to 5 June 2024' };
    const [read] = readBack(await written([{ ...event, when: someDay }])).events;
    expect(read?.summary).toBe('They met (some day from 3 to 5 June 2024)');
    expect([read?.startDate.toString(), read?.endDate.toString()]).toEqual(['2024-06-03', '2024-06-06']);
  });

  it('is a calendar where there is nothing, and leaves out what has no day', async () => {
    for (const events of [[], [{ ...event, when: { edtf: '-0043', text: '44 BC' } }]]) {
      const text = await written(events);
      expect(readBack(text).events).toEqual([]);
      expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
    }
  });

  it('is one calendar however many events there are', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({ ...event, uid: `met-${index}@d.test` }));
    const text = await written(many);
    expect(text.match(/BEGIN:VCALENDAR/g)).toHaveLength(1);
    expect(readBack(text).events.map(({ uid }) => uid)).toEqual(many.map(({ uid }) => uid));
  });

  it('keeps its name and its lines whatever they hold', async () => {
    const text = await written(
      [{ ...event, title: 'é😀'.repeat(100), description: 'a \\n b\nc', sequence: 2n ** 40n }],
      'A; b, c\\ d\r\nX-EVIL:1',
    );
    const { events } = readBack(text);
    // RFC 7986 has it as text, so what means something there is escaped.
    expect(text).toContain('\r\nNAME:A\\; b\\, c\\\\ d X-EVIL:1\r\n');
    expect(events[0]?.summary).toBe(`${'é😀'.repeat(100)} (June 2024)`);
    expect(events[0]?.description).toBe('a \\n b\nc');
    expect(events[0]?.sequence).toBe(2 ** 31 - 1);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});
