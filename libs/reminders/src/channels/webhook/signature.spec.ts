import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { signatureOf } from './signature.js';

describe('signatures of webhooks', () => {
  it.each(['{"plain":true}', 'Señal de México — 東京 \u{1f30e}', 'x'.repeat(70_000)])(
    'are those of the reference package: %#',
    (body) => {
      const secret = `whsec_${randomBytes(24).toString('base64')}`;
      const at = new Date(1_782_900_000_000);
      const signature = signatureOf(secret, 'msg_1', '1782900000', Buffer.from(body));
      expect(signature).toBe(new Webhook(secret).sign('msg_1', at, body));
      const bare = signatureOf(secret.slice('whsec_'.length), 'msg_1', '1782900000', Buffer.from(body));
      expect(bare).toBe(signature);
    },
  );
});
