/** After all specs, also after failures: the throw-away Postgres stops and its folder goes. */
export default async function tearDown() {
  await globalThis.endTestPostgres?.();
}
