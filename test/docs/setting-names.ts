import { readSettings } from '#libs/kernel';

/** The names of the variables that a process reads, in order: those that `readSettings` looks at. */
export function settingNames(): string[] {
  const names = new Set<string>();
  readSettings(
    new Proxy<Record<string, string>>(
      {},
      {
        get: (_env, name) => {
          names.add(String(name));
          return undefined;
        },
      },
    ),
  );
  return [...names].toSorted();
}
