import type { Measurement } from '../measurement.js';
import { Receiving } from '../reminders/receiving.js';
import { moveClock, subscribers, WHEN_ALL_IS_DUE } from '../reminders/subscribers.js';
import { ResidentMemory } from '../resident-memory.js';
import { Service } from '../service.js';

/** What a worker holds while very many are due. */
export const dueMemory: Measurement = {
  key: 'due-memory',
  name: 'most resident memory of the worker while 100,000 reminders are due',
  unit: 'MB',
  better: 'less',
  target: {},
  rounds: 1,
  warmUps: 0,
  note: 'The built API and worker as processes, the queue on Postgres, looked at every second from the start of the worker until the receiver has every message.',
  prepare: async (ground) => {
    const count = ground.size(100_000, 2_000);
    const receiver = await Receiving.start();
    const planned = await subscribers(ground, { count, leadTimes: ['P0D'], url: receiver.url });
    await moveClock(planned, WHEN_ALL_IS_DUE);
    return {
      ours: async () => {
        const url = await ground.database({ url: planned });
        const service = await Service.start(ground, url, 1, { WEBHOOK_ALLOW_PRIVATE: 'true' });
        const memory = new ResidentMemory(service.worker.pid!);
        try {
          const { firstMs, lastMs } = await receiver.until(count);
          const rate = (count * 1_000) / (lastMs - firstMs);
          return { value: memory.peak(), details: { 'messages a second': rate } };
        } finally {
          memory.stop();
          await service.end();
          await ground.drop(url);
        }
      },
      end: async () => {
        await receiver.end();
        await ground.drop(planned);
      },
    };
  },
};
