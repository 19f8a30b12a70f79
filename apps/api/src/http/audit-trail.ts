import { Injectable, Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, allows, Audit } from '#libs/access';
import { withoutCaller } from '#libs/database';
import { messageOf } from '#libs/kernel';
import { operationAt } from '../openapi/addresses.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What a call of administration was about, where its address does not say so. */
    auditTarget: string | null;
    /** The id of the key that a rotation made, for the details of the entry. */
    auditMade: string | null;
  }
}

/** The longest target that is recorded. */
const LONGEST_TARGET = 200;

const logger = new Logger('audit');

/**
 * Records the calls of administration before they are answered: what a client has seen done is on record. The operations
 * say themselves which those are, so that no handler can forget it.
 */
@Injectable()
export class AuditTrail {
  constructor(private readonly audit: Audit) {}

  /** Adds the hook to a server. */
  record(server: FastifyInstance): void {
    server.decorateRequest('auditTarget', null);
    server.decorateRequest('auditMade', null);
    server.addHook('onSend', async (request, reply, payload) => {
      await this.#note(request, reply);
      return payload;
    });
  }

  /** A call without the scope is among the failed authorisations instead. */
  async #note(request: FastifyRequest, { statusCode }: FastifyReply): Promise<void> {
    const action = operationAt(request.method, request.routeOptions.url)?.audit;
    const { holder } = request;
    if (action === undefined || holder === null || !allows(holder.scopes, 'admin')) return;
    const outcome = statusCode < 400 ? 'done' : statusCode < 500 ? 'refused' : 'failed';
    const entry = {
      actor: actorOf(holder),
      action,
      target: targetOf(request),
      outcome,
      requestId: request.id,
    } as const;
    const { auditMade: made } = request;
    const details = { status: statusCode, ...(made !== null && { made }) };
    try {
      await withoutCaller(() => this.audit.note({ ...entry, details }));
    } catch (error) {
      // What was done cannot be taken back; the log of the process is the record then.
      logger.error(`The audit trail lacks ${JSON.stringify(entry)}: ${messageOf(error)}`);
    }
  }
}

function targetOf({ auditTarget, params }: FastifyRequest): string | null {
  const { id, name } = params as { id?: string; name?: string };
  const target = auditTarget ?? id ?? name;
  return target === undefined ? null : target.toWellFormed().replaceAll('\u0000', '\uFFFD').slice(0, LONGEST_TARGET);
}
