/** Each value as something else; what becomes null is left out. Reads no further than its reader has come. */
export async function* each<From, To>(
  values: AsyncIterable<From>,
  become: (value: From) => To | null,
): AsyncIterable<To> {
  for await (const value of values) {
    const other = become(value);
    if (other !== null) yield other;
  }
}

/** Values that are there already, as if they came one by one. */
export async function* oneByOne<Value>(values: Iterable<Value>): AsyncIterable<Value> {
  yield* values;
}
