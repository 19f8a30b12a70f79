import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  readParameters,
  singleParameters,
  timelineCoverage,
  timelineView,
  ViewReader,
  type RawParameters,
  type Reading,
  type TimelineCoverage,
} from '#libs/timeline';
import { casesOnRecord, officialFigure } from './official-figure.js';
import { RecentAnswers } from './recent-answers.js';

/** How complete the cases on record are, and how new what is on record of them is. */
export interface CaseCoverage {
  /** Counted by the rule of the official figure; where there is no such figure, every case. */
  onRecord: number;
  /** Of these, those that had certainly come by the day of the official figure; null where there is none. */
  onRecordThen: number | null;
  /** The newest official figure on record; null where there is none. */
  officiallyCounted: number | null;
  /** When that figure was counted, EDTF. */
  countedOn: string | null;
  /** The id of the source of that figure. */
  source: string | null;
  /** The newest known day of a fact of a case, by the rule of `newestKnown`. */
  newestNews: string | null;
}

/** How complete and how new the data is, under the clocks. */
export interface Coverage extends TimelineCoverage {
  cases: CaseCoverage;
  position: string;
}

/** Returns how complete and how new the data is. Throws DomainError for parameters that are not valid. */
export class CoverageQuery extends Query<Coverage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers CoverageQuery. Every page shows the answer, so an answer is kept while its position is the newest one. */
@QueryHandler(CoverageQuery)
@Injectable()
export class CoverageQueryHandler implements IQueryHandler<CoverageQuery> {
  readonly #recent = new RecentAnswers<Omit<Coverage, 'position'>>();

  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: CoverageQuery): Promise<Coverage> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read(timelineView, parameters, (reading) => {
      const { position, rows, upTo, knownAt, asOf, today } = reading;
      return this.#recent.get(position, `${rows}/${upTo}/${knownAt}/${asOf}/${today}`, () => coverageOf(reading));
    });
  }
}

async function coverageOf(reading: Reading): Promise<Omit<Coverage, 'position'>> {
  const { coverage, newestOfCases } = await timelineCoverage(reading);
  const figure = await officialFigure(reading);
  const indicator = figure?.indicator ?? null;
  const onRecord = await casesOnRecord(reading, indicator);
  return {
    ...coverage,
    cases: {
      onRecord,
      onRecordThen: figure && (await casesOnRecord({ ...reading, asOf: figure.day }, indicator)),
      officiallyCounted: figure?.value ?? null,
      countedOn: figure?.countedOn ?? null,
      source: figure?.source ?? null,
      newestNews: newestOfCases,
    },
  };
}
