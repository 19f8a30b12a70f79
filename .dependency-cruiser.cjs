/**
 * The arrows of the house (ARCHITECTURE.md): libraries know only what lies below them, everybody enters a
 * library by its public face, and a `domain/` folder knows nothing of Nest, SQL or the machine.
 */
const below = {
  kernel: [],
  process: ['kernel'],
  edtf: [],
  database: ['kernel', 'edtf'],
  'event-store': ['kernel', 'edtf', 'database'],
  projections: ['kernel', 'edtf', 'database', 'event-store'],
  timeline: ['kernel', 'edtf', 'database', 'event-store', 'projections'],
  milestones: ['kernel', 'edtf', 'database', 'event-store', 'projections', 'timeline'],
  cases: ['kernel', 'edtf', 'database', 'event-store', 'projections', 'timeline', 'milestones'],
  reminders: [
    'kernel',
    'edtf',
    'database',
    'event-store',
    'projections',
    'timeline',
    'milestones',
    'cases',
    'jobs',
    'access',
  ],
  jobs: ['kernel', 'edtf', 'database'],
  access: ['kernel', 'database'],
  health: ['kernel', 'database', 'jobs', 'reminders'],
};
const arrows = Object.entries(below).map(([lib, allowed]) => ({
  name: `${lib}-knows-only-what-lies-below`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^libs/', pathNot: [`^libs/${lib}/`, ...allowed.map((name) => `^libs/${name}/`)].join('|') },
}));

module.exports = {
  forbidden: [
    ...arrows,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-imports-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-do-not-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'by-the-public-face',
      comment: 'Import #libs/NAME, never a file inside another library.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^$1/$2/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports kernel, edtf, zod, the tables of iso-3166 and itself, nothing else.',
      severity: 'error',
      from: { path: '/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '/domain/|^libs/(kernel|edtf)/|(^|/)node_modules/(zod|iso-3166)/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { pathNot: '\\.spec\\.ts$|^test/|^libs/testing/' },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'only-jobs-knows-bullmq',
      severity: 'error',
      from: { pathNot: '^libs/jobs/' },
      to: { path: 'node_modules/(bullmq|@nestjs/bullmq)/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
