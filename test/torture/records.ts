import type { JsonObject } from '#libs/kernel';
import type { Chance } from './chance.js';

const sources = [{ source: 'gazette', locator: 'page 1' }];

/** A record as an import has it, and as the API takes it alone. */
export interface Entry {
  record: JsonObject;
  path: string;
  body: JsonObject;
}

/** What has to be there first: sources, and so many subjects, whose facts carry milestones. */
export function firstEntries(subjects: number): Entry[] {
  const gazette = { id: 'gazette', title: 'The Gazette', publisher: 'The Printer', publishedOn: '2024-01-01' };
  const entries = Array.from({ length: subjects }, (_, n): Entry[] => {
    const id = `s${n}`;
    if (n % 2) {
      const filed = { id: `${id}-filed`, subject: id, type: 'case.filed', occurred: '2024-02-01' };
      return [
        alone('subject', {
          id,
          type: 'case',
          name: `Case ${n}`,
          attributes: { mechanism: 'usmca-rrm', complainant: 'US' },
        }),
        alone('fact', { ...filed, title: 'Filed', sources }),
      ];
    }
    const inForce = { id: `${id}-in-force`, subject: id, type: 'agreement.entered-into-force', occurred: '2020-07-01' };
    return [
      alone('subject', { id, type: 'agreement', name: `Agreement ${n}`, parties: ['US', 'MX'], topics: ['trade'] }),
      alone('fact', { ...inForce, title: 'In force', body: { reviewEvery: 'P6Y' }, sources }),
    ];
  });
  return [alone('source', gazette), ...entries.flat()];
}

/** Makes the records of one writer, who alone changes what was recorded by them: so none is ever refused. */
export class Records {
  #count = 0;
  /** Facts that were acknowledged and can be corrected or retracted. */
  readonly #facts: string[] = [];

  constructor(
    private readonly writer: string,
    private readonly chance: Chance,
    private readonly subjects: number,
  ) {}

  /** Notes that a record was acknowledged: what it told can be changed from now on. */
  acknowledged({ record }: Entry): void {
    if (record['record'] === 'fact') this.#facts.push(String(record['id']));
  }

  /** The next record: mostly a fact, now and then something that changes one. */
  next(): Entry {
    if (this.#facts.length > 0 && this.chance.in(0.25)) return this.#change();
    return this.chance.in(0.04) ? this.#changeOfSubject() : this.fact();
  }

  fact(): Entry {
    const n = `${this.writer}${++this.#count}`;
    const subject = this.chance.whole(0, this.subjects - 1);
    const kind = subject % 2 ? 'case' : 'agreement';
    const day = `20${this.chance.whole(20, 25)}-0${this.chance.whole(1, 9)}-${this.chance.whole(10, 28)}`;
    const plan = { type: 'milestone.planned', occurred: '2031', body: { milestone: `occasion-${n}.2031` } };
    return alone('fact', {
      id: `f${n}`,
      subject: `s${subject}`,
      ...(this.chance.in(0.05) ? plan : { type: `${kind}.noted`, occurred: day }),
      title: `Fact ${n}`,
      sources,
    });
  }

  #change(): Entry {
    const n = `${this.writer}${++this.#count}`;
    const index = this.chance.whole(0, this.#facts.length - 1);
    const fact = this.#facts[index]!;
    const why = { reason: 'The gazette was misread.', sources };
    if (this.chance.in(0.1)) {
      this.#facts.splice(index, 1);
      return change('retraction', { id: `r${n}`, ...why }, 'fact', fact);
    }
    const changes: JsonObject = this.chance.in(0.5) ? { title: `Fact, corrected ${n}` } : { summary: `As of ${n}` };
    return change('correction', { id: `c${n}`, changes, ...why }, 'fact', fact);
  }

  #changeOfSubject(): Entry {
    const n = `${this.writer}${++this.#count}`;
    const subject = `s${this.chance.whole(0, this.subjects - 1)}`;
    const changes = { name: `Renamed ${n}` };
    return change('correction', { id: `c${n}`, changes, reason: 'It was renamed.', sources }, 'subject', subject);
  }
}

function alone(record: 'source' | 'subject' | 'fact', body: JsonObject): Entry {
  return { record: { record, ...body }, path: `/v1/${record}s`, body };
}

function change(record: 'correction' | 'retraction', body: JsonObject, of: 'fact' | 'subject', id: string): Entry {
  return { record: { record, [of]: id, ...body }, path: `/v1/${of}s/${id}/${record}s`, body };
}
