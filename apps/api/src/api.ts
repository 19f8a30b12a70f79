import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ensureAdminKey } from '#libs/access';
import { Database } from '#libs/database';
import { ProcessLog } from '#libs/process';
import { ApiModule, type ApiOptions } from './api.module.js';
import { serveDocs } from './docs/serve-docs.js';
import { Metrics } from './health/metrics.js';
import { giveHeaders } from './http/answer-headers.js';
import { Access } from './http/access.js';
import { AuditTrail } from './http/audit-trail.js';
import { httpServer, readBodies } from './http/fastify.js';
import { compressAnswers } from './http/compression.js';
import { closeUnusedConnections } from './http/unused-connections.js';
import { serveQueues } from './queues/serve-queues.js';
import { servePages } from './pages/serve-pages.js';

/** Makes the API, ready to listen. The ADMIN_KEY of its settings holds from now on. */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const { settings } = options;
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(options), httpServer(), {
    logger: new ProcessLog(settings.logLevel),
    bodyParser: false,
    abortOnError: false,
  });
  try {
    if (settings.adminKey !== undefined) await ensureAdminKey(app.get(Database), settings.adminKey);
    const server = app.getHttpAdapter().getInstance();
    closeUnusedConnections(server);
    readBodies(server);
    giveHeaders(server, settings.publicUrl);
    app.get(Access).guard(server);
    app.get(AuditTrail).record(server);
    await compressAnswers(server);
    app.get(Metrics).measure(server);
    await serveDocs(server);
    await serveQueues(app, settings);
    await servePages(server, settings.publicUrl, options.assets);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
