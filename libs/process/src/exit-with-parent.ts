/**
 * For a process that `dateline up` started: leaves at once when the supervisor has gone, even if it was killed, so
 * that nothing serves or writes beside the next start. Without a supervisor it does nothing.
 */
export function exitWithParent(): void {
  if (!isSupervised()) return;
  process.on('disconnect', () => process.exit(1));
  process.channel?.unref();
}

/** Whether `dateline up`, and so `npm start`, runs this process: it then has a channel to its supervisor. */
export function isSupervised(): boolean {
  return process.channel !== undefined && process.channel !== null;
}
