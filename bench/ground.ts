import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgres, migrate, openDatabase } from '#libs/database';

const TEMPLATE = 'bench_template';

/**
 * Where everything is measured: one embedded Postgres of its own in a temporary folder, run exactly as `npm start` runs
 * it (fsync and synchronous_commit on), with a database of its own for every side of every measurement.
 */
export class Ground {
  #databases = 0;

  private constructor(
    /** A small run that shows that everything works and roughly how it stands. */
    readonly quick: boolean,
    /** How many events the long measurements take in a full run. */
    readonly events: number,
    /** A folder for files, gone at the end. */
    readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
  ) {}

  static async start(quick: boolean, events = 1_000_000): Promise<Ground> {
    const folder = await mkdtemp(join(tmpdir(), 'dateline-bench-'));
    await chmod(folder, 0o755);
    const ground = new Ground(quick, events, folder, await EmbeddedPostgres.start(folder));
    try {
      await ground.makeTemplate();
    } catch (error) {
      await ground.end();
      throw error;
    }
    return ground;
  }

  /** The URL of a new database: migrated and empty, a copy of another (to which nobody is connected), or bare. */
  async database(copyOf: 'migrated' | 'bare' | { url: string } = 'migrated'): Promise<string> {
    const name = `bench_${++this.#databases}`;
    const template = copyOf === 'migrated' ? TEMPLATE : copyOf === 'bare' ? 'template1' : nameOf(copyOf.url);
    await this.administer(`create database ${name} template ${template}`);
    return this.#urlOf(name);
  }

  /** Removes a database, whoever is connected to it. */
  async drop(url: string): Promise<void> {
    await this.administer(`drop database if exists ${nameOf(url)} with (force)`);
  }

  /** Writes out what earlier work left in memory, so that nobody pays for what somebody else wrote. */
  async settle(): Promise<void> {
    await this.administer('checkpoint');
  }

  async end(): Promise<void> {
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** By size: the first in a full run, the second in a quick one. */
  size(full: number, quick: number): number {
    return this.quick ? quick : full;
  }

  private async makeTemplate(): Promise<void> {
    await this.administer(`create database ${TEMPLATE}`);
    const template = openDatabase(this.#urlOf(TEMPLATE), { max: 2 });
    try {
      await migrate(template);
    } finally {
      await template.close();
    }
  }

  /** Runs a statement that stands in no transaction. */
  async administer(statement: string, url = this.#urlOf('postgres')): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  #urlOf(name: string): string {
    return this.postgres.superuserUrl.replace('/dateline?', `/${name}?`);
  }
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
