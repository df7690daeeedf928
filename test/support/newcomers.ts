// People who sign up by themselves, and the mailbox their letters are caught in.
import {
  type CaughtMail,
  type MailCatcher,
  startMailCatcher,
} from '../../scripts/mail-catcher.mjs';
import type { NoticeView } from '../../src/identity/contract.js';
import type { Config } from '../../src/shared/config.js';
import { type Answer, type TestPerson, until, World } from './world.js';

export const PASSWORD = 'seven green herons at dusk';

export interface Owner extends TestPerson {
  email: string;
  verificationId: string;
}

/** A world with a mailbox; `stop()` ends both. */
export class Newcomers {
  private count = 0;

  private constructor(
    readonly world: World,
    readonly catcher: MailCatcher,
  ) {}

  static async start(config: Partial<Config> = {}): Promise<Newcomers> {
    const catcher = await startMailCatcher();
    const mail = {
      smtpUrl: catcher.smtpUrl,
      from: 'Tenner <no-reply@tenner.example>',
      pageUrl: null,
    };
    return new Newcomers(await World.start({ config: { mail, ...config } }), catcher);
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.catcher.stop();
  }

  async signUp(given: Record<string, unknown> = {}): Promise<Answer> {
    this.count += 1;
    const handle = `newcomer_${String(this.count)}`;
    const body = { handle, name: 'New Comer', email: `${handle}@example.org`, password: PASSWORD };
    return this.world.http.post('/v1/accounts').send({ ...body, ...given });
  }

  /** Somebody with an account whose address is not proven yet. */
  async owner(given: Record<string, unknown> = {}): Promise<Owner> {
    const { status, text, body } = await this.signUp(given);
    if (status !== 201) throw new Error(`no account: ${text}`);
    const { person, token, verificationId } = body as {
      person: TestPerson;
      token: string;
      verificationId: string;
    };
    return { ...person, token, verificationId, email: `${person.handle}@example.org` };
  }

  /** Somebody whose address is proven. */
  async verified(): Promise<Owner> {
    const person = await this.owner();
    const code = codeIn(await this.letter(person.email, 'Confirm your e-mail'));
    const path = `/v1/email-verifications/${person.verificationId}`;
    const { status, text } = await this.world.http.post(path).send({ code });
    if (status !== 204) throw new Error(`no proof: ${text}`);
    return person;
  }

  /** The newest letter to an address with these words in its subject. */
  letter(to: string, words: string): Promise<CaughtMail> {
    return until(
      () => this.catcher.mails().find((mail) => mail.to === to && mail.subject.includes(words)),
      `a letter "${words}" to ${to}`,
    );
  }

  async noticesOf(person: TestPerson): Promise<string[]> {
    const { body } = await this.world.get(person, '/v1/notices');
    return (body as { notices: NoticeView[] }).notices.map(({ kind }) => kind);
  }
}

/** The code of a letter. */
export const codeIn = ({ text }: CaughtMail): string => /Your code: (\d{8})/.exec(text)?.[1] ?? '';
