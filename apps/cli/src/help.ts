/** Examples for the end of a help text: what to type, and what it does. */
export function examples(...pairs: readonly (readonly [command: string, what: string])[]): string {
  const lines = pairs.flatMap(([command, what]) => [`  ${what}`, `    $ dateline ${command}`]);
  return ['', 'Examples:', ...lines].join('\n');
}
