import type { AuditAction, AuditEntry } from '#libs/access';
import type { Context } from './context.js';

/**
 * Does an action of administration and records it in the audit trail, with how it ended.
 *
 * @param foundIn the target and the details of the entry, where only the result says them
 * @throws what the action throws
 */
export function audited<T>(
  { audit, recorder: { by, requestId } }: Pick<Context, 'audit' | 'recorder'>,
  { action, target }: { action: AuditAction; target?: string },
  work: () => Promise<T>,
  foundIn?: (result: T) => Pick<AuditEntry, 'target' | 'details'>,
): Promise<T> {
  return audit.around({ actor: by, action, target, requestId }, work, foundIn);
}
