// Passkeys in the browser: asked for, made and used, each in two requests with the browser's own
// question between them. What a person chose not to do is no error of ours, and is said as such.
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';
import type {
  PasskeyCeremonyView,
  PasskeyView,
  SessionView,
} from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Whether this browser knows passkeys at all. */
export const passkeysWork = browserSupportsWebAuthn();

const begin = <Options>(path: string): Promise<PasskeyCeremonyView<Options>> =>
  call(`${path}/begin`, { method: 'POST', body: {} });

/**
 * Signs in by any passkey of this site. With `autofill` the browser offers them in the handle's field,
 * and the answer comes when somebody picks one there, if ever.
 */
export async function signInByPasskey({ autofill = false } = {}): Promise<SessionView> {
  const path = '/sessions/passkey';
  const { ceremonyId, options } = await begin<RequestOptions>(path);
  const response = await startAuthentication({
    optionsJSON: options,
    useBrowserAutofill: autofill,
  });
  return call(path, { method: 'POST', body: { ceremonyId, response } });
}

/** Takes back what was asked of the browser, such as the offer in the handle's field. */
export const stopAsking = (): void => {
  WebAuthnAbortService.cancelCeremony();
};

/** Shows by one's own passkey that it is oneself; for staff this is the second factor, too. */
export async function proveByPasskey(): Promise<void> {
  const path = '/session/proof/passkey';
  const { ceremonyId, options } = await begin<RequestOptions>(path);
  const response = await startAuthentication({ optionsJSON: options });
  await call(path, { method: 'POST', body: { ceremonyId, response } });
}

/** Makes a passkey for whoever is signed in. */
export async function makePasskey(name: string): Promise<PasskeyView> {
  const { ceremonyId, options } = await begin<CreationOptions>('/passkeys');
  const response = await startRegistration({ optionsJSON: options });
  return call('/passkeys', { method: 'POST', body: { ceremonyId, response, name } });
}

const DEVICES: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android phone'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windows computer'],
  [/Macintosh/, 'Mac'],
];

/** What a passkey made here may be called until its owner says better. */
export function thisDevice(): string {
  const found = DEVICES.find(([pattern]) => pattern.test(navigator.userAgent));
  return `My ${found?.[1] ?? 'computer'}`;
}

/** True when the browser was asked for something else meanwhile, which is nobody's failure. */
export const wasTakenBack = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'AbortError' || isWebAuthn(error, 'ERROR_CEREMONY_ABORTED'));

const isWebAuthn = (error: unknown, code: WebAuthnError['code']): boolean =>
  error instanceof WebAuthnError && error.code === code;

/** The sentence for a failure in which a passkey had a part. */
export function passkeySentence(error: unknown): string {
  if (isWebAuthn(error, 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')) {
    return 'This device has a passkey for your account already.';
  }
  if (error instanceof Error && error.name === 'NotAllowedError') {
    return 'No passkey was used: it was called off, took too long, or there is none here.';
  }
  return sentenceOf(error);
}
