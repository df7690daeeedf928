// Shapes of people, sessions and proofs on the wire.

export type Role = 'person' | 'risk' | 'finance';

export interface PersonView {
  /** `usr_…` */
  id: string;
  handle: string;
  name: string;
}

/** `POST /v1/sessions` and `GET /v1/session`. */
export interface SessionView {
  person: PersonView & { roles: Role[] };
  /** Only in the answer to signing in: the bearer token, for clients without cookies. */
  token?: string;
}

/** How a payment can be confirmed. */
export type ConfirmationMethod = 'passkey' | 'pin';

/** `GET /v1/pin`. */
export interface PinView {
  set: boolean;
  /** When it was last set or changed; null without one. */
  changedAt: string | null;
  /** Until when no try is taken, after five wrong ones. */
  lockedUntil: string | null;
  /** No try is left: only recovery sets a new one. */
  recoveryNeeded: boolean;
}

/** One of `GET /v1/passkeys`. */
export interface PasskeyView {
  /** `psk_…` */
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  /** It travels between the devices of a person; otherwise it stays on one. */
  synced: boolean;
}

/** The first half of making or asking for a passkey: `options` is what the browser is handed. */
export interface PasskeyCeremonyView<Options = unknown> {
  ceremonyId: string;
  /** WebAuthn's creation or request options, as JSON. */
  options: Options;
}
