// Coming in: by password, or by a passkey, which is two factors in one. The same shows once more that
// it is them, where something grave is about to be changed.
import { Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { type Account, accountById } from '../accounts/account-store.js';
import { Passwords } from '../accounts/passwords.js';
import { type Ceremony, Passkeys } from '../passkeys/passkeys.js';
import { refuse } from '../refusals.js';
import { type Device, type Holder, type OpenedSession, Sessions } from './sessions.js';

export interface SignedIn extends OpenedSession {
  readonly personId: string;
}

@Injectable()
export class SignIn {
  constructor(
    private readonly transactor: Transactor,
    private readonly passwords: Passwords,
    private readonly passkeys: Passkeys,
    private readonly sessions: Sessions,
  ) {}

  /** Refuses `credentials_wrong` without saying which of the two was wrong. */
  async withPassword(handle: string, password: string, device: Device): Promise<SignedIn> {
    return this.open(await this.passwords.accountOf(handle, password), device, false);
  }

  /** Whose handle and password these are. Refuses `credentials_wrong`. */
  accountOf(handle: string, password: string): Promise<Account> {
    return this.passwords.accountOf(handle, password);
  }

  /** Refuses `passkey_not_accepted` and `passkey_ceremony_over`. */
  async withPasskey(
    ceremonyId: string,
    response: AuthenticationResponseJSON,
    device: Device,
  ): Promise<SignedIn> {
    const personId = await this.passkeys.finishAssertion(null, ceremonyId, response);
    const account = await accountById(this.transactor.reader, personId);
    return this.open(present(account, 'a passkey belongs to somebody'), device, true);
  }

  /** What the browser needs to ask for a passkey: anybody's, or this person's own. */
  beginPasskey(personId: string | null): Promise<Ceremony<PublicKeyCredentialRequestOptionsJSON>> {
    return this.passkeys.beginAssertion(personId);
  }

  /** Shows once more, by password, that it is them. Refuses `password_wrong`. */
  async proveByPassword({ personId, session }: Holder, password: string): Promise<void> {
    const account = await accountById(this.transactor.reader, personId);
    const { handle } = present(account, `${personId} has an account`);
    if (!(await this.passwords.isOf(handle, password))) throw refuse('password_wrong');
    await this.transactor.run((tx) => this.sessions.noteProof(tx, session.id, false));
  }

  /** The same by passkey, which shows the second factor as well. */
  async proveByPasskey(
    { personId, session }: Holder,
    ceremonyId: string,
    response: AuthenticationResponseJSON,
  ): Promise<void> {
    await this.passkeys.finishAssertion(personId, ceremonyId, response);
    await this.transactor.run((tx) => this.sessions.noteProof(tx, session.id, true));
  }

  /** A session for whoever has come in some way. */
  async open(
    person: { id: string; roles: readonly string[] },
    device: Device,
    secondFactorShown: boolean,
  ): Promise<SignedIn> {
    const opened = await this.transactor.run((tx) =>
      this.sessions.open(tx, person, device, secondFactorShown),
    );
    return { ...opened, personId: person.id };
  }
}
