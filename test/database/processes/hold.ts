import { messageOf } from '#libs/kernel';
import { holdDataDir } from '#libs/database';

// Holds the folder that it is given until it is killed, and says so; or says why it cannot.
try {
  await holdDataDir(String(process.argv[2]), 'service', { address: 'http://127.0.0.1:3000' });
  console.log('held');
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(messageOf(error));
}
