import type { AuditAction } from '#libs/access';
import type { Context } from './context.js';

/**
 * Does an action of administration and records it in the audit trail, with how it ended.
 *
 * @param targetOf finds in the result what the action was about, where only the result says so
 * @throws what the action throws
 */
export function audited<T>(
  { audit, recorder: { by, requestId } }: Pick<Context, 'audit' | 'recorder'>,
  { action, target }: { action: AuditAction; target?: string },
  work: () => Promise<T>,
  targetOf?: (result: T) => string,
): Promise<T> {
  return audit.around({ actor: by, action, target, requestId }, work, targetOf);
}
