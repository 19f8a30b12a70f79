import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { eventually } from '#libs/testing';

/** A mail server that takes every mail and keeps it. */
export interface MailSink {
  /** For SMTP_URL. */
  url: string;
  /** The mail to an address that fits; waits until there is one. */
  mailTo(address: string, fits?: (mail: ParsedMail) => boolean): Promise<ParsedMail>;
  stop(): Promise<void>;
}

/** Starts a mail server on a port of its own. */
export async function startMailSink(): Promise<MailSink> {
  const mails: ParsedMail[] = [];
  const take = async (stream: SMTPServerDataStream): Promise<string> => {
    mails.push(await simpleParser(await buffer(stream)));
    return 'taken';
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, _session, callback) => callbackify(take)(stream, callback),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailTo: async (address, fits = () => true) => {
      let found: ParsedMail | undefined;
      await eventually(() => {
        found = mails.find((mail) => [mail.to].flat()[0]?.text.includes(address) && fits(mail));
        expect(found).toBeDefined();
      });
      return found!;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
