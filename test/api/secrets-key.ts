/** The key with which specs encrypt what signs links and webhooks. */
export const SECRETS_KEY = Buffer.alloc(32, 'a key of the specs');
