import { Redis } from 'ioredis';
import { QueueProbe } from '#libs/jobs';
import { expectsRedis } from './backends.js';
import { startRedis, type RedisServer } from './redis-server.js';

const ifRedis = expectsRedis ? describe : describe.skip;

ifRedis('the probe of a queue in Redis', () => {
  let redis: RedisServer;
  let client: Redis;
  let probe: QueueProbe;

  beforeEach(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    client.on('error', () => {});
    probe = new QueueProbe({ redisUrl: redis.url });
  });
  afterEach(async () => {
    probe.close();
    client.disconnect();
    await redis.stop();
  });

  it('finds nothing where Redis takes writes, and writes nothing itself', async () => {
    expect(await Promise.all([probe.problem(), probe.problem()])).toEqual([null, null]);
    expect(await client.dbsize()).toBe(0);
  });

  it('finds a Redis that is full', async () => {
    await client.config('SET', 'maxmemory', '1');
    expect(await probe.problem()).toMatch(/^is full \(\d+ of 1 bytes\)$/);
    await client.config('SET', 'maxmemory', '0');
    expect(await probe.problem()).toBeNull();
  });

  it('finds a Redis that is a replica', async () => {
    await client.replicaof('127.0.0.1', 9);
    expect(await probe.problem()).toBe('is a read-only replica');
    await client.replicaof('NO', 'ONE');
    expect(await probe.problem()).toBeNull();
  });

  it('finds a Redis that is away, and that it is back', async () => {
    expect(await probe.problem()).toBeNull();
    await redis.stop();
    expect(await probe.problem()).toMatch(/^cannot be reached \(.+\)$/);
    expect(await probe.problem()).toMatch(/^cannot be reached \(.*ECONNREFUSED.*\)$/);
    redis = await startRedis(redis.port);
    expect(await probe.problem()).toBeNull();
  });
});

describe('the probe of a queue in Postgres', () => {
  it('finds nothing, as that queue goes with its database', async () => {
    expect(await new QueueProbe({}).problem()).toBeNull();
  });
});
