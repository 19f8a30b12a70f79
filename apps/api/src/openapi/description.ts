import { keyRequest, rotationRequest } from './key-operations.js';
import { subscriptionDraft, subscriptionForm, subscriptionPatch, subscriptionSettings } from '#libs/reminders';
import { SAMPLES } from '#libs/timeline';
import { PROBLEM_JSON } from '../http/problem-json.js';
import { answerSchemas, SCOPE_SENTENCE } from './answers.js';
import type { Operation } from './operation.js';
import { OPERATIONS } from './operations.js';
import { parametersOfSchema } from './parameters.js';
import { jsonSchema, recordSchemas } from './records.js';

/** The injection token of the description as text. */
export const API_DESCRIPTION = Symbol('API description');

type Described = Record<string, unknown>;

const TAGS = {
  Timeline: 'What happened, in order: facts, their subjects and sources, and what is due.',
  Cases: 'How cases stand, how that changed, and what it adds up to.',
  Records: 'Putting records on record. Each has an id that makes it safe to send again.',
  'Import and export': 'Many records at once, and all of them.',
  Subscriptions: 'Being told: milestones before they come, and what is new. Whoever holds the token of one manages it.',
  Operation: 'For whoever runs the service.',
  About: 'What the service says about itself.',
} as const;

const INTRODUCTION =
  `A timeline of dated public facts, each with its sources, under three clocks: when it occurred, since
when it could be known, and when it was recorded. Every question takes the clocks \`asOf\`, \`knownAt\` and \`recordedBy\`,
alone and together. An answer says the position of the log that it reflects; send the position of a write back as
\`after\` to read what was written.`.replaceAll('\n', ' ');

const KEYED = [{ bearer: [] }, { apiKey: [] }];

/** The OpenAPI 3.1 description of this API. */
export function describeApi(settings: { version: string; readAccess: 'public' | 'key' }): Described {
  const paths: Record<string, Described> = {};
  for (const operation of OPERATIONS) {
    const needsKey =
      operation.scope === 'write' ||
      operation.scope === 'admin' ||
      (operation.scope === 'read' && settings.readAccess === 'key');
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation, needsKey),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dateline',
      version: settings.version,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This service.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: {
        ...recordSchemas(),
        Subscription: jsonSchema(subscriptionForm),
        SubscriptionDraft: jsonSchema(subscriptionDraft),
        SubscriptionPatch: jsonSchema(subscriptionPatch),
        SubscriptionSettings: jsonSchema(subscriptionSettings),
        KeyRequest: jsonSchema(keyRequest),
        KeyRotation: jsonSchema(rotationRequest),
        ...answerSchemas(),
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: SCOPE_SENTENCE },
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: 'The same key in a header of its own.',
        },
      },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, said]) => [`Problem${status}`, problem(status, said)]),
      ),
    },
  };
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'A parameter, a header or the body cannot be used; nothing was changed.',
  401: 'A key is needed, or the one that was sent is not valid.',
  403: 'The key does not have the scope that this needs, the token is invalid, or a browser sent the request for a page of another site (`Origin`, `Sec-Fetch-Site`).',
  404: 'There is no such thing on record.',
  409: 'The id stands for another record, or for a redacted one (a repeat would confirm a guess of its text), or the view has not arrived at `after` yet.',
  412: 'The stream stands at another version than was expected.',
  408: 'The body came too slowly; the connection is closed.',
  413: 'The body is larger than 1 MiB, or than 64 KiB without a key; or an import with `atomic` is larger than one may be.',
  415: 'The body is of another type.',
  429: 'The quota of the key or of the client address is used up; `Retry-After` says when a request succeeds again.',
  422: 'The record is understood and breaks a rule, or rests on something that is not on record.',
  503: 'The database is away or late, or the service has more to do than it can; send again after `Retry-After`.',
};

/** The parts of paths that stand for something. */
const PATH_PARAMETERS: Readonly<Record<string, { example: string; description: string }>> = {
  id: { example: 'usmca', description: 'The id.' },
  request: { example: 'sub-0123456789abcdef0123', description: 'The id of a pending request.' },
  name: { example: 'timeline', description: 'The name of the view.' },
  code: { example: 'parameter-invalid', description: 'The code, as the `type` of a problem ends.' },
};

function describe(operation: Operation, needsKey: boolean): Described {
  const { operationId, tag, summary, description, scope, path, parameters, body } = operation;
  const pathParameters = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    ...PATH_PARAMETERS[name!],
  }));
  const scopeSentence = needsKey ? `Needs a key with the scope \`${scope}\`.` : '';
  return {
    operationId,
    tags: [tag],
    summary,
    description: [description, scopeSentence].filter(Boolean).join(' ') || summary,
    security: needsKey ? KEYED : [],
    parameters: [
      ...pathParameters,
      ...(parameters ? parametersOfSchema(parameters) : []),
      ...(operation.writes ? VERSIONS : []),
    ],
    ...(body && { requestBody: { required: true, content: contentOf(body, operationId) } }),
    responses: responsesOf(operation, needsKey),
  };
}

const VERSIONS = [
  {
    name: 'If-Match',
    in: 'header',
    description: '`*`: the stream must exist; `"3"`: it must stand at that version. Neither header: any version.',
    schema: { type: 'string' },
    example: '"3"',
  },
  {
    name: 'If-None-Match',
    in: 'header',
    description: '`*`: the stream must not exist yet.',
    schema: { type: 'string', const: '*' },
    example: '*',
  },
];

function responsesOf(operation: Operation, needsKey: boolean): Described {
  const told = { description: operation.summary, content: contentOf(operation.answer) };
  const position = {
    headers: {
      ETag: { description: 'The version of the stream.', schema: { type: 'string' }, example: '"3"' },
      ...(operation.writes && {
        Location: { description: 'The address of what was recorded or changed.', schema: { type: 'string' } },
      }),
    },
  };
  const good: Record<number, Described> = operation.writes
    ? {
        201: { ...told, ...position, description: 'Recorded.' },
        200: {
          ...told,
          ...position,
          description: 'On record already with the same content; answered as the first time.',
        },
      }
    : { [operation.accepts ? 202 : operation.created ? 201 : 200]: told };
  const other =
    operation.path === '/health/ready' ? { 503: { ...told, description: 'Not ready; `problems` says why.' } } : {};
  const atomic =
    operation.operationId === 'importRecords'
      ? { 422: { ...told, description: 'With `atomic`, lines were refused: nothing was recorded.' } }
      : {};
  const statuses = [
    400,
    ...(needsKey ? [401, 403] : operation.scope === 'read' ? [401] : []),
    ...(operation.writes ? [409, 412, 415, 422] : []),
    ...(operation.body ? [408, 413] : []),
    ...(operation.path === '/health/live' ? [] : [429]),
    ...(operation.tag === 'Timeline' || operation.tag === 'Cases' ? [409] : []),
    ...(operation.problems ?? []),
    ...(operation.path === '/health/live' ? [] : [503]),
  ];
  const headers = {
    ...REQUEST_ID,
    ...(operation.path !== '/health/live' && QUOTA),
    ...(operation.parameters !== undefined && 'cursor' in operation.parameters.shape && PAGES),
  };
  const limited = withHeaders(good, headers);
  const problems = Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
  return { ...limited, ...problems, ...other, ...atomic };
}

/** The fields of draft-ietf-httpapi-ratelimit-headers, which answers carry unless RATE_LIMIT is off. */
const QUOTA = {
  'RateLimit-Policy': {
    description: 'The quota: `q` points in `w` seconds, of the client address or of the key.',
    schema: { type: 'string' },
    example: '"client";q=1200;w=60',
  },
  RateLimit: {
    description: 'What is left of it (`r`), and in how many seconds it is whole again (`t`).',
    schema: { type: 'string' },
    example: '"client";r=1163;t=41',
  },
};

const REQUEST_ID = {
  'X-Request-Id': {
    description: 'The id under which the log of the service knows the request.',
    schema: { type: 'string' },
    example: '5f2b7c1e-8a43-4e59-9d61-0c3a7b8e2f10',
  },
};
const RETRY_AFTER = {
  'Retry-After': {
    description: 'In how many seconds the request may succeed (RFC 9110, section 10.2.3).',
    schema: { type: 'integer' },
    example: 30,
  },
};
const PAGES = {
  Link: {
    description: 'The next and the previous page, where there is one (RFC 8288).',
    schema: { type: 'string' },
    example: '</v1/timeline?cursor=eyJ2IjoxfQ>; rel="next"',
  },
};

function withHeaders(answers: Record<number, Described>, headers: Described): Record<number, Described> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      { ...answer, headers: { ...(answer['headers'] as Described | undefined), ...headers } },
    ]),
  );
}

function problem(status: string, description: string): Described {
  const mayPass = ['409', '429', '503'].includes(status);
  return {
    description,
    headers: { ...REQUEST_ID, ...(mayPass && RETRY_AFTER) },
    content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function contentOf(types: Readonly<Record<string, string | null>>, operationId?: string): Described {
  return Object.fromEntries(
    Object.entries(types).map(([type, name]) => [
      type,
      {
        schema:
          name === null
            ? type === 'application/cloudevents-batch+json'
              ? { type: 'array', items: { type: 'object' } }
              : { type: 'string' }
            : { $ref: `#/components/schemas/${name}` },
        ...exampleOf(type, operationId),
      },
    ]),
  );
}

const sample = (eventType: string): Described => ({ ...SAMPLES.get(eventType)?.data });

/** Frozen samples as examples: what the log has taken, the server takes. */
function exampleOf(type: string, operationId?: string): Described {
  switch (operationId) {
    case 'recordSource':
      return { example: sample('source.recorded') };
    case 'recordSubject':
      return { example: sample('subject.recorded') };
    case 'recordFact':
      return { example: sample('agreement.signed') };
    case 'correctFact':
      return { example: sample('fact.corrected') };
    case 'correctSubject':
      return { example: sample('subject.corrected') };
    case 'correctSource':
      return { example: sample('source.corrected') };
    case 'retractFact':
      return { example: sample('fact.retracted') };
    case 'createSubscription':
      return { example: SUBSCRIPTION };
    case 'previewDraft':
      return { example: { ...SUBSCRIPTION, channel: { type: 'email' } } };
    case 'changeSubscription':
    case 'previewChange':
      return { example: { digest: 'weekly', digestDay: 1 } };
    case 'importRecords':
      return { example: type === 'text/csv' ? CSV : NDJSON };
    default:
      return {};
  }
}

const SUBSCRIPTION = {
  channel: { type: 'email', address: 'ana@example.org' },
  filter: { subjects: ['usmca'], kinds: ['milestones', 'developments'] },
  leadTimes: ['P90D', 'P30D', 'P7D', 'P0D'],
  timeZone: 'America/Mexico_City',
  localTime: '09:00',
};

const NDJSON = ['source', 'subject']
  .map((kind) => JSON.stringify({ record: kind, ...SAMPLES.get(`${kind}.recorded`)?.data }))
  .join('\n');
const CSV = 'record,id,title,publisher\nsource,example-gazette,The Example Gazette,Example Press\n';
