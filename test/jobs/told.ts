import type { JobsLog } from '#libs/jobs';

/** Keeps what a runner tells. */
export class Told implements JobsLog {
  readonly lines: string[] = [];
  log = (line: string): number => this.lines.push(`log: ${line}`);
  warn = (line: string): number => this.lines.push(`warn: ${line}`);
  error = (line: string): number => this.lines.push(`error: ${line}`);
}
