import type { JsonObject } from '#libs/kernel';

/** Brings the data of one event type from one version of its shape to the next. Pure; the stored event stays as it is. */
export interface Upcaster {
  type: string;
  /** The version that it understands; it returns version `from + 1`. */
  from: number;
  up(data: JsonObject): JsonObject;
}

/**
 * The shapes that event types have had. A type starts at version 1; every upcaster adds one version, and what is recorded
 * from then on carries the newest. Reading always gives the newest shape.
 */
export class EventShapes {
  readonly #steps = new Map<string, Map<number, Upcaster>>();

  /** @throws Error where a type's upcasters are not numbered 1, 2, 3, ... once each. */
  constructor(upcasters: readonly Upcaster[] = []) {
    for (const upcaster of upcasters) {
      const steps = this.#steps.get(upcaster.type) ?? new Map<number, Upcaster>();
      if (steps.has(upcaster.from)) {
        throw new Error(`There are two upcasters for version ${upcaster.from} of "${upcaster.type}"; keep one.`);
      }
      this.#steps.set(upcaster.type, steps.set(upcaster.from, upcaster));
    }
    for (const [type, steps] of this.#steps) {
      for (let version = 1; version <= steps.size; version++) {
        if (!steps.has(version)) throw new Error(`The upcaster for version ${version} of "${type}" is not there.`);
      }
    }
  }

  /** The version of the shape in which events of this type are recorded now. */
  currentVersion(type: string): number {
    return 1 + (this.#steps.get(type)?.size ?? 0);
  }

  /**
   * The data of a stored event in the newest shape.
   *
   * @throws Error for a version that this release does not know yet: a newer release wrote it.
   */
  upcast(type: string, schemaVersion: number, data: JsonObject): JsonObject {
    const current = this.currentVersion(type);
    if (schemaVersion > current) {
      throw new Error(
        `An event of type "${type}" has shape ${schemaVersion}, and this release knows ${current}; update it.`,
      );
    }
    let shaped = data;
    for (let version = schemaVersion; version < current; version++) {
      shaped = this.#steps.get(type)!.get(version)!.up(shaped);
    }
    return shaped;
  }
}

/** Every type in its first shape. */
export const FIRST_SHAPES = new EventShapes();
