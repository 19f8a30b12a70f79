/** What stands around every page. */
export const site = {
  site: {
    name: 'Dateline',
    skip: 'Skip to the content',
    theme: 'Dark or light',
    themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Español',
  },
  nav: { timeline: 'Timeline', cases: 'Cases', milestones: 'Milestones', api: 'API', label: 'Main' },
  footer: {
    remind: 'Remind me',
    editor: 'Editor',
    position: 'As of position {{position}} of the log.',
    data: 'The same as data',
    about:
      'Every statement has a source. Corrections are added, and earlier wordings stay readable; text is removed only where a law demands it, and the log says so.',
  },
  past: {
    label: 'Not the present',
    banner: 'This page does not show the present. It shows the records {{clocks}}.',
    present: 'Back to the present',
    asOf: 'as of {{day}}',
    knownAt: 'as known on {{day}}',
    recordedBy: 'as recorded by {{day}}',
    position: 'as recorded by position {{position}} of the log',
    attributes: 'These attributes carry no date: some may have become known only later.',
  },
  coverage: {
    newest: 'Data as of {{day}}.',
    undated: 'No dated source is on record.',
    shown: 'Newest news of what is shown: {{day}}.',
    cases: 'Newest news of a case: {{day}}.',
    counted_one: '{{count}} request for review on record;',
    counted_other: '{{count}} requests for review on record;',
    official: 'official count: {{official}}',
    then_one: '{{count}} on record by then',
    then_other: '{{count}} on record by then',
  },
  page: { next: 'Next page', previous: 'Previous page', label: 'Pages' },
  signIn: {
    title: 'Sign in',
    hint: 'Reading here needs a key. The browser is signed in for 12 hours, or until you sign out or the key ends.',
    key: 'Key',
    button: 'Sign in',
    out: 'Sign out',
  },
  problem: {
    title: 'This cannot be shown',
    notFound: 'There is nothing at this address',
    back: 'To the timeline',
  },
};
