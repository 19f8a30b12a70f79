import { Script } from 'node:vm';
import { settingNames } from './setting-names.js';
import { textOf } from './documents.js';

const compose = textOf('docker-compose.yml');
const dockerfile = textOf('Dockerfile');

const indent = (line: string): number => line.length - line.trimStart().length;

/** The lines of a block of the file, by the line that begins it; those that are indented further. */
function block(first: RegExp): string[] {
  const lines = compose.split('\n');
  const at = lines.findIndex((line) => first.test(line));
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && indent(line) <= indent(lines[at]!));
  return at < 0 ? [] : rest.slice(0, end < 0 ? undefined : end);
}

const services = block(/^services:/).flatMap((line) => /^ {2}(\w+):$/.exec(line)?.[1] ?? []);

describe('docker-compose.yml', () => {
  it('passes every setting that a process reads, but for those that the image sets', () => {
    const environment = block(/^x-dateline:/).flatMap((line) => /^ {4}([A-Z\d_]+):/.exec(line)?.[1] ?? []);
    const inImage = [...dockerfile.matchAll(/\b(HOST|PORT|DATA_DIR)=/g)].map(([, name]) => name!);
    const ofOwner = block(/^ {2}migrate:$/).flatMap((line) => /^ {6}([A-Z\d_]+):/.exec(line)?.[1] ?? []);
    expect(ofOwner).toEqual(['DATABASE_OWNER_URL', 'DATABASE_OWNER_PASSWORD']);
    expect([...environment, ...ofOwner, ...new Set(inImage)].toSorted()).toEqual(settingNames());
  });

  it('runs every service without rights that it does not need, within bounds', () => {
    expect(services).toEqual(['postgres', 'redis', 'roles', 'migrate', 'api', 'worker']);
    const limits = block(/^x-limits:/).join('\n');
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true', 'pids_limit:'])
      expect(limits).toContain(line);
    expect(block(/^x-dateline:/).join('\n')).toMatch(/<<: \*limits[^]*mem_limit:/);
    for (const service of services) {
      const text = block(new RegExp(`^ {2}${service}:$`)).join('\n');
      expect([service, text]).toEqual([service, expect.stringMatching(/<<: \*(dateline|limits[^]*mem_limit:)/)]);
      expect([service, text]).toEqual([service, expect.not.stringMatching(/privileged|cap_add/)]);
    }
  });

  it('gives the superuser of the database to the database and to what sets up the roles, and the owner to what migrates', () => {
    const textsOf = (name: string): string => block(new RegExp(`^ {2}${name}:$`)).join('\n');
    const having = (secret: RegExp): string[] => services.filter((service) => secret.test(textsOf(service)));
    expect(having(/\$\{POSTGRES_PASSWORD/)).toEqual(['postgres', 'roles']);
    expect(having(/\$\{OWNER_PASSWORD/)).toEqual(['roles', 'migrate']);
    expect(block(/^x-dateline:/).join('\n')).not.toMatch(/\$\{(POSTGRES|OWNER)_PASSWORD/);
    expect(textsOf('migrate')).toMatch(/DATABASE_OWNER_URL: postgresql:\/\/dateline_owner@/);
    expect(textsOf('migrate')).toMatch(/roles:\n +condition: service_completed_successfully/);
    expect(textsOf('roles')).toContain('./migrations/roles.sql:/roles.sql:ro');
  });

  it('publishes the API alone, on loopback unless an address is set, and puts no secret into an address', () => {
    const published = compose.match(/^ *- .*:\d+$/gm) ?? [];
    expect(published.map((line) => line.trim())).toEqual(['- ${BIND_ADDRESS:-127.0.0.1}:${PORT:-3000}:3000']);
    expect(compose).not.toMatch(/:\/\/[^\s]*\$\{/);
  });

  it('checks the health of the worker where it shows it', () => {
    expect(block(/^x-dateline:/).join('\n')).toMatch(/WORKER_PORT: \$\{WORKER_PORT:-\d+\}/);
    const [, program = ''] = /- '(fetch\(.*\))'$/m.exec(block(/^ {2}worker:$/).join('\n')) ?? [];
    expect(program).toContain('"http://127.0.0.1:" + process.env.WORKER_PORT + "/health/ready"');
    expect(() => new Script(program)).not.toThrow();
  });

  it('keeps the data of each service in a volume', () => {
    const volumes = block(/^volumes:/).flatMap((line) => /^ {2}(\w+):/.exec(line)?.[1] ?? []);
    expect(volumes).toEqual(['data', 'postgres', 'redis']);
    for (const volume of volumes) expect(compose).toMatch(new RegExp(`- ${volume}:/`));
  });
});

describe('Dockerfile', () => {
  it('runs as a user without rights, who owns the folder that is written to', () => {
    expect(dockerfile).toMatch(/^RUN install -d -o node -g node -m 0700 \/data$/m);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('RUN '));
    expect(dockerfile).toMatch(/^VOLUME \/data$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });
});
