// One's own account: made, proven to have an e-mail address, changed, and got back into by mail.
// Whoever asks about an address that no account has is told the same, at the same price.
import { Injectable } from '@nestjs/common';
import { sqlState, Transactor, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { beginCoolingOff } from '../cooling-off.js';
import { MailCodes } from '../mail/mail-codes.js';
import { Notices } from '../mail/notices.js';
import { refuse } from '../refusals.js';
import { isStaff } from '../roles.js';
import { Sessions } from '../sessions/sessions.js';
import { raiseTier } from '../tiers/tiers.js';
import {
  type Account,
  accountByEmail,
  accountById,
  addAccount,
  secondFactors,
  setPasswordHash,
  setVerifiedEmail,
} from './account-store.js';
import { Passwords } from './passwords.js';

export interface SignUp {
  readonly handle: string;
  readonly name: string;
  readonly email: string;
  /** Absent where a passkey is made next. */
  readonly password?: string | undefined;
}

const PROVEN_BY_MAIL = { by: 'mail', reason: 'showed that their e-mail address is theirs' };
const UNIQUE_VIOLATION = '23505';

@Injectable()
export class Accounts {
  constructor(
    private readonly transactor: Transactor,
    private readonly passwords: Passwords,
    private readonly codes: MailCodes,
    private readonly notices: Notices,
    private readonly sessions: Sessions,
  ) {}

  async account(id: string): Promise<Account> {
    return present(await accountById(this.transactor.reader, id), `${id} has an account`);
  }

  /**
   * What comes before the transaction of a sign-up: the hash of the password, if there is one. Refuses
   * `password_weak` and `too_many_requests`.
   */
  async prepare({ handle, email, password }: SignUp): Promise<string | null> {
    await this.codes.allow(email);
    return password === undefined ? null : this.passwords.hash(password, { handle });
  }

  /** Makes an account and has its address asked for. Refuses `handle_taken`. */
  async signUp(
    tx: Tx,
    { handle, name, email }: SignUp,
    passwordHash: string | null,
  ): Promise<{ id: string; verificationId: string }> {
    const id = await addAccount(tx, { handle, name, email, passwordHash });
    if (id === undefined) throw refuse('handle_taken');
    return { id, verificationId: await this.codes.send(tx, 'verify_email', id, email) };
  }

  /** Sends a code to an address that shall become the account's. Answers the code's id. */
  async askForEmail(personId: string, email: string): Promise<string> {
    await this.codes.allow(email);
    return this.transactor.run((tx) => this.codes.send(tx, 'verify_email', personId, email));
  }

  /** Takes the code of an address. Refuses `code_not_accepted` and `email_taken`. */
  async verifyEmail(codeId: string, digits: string): Promise<void> {
    const { personId, email } = await this.codes.use('verify_email', codeId, digits);
    try {
      await this.transactor.run(async (tx) => {
        const before = await setVerifiedEmail(tx, personId, email);
        await raiseTier(tx, personId, 'confirmed', PROVEN_BY_MAIL);
        if (before === null) return;
        // To the old address: its owner may be somebody else than whoever changed it.
        await this.notices.give(tx, [{ personId, kind: 'email_changed', email: before }]);
      });
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw refuse('email_taken');
      throw error;
    }
  }

  /** Sets a new password; every other session ends. Refuses `password_weak`. */
  async changePassword(personId: string, password: string, sessionId: string): Promise<void> {
    const { handle, roles } = await this.account(personId);
    const { totp, passkey } = await secondFactors(this.transactor.reader, personId);
    // Only staff are asked for what they have set up; everybody else's password opens the account alone.
    const hasSecondFactor = isStaff(roles) && (totp || passkey);
    const hashed = await this.passwords.hash(password, { handle, hasSecondFactor });
    await this.transactor.run(async (tx) => {
      await setPasswordHash(tx, personId, hashed);
      await this.sessions.revokeOthers(tx, personId, sessionId);
      await this.notices.give(tx, [{ personId, kind: 'password_changed' }]);
    });
  }

  /** Sends a code to whoever has this verified address, and answers an id in any case. */
  async beginRecovery(email: string): Promise<string> {
    await this.codes.allow(email);
    const account = await accountByEmail(this.transactor.reader, email);
    // To the address as its owner wrote it: what a stranger typed may only look like it.
    const to = account?.email ?? email;
    return this.transactor.run((tx) =>
      this.codes.send(tx, 'recover_account', account?.id ?? null, to),
    );
  }

  /**
   * Lets whoever has the code set a new password. All sessions end, and a day of cooling-off begins.
   * Refuses `password_weak` before the code is used up, and `code_not_accepted`.
   */
  async finishRecovery(codeId: string, digits: string, password: string): Promise<Account> {
    // Whose account it is, is only known once the code is used up, so the strict rule holds for all.
    const hashed = await this.passwords.hash(password, {});
    const { personId } = await this.codes.use('recover_account', codeId, digits);
    await this.transactor.run(async (tx) => {
      await setPasswordHash(tx, personId, hashed);
      await this.sessions.revokeOthers(tx, personId);
      await beginCoolingOff(tx, personId);
      await this.notices.give(tx, [{ personId, kind: 'account_recovered' }]);
    });
    return this.account(personId);
  }
}
