import type { z } from 'zod';
import type { AuditAction } from '#libs/access';
import type { AnswerName } from './answers.js';

/** One call of the API, as it is described. */
export interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As OpenAPI writes it: /v1/facts/{id}. */
  path: string;
  operationId: string;
  tag: 'Timeline' | 'Cases' | 'Records' | 'Import and export' | 'Subscriptions' | 'Operation' | 'About';
  summary: string;
  description?: string;
  scope: 'read' | 'write' | 'admin' | 'open';
  /** The session of a browser is taken as well, as a key with the scope `read`, where reading needs a key. */
  takesSession?: true;
  parameters?: z.ZodObject;
  /** The body, by media type: the name of a schema, or null where it is a stream of lines. */
  body?: Readonly<Record<string, string | null>>;
  /** The answer, by media type: the name of a schema, or null where it is no JSON. */
  answer: Readonly<Record<string, AnswerName | null>>;
  /** Its answer is a 201. */
  created?: boolean;
  /** For an operation that records: 201, the ETag, and how versions are expected. */
  writes?: boolean;
  /** Where the answer only says that the work will be done, and where to look. */
  accepts?: boolean;
  /** How its calls are named in the audit trail; every operation of administration that changes something has a name. */
  audit?: AuditAction;
  /** Statuses of problems beside those that every call can answer. */
  problems?: readonly number[];
}
