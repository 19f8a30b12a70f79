import type { Chance } from '../../chance.js';
import type { Service } from '../../service.js';
import { persistently, type TortureFault } from './fault.js';

/** So many subscriptions are damaged at once. */
const SOME = 5;

interface Row {
  id: string;
  time_zone: string;
  channel: string;
  address: string;
  secrets: string[];
  token_key: Buffer;
}

/** What is written over what a subscription's rows hold: the table, and the column with its value. */
const DAMAGES: Record<string, [table: 'subscriptions' | 'subscription_addresses', set: string]> = {
  'a time zone': ['subscriptions', `time_zone = 'CST'`],
  'a channel': ['subscriptions', `channel = 'fax'`],
  'an address': ['subscription_addresses', `address = 'no address'`],
  'a secret': ['subscription_addresses', `secrets = array['sealed:AAAA']`],
  'the key of links': [
    'subscription_addresses',
    `token_key = substr(token_key, 1, 32) || decode(repeat('00', 28), 'hex')`,
  ],
};

/** Rows that hold what nobody can use, and are repaired later, in an order by chance. */
export async function rowFaults(
  { database }: Service,
  subscriptions: readonly string[],
  chance: Chance,
): Promise<((lastsMs: number) => TortureFault)[]> {
  const { db, superuser } = database;
  // It keeps a service from writing such a row, and not an operator or a broken disk.
  await superuser.pool.query('alter table subscriptions drop constraint subscriptions_channel_known');
  return chance.shuffled(Object.keys(DAMAGES)).map((name) => (lastsMs) => {
    const ids = chance.shuffled(subscriptions).slice(0, SOME);
    const [table, set] = DAMAGES[name]!;
    let before: Row[] = [];
    return {
      kind: 'rows',
      what: `${name} of ${SOME} subscriptions`,
      lastsMs,
      begin: async () => {
        before = await persistently(() => readRows(db.pool, ids));
        const id = table === 'subscriptions' ? 'id' : 'subscription_id';
        await persistently(() => db.pool.query(`update ${table} set ${set} where ${id} = any($1)`, [ids]));
      },
      end: async () => {
        for (const row of before) {
          await persistently(() =>
            db.pool.query(`update subscriptions set time_zone = $2, channel = $3 where id = $1`, [
              row.id,
              row.time_zone,
              row.channel,
            ]),
          );
          await persistently(() =>
            db.pool.query(
              `update subscription_addresses set address = $2, secrets = $3, token_key = $4 where subscription_id = $1`,
              [row.id, row.address, row.secrets, row.token_key],
            ),
          );
        }
      },
    };
  });
}

async function readRows(pool: Service['database']['db']['pool'], ids: readonly string[]): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `select s.id, s.time_zone, s.channel, place.address, place.secrets, place.token_key
       from subscriptions s join subscription_addresses place on place.subscription_id = s.id where s.id = any($1)`,
    [ids],
  );
  return rows;
}
