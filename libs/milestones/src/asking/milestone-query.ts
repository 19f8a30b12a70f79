import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { dayOfIso } from '#libs/edtf';
import { DomainError, isSlug } from '#libs/kernel';
import {
  readParameters,
  singleParameters,
  timelineView,
  ViewReader,
  type RawParameters,
  type Reading,
} from '#libs/timeline';
import { MilestoneFlags, type RecordedFlag } from '../flagging/record-flags.js';
import { milestonesView } from '../views/milestones/index.js';
import { readMilestones } from './milestone-filter.js';
import { milestoneTurns, type MilestoneTurn } from './milestone-history.js';
import { milestoneItems, type MilestoneItem } from './milestones-query.js';

/** One milestone with how it came to be what it is, in the order of recording. */
export type MilestoneDetail = MilestoneItem & { history: MilestoneTurn[]; position: string };

/** Asks for one milestone by its id. Throws MILESTONE_UNKNOWN (not-found). */
export class MilestoneQuery extends Query<MilestoneDetail> {
  constructor(
    readonly id: string,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

/** Answers MilestoneQuery. */
@QueryHandler(MilestoneQuery)
@Injectable()
export class MilestoneQueryHandler implements IQueryHandler<MilestoneQuery> {
  constructor(
    private readonly reader: ViewReader,
    private readonly flags: MilestoneFlags,
  ) {}

  async execute({ id, raw }: MilestoneQuery): Promise<MilestoneDetail> {
    const parameters = readParameters(singleParameters, raw);
    const [subject = '', ...rest] = id.split('.');
    if (rest.length !== 2 || ![subject, ...rest].every(isSlug)) throw unknown();
    const flags = await this.flags.of(id);
    return this.reader.read([milestonesView, timelineView], parameters, async (reading) => {
      const found = await readMilestones({ subject: [subject] }, reading);
      const [item] = await milestoneItems(
        found.filter((milestone) => milestone.id === id),
        reading,
      );
      if (item === undefined) throw unknown();
      const turns = await milestoneTurns(id, subject, reading);
      const told = flags.filter((flag) => isLetThrough(flag, reading)).map(flagTurn);
      return { ...item, history: [...turns, ...told].toSorted(byPosition) };
    });
  }
}

function unknown(): DomainError {
  return new DomainError(
    'MILESTONE_UNKNOWN',
    'not-found',
    'There is no milestone with this id under these clocks; an id is made of subject, rule and occasion.',
  );
}

/** A flag is known from the day of its recording on. */
function isLetThrough({ position, recordedAt }: RecordedFlag, { upTo, knownAt }: Reading): boolean {
  if (upTo !== null && BigInt(position) > upTo) return false;
  return knownAt === null || dayOfIso(recordedAt.slice(0, 10)) <= knownAt;
}

const FLAGS_IN_WORDS: Readonly<Record<RecordedFlag['flag'], string>> = {
  far: 'more than a year away',
  'on-horizon': 'within a year',
  approaching: 'within 90 days',
  imminent: 'within 14 days',
  due: 'due now',
  overdue: 'past its time',
};

function flagTurn({ flag, window, recordedAt, position }: RecordedFlag): MilestoneTurn {
  const text = `Flagged ${flag}: ${FLAGS_IN_WORDS[flag]}`;
  return {
    turn: 'flagged',
    text,
    window,
    fact: null,
    title: null,
    how: null,
    provedBy: null,
    flag,
    recordedAt,
    position,
  };
}

function byPosition(one: MilestoneTurn, other: MilestoneTurn): number {
  return Number(BigInt(one.position) - BigInt(other.position));
}
