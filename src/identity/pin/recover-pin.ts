// Setting a new PIN without the old one: for whoever has just shown a password or passkey, and has the
// code sent to their address. A day of cooling-off begins, because a thief may have both.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { accountById } from '../accounts/account-store.js';
import { beginCoolingOff } from '../cooling-off.js';
import { MailCodes } from '../mail/mail-codes.js';
import { Notices } from '../mail/notices.js';
import { refuse } from '../refusals.js';
import { Pins } from './pins.js';

@Injectable()
export class RecoverPin {
  constructor(
    private readonly transactor: Transactor,
    private readonly pins: Pins,
    private readonly codes: MailCodes,
    private readonly notices: Notices,
  ) {}

  /** Sends the code and answers its id. Refuses `email_unverified`. */
  async begin(personId: string): Promise<string> {
    const account = await accountById(this.transactor.reader, personId);
    const { email, emailVerified } = present(account, `${personId} has an account`);
    if (email === null || !emailVerified) throw refuse('email_unverified');
    await this.codes.allow(email);
    return this.transactor.run((tx) => this.codes.send(tx, 'recover_pin', personId, email));
  }

  /** Sets the PIN. Refuses `pin_weak` before the code is used up, and `code_not_accepted`. */
  async finish(personId: string, codeId: string, digits: string, pin: string): Promise<void> {
    const hashed = await this.pins.hash(pin);
    const code = await this.codes.use('recover_pin', codeId, digits);
    if (code.personId !== personId) throw refuse('code_not_accepted');
    await this.transactor.run(async (tx) => {
      await this.pins.write(tx, personId, hashed);
      await beginCoolingOff(tx, personId);
      await this.notices.give(tx, [{ personId, kind: 'pin_recovered' }]);
    });
  }
}
