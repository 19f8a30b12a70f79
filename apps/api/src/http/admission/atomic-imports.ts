import { Inject, Injectable } from '@nestjs/common';
import { HttpProblem } from '../http-problem.js';
import { ADMISSION_LIMITS, type AdmissionLimits } from './limits.js';
import { overloaded } from './overload.js';

/** What one import holds. */
export interface HeldRecords {
  /**
   * Counts a record of so many bytes.
   *
   * @throws HttpProblem BODY_TOO_LARGE where the import holds more than one may, OVERLOADED where all together do
   */
  hold: (bytes: number) => void;
  /** Gives back what was counted. */
  release: () => void;
}

/** Bounds what imports with `atomic` keep in memory until their end, each and all together. */
@Injectable()
export class AtomicImports {
  #held = 0;

  constructor(@Inject(ADMISSION_LIMITS) private readonly limits: AdmissionLimits) {}

  /** Begins to count for one import. */
  begin(): HeldRecords {
    const { atomicImport, atomicImportsHeld, atomicLeast } = this.limits;
    let own = 0;
    return {
      hold: (bytes) => {
        const size = Math.max(bytes, atomicLeast);
        own += size;
        this.#held += size;
        if (own > atomicImport) throw tooLarge(atomicImport, atomicLeast);
        if (this.#held > atomicImportsHeld) throw overloaded();
      },
      release: () => {
        this.#held -= own;
        own = 0;
      },
    };
  }
}

function tooLarge(most: number, least: number): HttpProblem {
  const sentence = `An import with "atomic" holds at most ${most} bytes of records, each counted as at least ${least}; send it in parts, or without "atomic".`;
  return new HttpProblem(413, 'BODY_TOO_LARGE', sentence);
}
