// Passkeys (WebAuthn): added, named, removed, and asked to sign a challenge. The key must have
// verified its owner by finger, face or code each time, and the answer must come from our own pages.
import { Inject, Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, Transactor, type Tx } from '../../shared/database.js';
import { accountById } from '../accounts/account-store.js';
import { PersonRow } from '../identity.entities.js';
import { Notices } from '../mail/notices.js';
import { refuse } from '../refusals.js';
import {
  addPasskey,
  closeCeremony,
  notePasskeyUse,
  openCeremony,
  type Passkey,
  passkeyOf,
  passkeysOf,
  type Purpose,
  removePasskey,
  renamePasskey,
} from './passkey-store.js';

const PASSKEYS_MAX = 20;

export interface Ceremony<Options> {
  readonly ceremonyId: string;
  readonly options: Options;
}

@Injectable()
export class Passkeys {
  private readonly origin: string;
  private readonly rpID: string;

  constructor(
    private readonly transactor: Transactor,
    private readonly notices: Notices,
    @Inject(CONFIG) config: Config,
  ) {
    const { origin, hostname } = new URL(config.publicUrl);
    this.origin = origin;
    this.rpID = hostname;
  }

  list(db: Database, personId: string): Promise<Passkey[]> {
    return passkeysOf(db, personId);
  }

  /** What the browser needs to make a new passkey. Refuses `passkeys_too_many`. */
  async beginRegistration(
    personId: string,
  ): Promise<Ceremony<PublicKeyCredentialCreationOptionsJSON>> {
    const person = await this.transactor.reader.findOneByOrFail(PersonRow, { id: personId });
    const known = await passkeysOf(this.transactor.reader, personId);
    if (known.length >= PASSKEYS_MAX) throw refuse('passkeys_too_many');
    const options = await generateRegistrationOptions({
      rpName: 'Tenner',
      rpID: this.rpID,
      userID: Uint8Array.from(Buffer.from(personId)),
      userName: person.handle,
      userDisplayName: person.name,
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { ceremonyId: await this.open('register', personId, options.challenge), options };
  }

  /** Keeps the new passkey. Refuses `passkey_ceremony_over` and `passkey_not_accepted`. */
  async finishRegistration(
    personId: string,
    ceremonyId: string,
    response: RegistrationResponseJSON,
    name: string,
  ): Promise<Passkey> {
    const expectedChallenge = await this.close(ceremonyId, 'register', personId);
    const { verified, registrationInfo } = await orNotAccepted(() =>
      verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin: this.origin,
        expectedRPID: this.rpID,
        requireUserVerification: true,
      }),
    );
    if (!verified) throw refuse('passkey_not_accepted');
    const { credential, credentialBackedUp } = registrationInfo;
    return this.transactor.run(async (tx) => {
      const id = await addPasskey(tx, {
        personId,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? [],
        synced: credentialBackedUp,
        name,
      });
      const added = (await passkeysOf(tx, personId)).find((passkey) => passkey.id === id);
      if (added === undefined) throw refuse('passkey_not_accepted');
      await this.notices.give(tx, [{ personId, kind: 'passkey_added', detail: name }]);
      return added;
    });
  }

  async rename(tx: Tx, personId: string, id: string, name: string): Promise<void> {
    if (!(await renamePasskey(tx, personId, id, name))) throw refuse('passkey_unknown');
  }

  /** Refuses `passkey_unknown`, and `sign_in_last` where nothing else would let the person in. */
  async remove(tx: Tx, personId: string, id: string): Promise<void> {
    const known = await passkeysOf(tx, personId);
    const removed = known.find((passkey) => passkey.id === id);
    if (removed === undefined) throw refuse('passkey_unknown');
    const account = await accountById(tx, personId);
    if (known.length === 1 && account?.passwordHash == null) throw refuse('sign_in_last');
    await removePasskey(tx, personId, id);
    await this.notices.give(tx, [{ personId, kind: 'passkey_removed', detail: removed.name }]);
  }

  /** What the browser needs to ask for a passkey: anybody's to sign in, the person's own to prove. */
  async beginAssertion(
    personId: string | null,
  ): Promise<Ceremony<PublicKeyCredentialRequestOptionsJSON>> {
    const passkeys = personId === null ? [] : await passkeysOf(this.transactor.reader, personId);
    const options = await this.request(passkeys);
    const purpose = personId === null ? 'sign_in' : 'prove';
    return { ceremonyId: await this.open(purpose, personId, options.challenge), options };
  }

  /** Whose passkey answered the ceremony. Refuses as `accept` does, or `passkey_ceremony_over`. */
  async finishAssertion(
    personId: string | null,
    ceremonyId: string,
    response: AuthenticationResponseJSON,
  ): Promise<string> {
    const purpose = personId === null ? 'sign_in' : 'prove';
    const challenge = await this.close(ceremonyId, purpose, personId);
    return this.accept(personId, challenge, response);
  }

  /** What the browser is asked to sign, for a challenge of one's own or a random one. */
  request(
    passkeys: readonly Passkey[],
    challenge?: Buffer,
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({
      rpID: this.rpID,
      userVerification: 'required',
      allowCredentials: passkeys.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports,
      })),
      ...(challenge === undefined ? {} : { challenge: Uint8Array.from(challenge) }),
    });
  }

  /**
   * Whose passkey signed the challenge (base64url); of `personId`'s alone, when one is given. Refuses
   * `passkey_not_accepted`, whatever the fault.
   */
  async accept(
    personId: string | null,
    challenge: string,
    response: AuthenticationResponseJSON,
  ): Promise<string> {
    const passkey =
      typeof response.id === 'string'
        ? await passkeyOf(this.transactor.reader, response.id)
        : undefined;
    if (passkey === undefined || (personId !== null && passkey.personId !== personId)) {
      throw refuse('passkey_not_accepted');
    }
    const { verified, authenticationInfo } = await orNotAccepted(() =>
      verifyAuthenticationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: this.origin,
        expectedRPID: this.rpID,
        requireUserVerification: true,
        credential: {
          id: passkey.credentialId,
          publicKey: Uint8Array.from(passkey.publicKey),
          counter: passkey.counter,
        },
      }),
    );
    const used =
      verified &&
      (await notePasskeyUse(this.transactor.reader, passkey.id, authenticationInfo.newCounter));
    if (!used) throw refuse('passkey_not_accepted');
    return passkey.personId;
  }

  private open(purpose: Purpose, personId: string | null, challenge: string): Promise<string> {
    return this.transactor.run((tx) => openCeremony(tx, purpose, personId, challenge));
  }

  private async close(id: string, purpose: Purpose, personId: string | null): Promise<string> {
    const challenge = await closeCeremony(this.transactor.reader, id, purpose, personId);
    if (challenge === undefined) throw refuse('passkey_ceremony_over');
    return challenge;
  }
}

// The library throws whatever is wrong with an answer that a stranger made up.
async function orNotAccepted<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch {
    throw refuse('passkey_not_accepted');
  }
}
