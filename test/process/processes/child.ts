import { exitWithParent } from '#libs/process';

// A program of the service that would run for ever, if it were not for its parent.
exitWithParent();
setInterval(() => {}, 60_000);
process.send?.('running');
