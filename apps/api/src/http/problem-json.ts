/** The media type of every error (RFC 9457). */
export const PROBLEM_JSON = 'application/problem+json';
