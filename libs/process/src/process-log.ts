import { ConsoleLogger } from '@nestjs/common';
import type { LogLevel } from '#libs/kernel';

const NEST_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;
/** How many of Nest's levels each level of ours lets through. */
const LET_THROUGH: Record<LogLevel, number> = { error: 2, warn: 3, info: 4, debug: 5, trace: 6 };
/** What Nest tells about its own start: a line for every module and route. */
const ABOUT_NEST = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'ExceptionHandler',
]);

/** The log of the process: for people on a terminal, one JSON object a line elsewhere. */
export class ProcessLog extends ConsoleLogger {
  constructor(level: LogLevel) {
    const terminal = process.stdout.isTTY;
    super({
      prefix: 'dateline',
      logLevels: NEST_LEVELS.slice(0, LET_THROUGH[level]),
      json: !terminal,
      colors: terminal,
    });
  }

  /** What Nest tells about itself is for those who look for faults. */
  override log(message: unknown, ...rest: unknown[]): void {
    if (ABOUT_NEST.has(String(rest.at(-1)))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  /** Why the process cannot start is said once, in a sentence, by whoever starts it. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (ABOUT_NEST.has(String(rest.at(-1)))) super.debug(message, ...rest);
    else super.error(message, ...rest);
  }
}
