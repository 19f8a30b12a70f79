import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type AppendResult, type ExpectedVersion, type Recorder } from '#libs/event-store';
import { CLOCK, DomainError, type Clock } from '#libs/kernel';
import type { RecordKind } from '../domain/record.js';
import { validateRecord } from '../domain/validation.js';
import { DecisionSession } from './decision-session.js';

/** What became of a record: recorded now, or found on record with the same content. */
export interface RecordedEntry {
  id: string;
  outcome: 'recorded' | 'repeated';
  position: bigint;
  /** The version of the stream that took it. */
  version: number;
}

/**
 * Records one source, subject, fact, correction or retraction. `input` is checked here; `expectedVersion` is held
 * against the stream that takes the record. Throws DomainError.
 */
export class RecordEntry extends Command<RecordedEntry> {
  constructor(
    readonly kind: RecordKind,
    readonly input: unknown,
    readonly recorder: Recorder,
    readonly expectedVersion: ExpectedVersion = 'any',
  ) {
    super();
  }
}

/** Handles RecordEntry: decides against the stream as it is, and again where another writer came first. */
@CommandHandler(RecordEntry)
@Injectable()
export class RecordEntryHandler implements ICommandHandler<RecordEntry> {
  constructor(
    private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ kind, input, recorder, expectedVersion }: RecordEntry): Promise<RecordedEntry> {
    const entry = validateRecord(kind, input);
    const { id } = entry.record;
    for (;;) {
      const session = new DecisionSession(this.store, this.clock, recorder);
      await session.prepare([entry]);
      const recorded = session.recorded(entry);
      if (recorded) {
        await session.checkRepeat(entry, recorded);
        return { id, outcome: 'repeated', position: recorded.position, version: recorded.version };
      }
      const before = session.versionOf(entry);
      const { append } = session.decide(entry);
      checkExpected(expectedVersion, before);
      const [result] = await this.store.append([append]);
      const answer = result && recordedEntry(id, result);
      if (answer) return answer;
    }
  }
}

/** What the append became, or null where another writer came first and the decision has to be made again. */
function recordedEntry(id: string, result: AppendResult): RecordedEntry | null {
  switch (result.outcome) {
    case 'appended':
      return { id, outcome: 'recorded', position: result.position, version: result.version };
    case 'repeated':
      return { id, outcome: 'repeated', position: result.position, version: result.version };
    default:
      return null;
  }
}

function checkExpected(expected: ExpectedVersion, actual: number): void {
  const met =
    expected === 'any' ||
    (expected === 'no-stream' ? actual === 0 : expected === 'stream-exists' ? actual > 0 : actual === expected);
  if (met) return;
  const stands = actual === 0 ? 'has no event yet' : `stands at version ${actual}`;
  const wanted =
    typeof expected === 'number'
      ? `version ${expected}`
      : expected === 'no-stream'
        ? 'no stream'
        : 'a stream that exists';
  throw new DomainError('VERSION_CONFLICT', 'precondition', `The stream ${stands}, but ${wanted} was expected.`);
}
