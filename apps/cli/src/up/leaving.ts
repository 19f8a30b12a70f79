/**
 * A signal that is aborted when this process is asked to leave: by SIGINT, SIGTERM or SIGHUP, or because the launcher
 * (the parent that holds the other end of the channel) has gone. Being asked again changes nothing.
 */
export function leaving(): AbortSignal {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
  if (process.channel !== undefined) {
    process.on('disconnect', leave);
    process.channel?.unref();
    if (!process.connected) leave();
  }
  return controller.signal;
}

/** Settles when the signal is aborted, at once where it already is. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
