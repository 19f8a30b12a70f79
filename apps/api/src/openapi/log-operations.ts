import type { Operation } from './operation.js';

/** What others need to check the log. */
export const logOperations: readonly Operation[] = [
  {
    method: 'GET',
    tag: 'Import and export',
    scope: 'read',
    path: '/v1/log/checkpoint',
    operationId: 'getLogCheckpoint',
    summary: 'The signed head of the log',
    description:
      'The newest head (position and hash of an event) as a C2SP signed note in the form of a checkpoint, signed with Ed25519 by a key outside the database. The hash is the last link of the hash chain and not the root of a Merkle tree; `dateline verify --head` takes it as `position:hash` in hexadecimal. Every feed, change feed and export names it too, in the header `Dateline-Log-Head` and in what is saved: in itself, or in the name of the file, with `-` for `:`.',
    answer: { 'text/plain': null },
    problems: [404],
  },
];
