#!/usr/bin/env node
/** `dateline`, the command line of the clone, built first where that is needed. */
import './require-node.mjs';
import { runCommandLine } from './run.mjs';
import { setUp } from './set-up.mjs';

process.exitCode = await runCommandLine(await setUp({ build: true }), process.argv.slice(2));
