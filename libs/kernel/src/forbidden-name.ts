/**
 * True where a value that came from JSON has a field named `__proto__` at any depth. What copies such a value could change
 * more than the copy, or lose the field, so that every reader of records refuses it. Walks without recursion, as the depth
 * of the value is not known yet.
 */
export function hasForbiddenName(root: unknown): boolean {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, FORBIDDEN_NAME)) return true;
    for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) open.push(part);
  }
  return false;
}

/** The name that no field may have. */
export const FORBIDDEN_NAME = '__proto__';
