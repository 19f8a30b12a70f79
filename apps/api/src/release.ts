import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/database';

const manifest = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };

/** The release that this is, as package.json names it. */
export const RELEASE = manifest.version;

/** The build that this runs from: the release, and the digest of the sources where the build's folder is named by it. */
export const BUILD = [RELEASE, /[/\\]dist[/\\]([0-9a-f]{16})[/\\]/.exec(import.meta.dirname)?.[1] ?? ''].join('-');
