/** Imported first by every script: the one thing that has to be there before anything can be installed. */
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(
    `Dateline needs Node 20 or newer to start, and this is Node ${process.versions.node}; install a newer one.`,
  );
  process.exit(1);
}
