/** A subscription of the running service with one of its tokens; both are put in when a request is sent. */
export interface KnownSubscription {
  id: string;
  token: string;
}

/** What stands for a value that is made anew in every run: `~token-3~`, `~key-write~`, `~fresh~`. */
const PLACE = /~[a-z]+(?:-\w+)?~/g;

/** Values of the running service, of which valid requests are made. */
export class KnownValues {
  readonly subscriptions: KnownSubscription[] = [];
  readonly #ids = new Map<string, string[]>();
  readonly #subjects = new Map<string, string[]>();
  readonly #cursors = new Map<string, string[]>();
  readonly #values = new Map<string, Set<string>>();
  readonly #places = new Map<string, string>();

  /** Adds ids of a collection: `facts` for what stands at `/v1/facts/{id}`. */
  addIds(collection: string, ids: readonly string[]): void {
    this.#ids.set(collection, [...new Set([...(this.#ids.get(collection) ?? []), ...ids])]);
  }

  addSubject(type: string, id: string): void {
    this.#subjects.set(type, [...(this.#subjects.get(type) ?? []), id]);
  }

  addCursor(path: string, cursor: string): void {
    this.#cursors.set(path, [...(this.#cursors.get(path) ?? []), cursor]);
  }

  /** Adds a value that a filter of this name takes. */
  addValue(name: string, value: string): void {
    this.#values.set(name, (this.#values.get(name) ?? new Set()).add(value));
  }

  /** Adds a subscription with a token of its own. */
  addSubscription(id: string, token: string): void {
    const number = this.subscriptions.length;
    this.subscriptions.push({ id: `~subscription-${number}~`, token: `~token-${number}~` });
    this.setPlace(`subscription-${number}`, id);
    this.setPlace(`token-${number}`, token);
  }

  /** Sets the value that `~name~` stands for. */
  setPlace(name: string, value: string): void {
    this.#places.set(`~${name}~`, value);
  }

  /** Ids of a collection; one that is unknown where it has none. */
  idsOf(collection: string): string[] {
    if (collection === 'subscriptions') return this.subscriptions.map(({ id }) => id);
    return this.#ids.get(collection) ?? ['nobody'];
  }

  subjectsOf(type: string): string[] {
    return this.#subjects.get(type) ?? this.idsOf('subjects');
  }

  /** Cursors of a list; its feeds and files take the same. */
  cursorsOf(path: string): string[] {
    return this.#cursors.get(path.replace(/\.[\w.]+$/, '')) ?? [];
  }

  valuesOf(name: string): string[] {
    return [...(this.#values.get(name) ?? [])];
  }

  /** Puts the values of this run where a text names them. */
  filled(text: string, fresh: string): string {
    return text.replaceAll(PLACE, (place) => (place === '~fresh~' ? fresh : (this.#places.get(place) ?? place)));
  }
}
