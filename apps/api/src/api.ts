import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ensureAdminKey } from '#libs/access';
import { Database } from '#libs/database';
import { ProcessLog } from '#libs/process';
import { ViewReader } from '#libs/timeline';
import { ApiModule, type ApiOptions } from './api.module.js';
import { serveDocs } from './docs/serve-docs.js';
import { ANSWERING_VIEWS } from './health/readiness.js';
import { Metrics } from './health/metrics.js';
import { admitRequests, newQuotas } from './http/admission/admission.js';
import { USUAL_ADMISSION, type AdmissionLimits } from './http/admission/limits.js';
import { giveHeaders } from './http/answer-headers.js';
import { Access } from './http/access.js';
import { AuditTrail } from './http/audit-trail.js';
import { takeExpectations } from './http/expectations.js';
import { httpServer, readBodies } from './http/fastify.js';
import { refuseForeignOrigins } from './http/foreign-origin.js';
import { requirePlainBodies } from './http/body-encoding.js';
import { checkHosts } from './http/host-check.js';
import { keepPrivate } from './http/private-answers.js';
import { requireStorableAddresses } from './http/storable-request.js';
import { ReadingSessions } from './http/reading-sessions.js';
import { compressAnswers } from './http/compression.js';
import { closeUnusedConnections } from './http/unused-connections.js';
import { serveQueues } from './queues/serve-queues.js';
import { servePages } from './pages/serve-pages.js';

/** Makes the API, ready to listen. The ADMIN_KEY of its settings holds from now on. */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const { settings } = options;
  const limits: AdmissionLimits = { ...USUAL_ADMISSION, rateLimit: settings.rateLimit, ...options.admission };
  const quotas = newQuotas(limits);
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot(options, limits),
    httpServer(settings, limits, quotas.charge),
    { logger: new ProcessLog(settings.logLevel), bodyParser: false, abortOnError: false },
  );
  try {
    if (settings.adminKey !== undefined) await ensureAdminKey(app.get(Database), settings.adminKey);
    const server = app.getHttpAdapter().getInstance();
    closeUnusedConnections(server);
    giveHeaders(server, settings.publicUrl);
    keepPrivate(server);
    checkHosts(server, settings, quotas.charge);
    refuseForeignOrigins(server, settings.publicUrl, quotas.charge);
    requireStorableAddresses(server, quotas.charge);
    const views = app.get(ViewReader, { strict: false });
    const isAwaited = (after: bigint): Promise<boolean> => views.isAwaited(ANSWERING_VIEWS, after);
    readBodies(server, admitRequests(server, app.get(Access), limits, settings.trustProxy, quotas, isAwaited));
    requirePlainBodies(server);
    takeExpectations(server);
    app.get(AuditTrail).record(server);
    await compressAnswers(server);
    app.get(Metrics).measure(server);
    await serveDocs(server);
    await serveQueues(app, settings);
    await servePages(server, {
      origin: settings.publicUrl,
      access: app.get(Access),
      sessions: app.get(ReadingSessions),
      needsKey: settings.readAccess === 'key',
      folder: options.assets,
    });
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
