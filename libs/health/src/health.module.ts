import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { QueueProbe } from '#libs/jobs';
import { WorkReports } from './work-reports.js';

/** How the work of the service goes, for the process that shows it. Needs DatabaseModule. */
@Module({})
export class HealthModule implements OnApplicationShutdown {
  constructor(private readonly probe: QueueProbe) {}

  /** @param options.redisUrl where the queue is (REDIS_URL); in Postgres where left out */
  static forRoot({ redisUrl }: { redisUrl?: string }): DynamicModule {
    return {
      module: HealthModule,
      global: true,
      providers: [{ provide: QueueProbe, useFactory: () => new QueueProbe({ redisUrl }) }, WorkReports],
      exports: [WorkReports],
    };
  }

  onApplicationShutdown(): void {
    this.probe.close();
  }
}
