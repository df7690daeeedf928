// A passkey in software: makes a key pair, answers the ceremonies of WebAuthn as a browser with an
// authenticator would, and can be told to answer wrongly. The keys and signatures are real.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { type TestPerson, type World } from './world.js';

/** What an answer says instead of the truth. */
export interface Lies {
  origin?: string;
  rpId?: string;
  counter?: number;
  /** False: nobody verified the owner. */
  verified?: boolean;
  challenge?: string;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const CARRIES_KEY = 0x40;

export class Authenticator {
  readonly id = randomBytes(16).toString('base64url');
  private readonly key: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync(
    'ec',
    {
      namedCurve: 'P-256',
    },
  );
  private counter = 0;

  constructor(private readonly origin: string) {}

  /** Answers the options of a registration. */
  register(
    options: PublicKeyCredentialCreationOptionsJSON,
    lies: Lies = {},
  ): RegistrationResponseJSON {
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const aaguid = Buffer.alloc(16);
    const attested = Buffer.concat([aaguid, length, id, this.coseKey()]);
    const authData = Buffer.concat([this.authData(CARRIES_KEY, lies), attested]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(authData)],
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.clientData('webauthn.create', options.challenge, lies),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** Answers the options of a sign-in or a confirmation. */
  answer(
    options: PublicKeyCredentialRequestOptionsJSON,
    lies: Lies = {},
  ): AuthenticationResponseJSON {
    const clientData = this.clientData('webauthn.get', options.challenge, lies);
    const authData = this.authData(0, lies);
    const signed = Buffer.concat([
      authData,
      createHash('sha256').update(Buffer.from(clientData, 'base64url')).digest(),
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData,
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, this.key.privateKey).toString('base64url'),
      },
    };
  }

  private clientData(type: string, challenge: string, lies: Lies): string {
    const told = {
      type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.origin,
    };
    return Buffer.from(JSON.stringify({ ...told, crossOrigin: false })).toString('base64url');
  }

  private authData(flags: number, lies: Lies): Buffer {
    this.counter = lies.counter ?? this.counter + 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const verified = lies.verified === false ? 0 : VERIFIED;
    return Buffer.concat([
      createHash('sha256')
        .update(lies.rpId ?? new URL(this.origin).hostname)
        .digest(),
      Buffer.from([flags | PRESENT | verified]),
      counter,
    ]);
  }

  // COSE: an elliptic key (1: 2) for ES256 (3: -7) on P-256 (-1: 1), with its point (-2, -3).
  private coseKey(): Buffer {
    const { x, y } = this.key.publicKey.export({ format: 'jwk' });
    const point = (value = ''): Uint8Array => Uint8Array.from(Buffer.from(value, 'base64url'));
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point(x)],
      [-3, point(y)],
    ]);
    return Buffer.from(isoCBOR.encode(key as never));
  }
}

/** Gives the person a passkey, over HTTP as a browser does. */
export async function addPasskey(
  world: World,
  person: TestPerson,
  name = 'Test key',
): Promise<Authenticator> {
  const authenticator = new Authenticator(world.webUrl);
  const begun = await world.post(person, '/v1/passkeys/begin', {});
  const { ceremonyId, options } = begun.body as {
    ceremonyId: string;
    options: PublicKeyCredentialCreationOptionsJSON;
  };
  const response = authenticator.register(options);
  const added = await world.post(person, '/v1/passkeys', { ceremonyId, response, name });
  if (added.status !== 201) throw new Error(`passkey not added: ${added.text}`);
  return authenticator;
}
