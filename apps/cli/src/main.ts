import { readSettings, SettingsError } from '#libs/kernel';
import { messageOf } from '#libs/database';
import { up } from './up/up.js';

try {
  if (process.argv[2] !== 'up') throw new Error('Use: dateline up');
  await up(readSettings(process.env));
  process.exit(0);
} catch (error) {
  console.error(error instanceof SettingsError ? error.sentences.join('\n') : messageOf(error));
  process.exit(1);
}
