/** What keeps the set-up from going on; the message is one sentence for people. */
export class SetUpError extends Error {}
