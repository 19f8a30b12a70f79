import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#libs/database';
import type { VerifyReport } from './verify.js';

/** How many verifications are kept; the newest that found the log sound is kept besides. */
const KEPT = 30;

/** What a verification of the log found. */
export interface LogVerification {
  /** By the domain's clock. */
  verifiedAt: Date;
  ok: boolean;
  /** The head that was reached, or the first event that is wrong. */
  position: bigint;
  /** What is wrong, for people; null where the log is sound. */
  sentence: string | null;
}

/** The verifications that were done, and what they found. */
@Injectable()
export class LogVerifications {
  constructor(private readonly db: Database) {}

  /** The newest; undefined where the log was never verified. */
  async latest(): Promise<LogVerification | undefined> {
    const { rows } = await sql<{ verified_at: Date; ok: boolean; position: string; sentence: string | null }>`
      select verified_at, ok, position, sentence from log_verifications order by id desc limit 1`.execute(
      this.db.kysely,
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    return { verifiedAt: row.verified_at, ok: row.ok, position: BigInt(row.position), sentence: row.sentence };
  }

  /** The newest head that was found sound: what the log must still contain. */
  async soundHead(): Promise<{ position: bigint; hash: string } | undefined> {
    const { rows } = await sql<{ position: string; hash: string }>`
      select position, hash from log_verifications where ok order by id desc limit 1`.execute(this.db.kysely);
    const row = rows[0];
    return row === undefined ? undefined : { position: BigInt(row.position), hash: row.hash };
  }

  /** Keeps what a verification found, and forgets the oldest. */
  async record(report: VerifyReport, verifiedAt: Date): Promise<void> {
    const { ok } = report;
    const position = ok ? report.head.position : report.position;
    const [hash, sentence] = ok ? [report.head.hash, null] : [null, report.sentence];
    await this.db.kysely.transaction().execute(async (tx) => {
      await sql`insert into log_verifications (verified_at, ok, position, hash, sentence)
                values (${verifiedAt}, ${ok}, ${position}, ${hash}, ${sentence})`.execute(tx);
      await sql`delete from log_verifications
                 where id not in (select id from log_verifications order by id desc limit ${KEPT})
                   and id is distinct from (select max(id) from log_verifications where ok)`.execute(tx);
    });
  }
}
