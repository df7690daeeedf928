// Shapes of people, sessions and proofs on the wire.

import type { Tier } from '../shared/limits-config.js';

export type Role =
  | 'person'
  | 'support'
  | 'risk_analyst'
  | 'risk_approver'
  | 'finance_operator'
  | 'finance_approver'
  | 'auditor'
  | 'admin';

export interface PersonView {
  /** `usr_…` */
  id: string;
  handle: string;
  name: string;
}

/** `POST /v1/sessions` and `GET /v1/session`. */
export interface SessionView {
  person: PersonView & { roles: Role[] };
  /** Only while a second factor is to be shown or set up; until then nothing else is answered. */
  secondFactor?: SecondFactorState;
  /** Only while the account is being closed; until that is called off nothing else is answered. */
  closing?: true;
  /** Only in the answer to signing in: the bearer token, for clients without cookies. */
  token?: string;
}

/** `GET` and `POST /v1/risk/people/:id/verification`: how well we know somebody now. */
export interface TierView {
  personId: string;
  tier: Tier;
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

/** Why a session is not yet good for anything: a second factor is to be shown, or set up first. */
export type SecondFactorState = 'needed' | 'missing';

/** `POST /v1/accounts`: the session, and the id under which the address is proven. */
export interface SignedUpView extends SessionView {
  verificationId: string;
}

/** A code was sent; it is given back together with this id. */
export interface MailedCodeView {
  codeId: string;
}

/** `GET /v1/account`. */
export interface AccountView {
  email: string | null;
  emailVerified: boolean;
  hasPassword: boolean;
  /** Until when only small amounts may leave, after a recovery; null mostly. */
  coolingOffUntil: string | null;
}

/** One of `GET /v1/sessions`. */
export interface OpenSessionView {
  /** `ses_…` */
  id: string;
  /** In words, as the browser names itself: "Chrome on Windows". */
  device: string;
  /** The one that asks. */
  current: boolean;
  createdAt: string;
  lastUsedAt: string;
  /** When it ends in any case. */
  expiresAt: string;
}

/** One of `GET /v1/notices`. */
export interface NoticeView {
  id: string;
  /** `new_device`, `password_changed`… */
  kind: string;
  /** The device, the passkey's name, the role; null where nothing is to be added. */
  detail: string | null;
  createdAt: string;
}

/** `GET /v1/second-factor`. */
export interface SecondFactorView {
  /** Codes of an app are set up. */
  totp: boolean;
  /** There is a passkey, which is a second factor by itself. */
  passkey: boolean;
}

/** `POST /v1/second-factor/totp`. */
export interface EnrolmentView {
  /** Base 32, to be typed. */
  secret: string;
  /** `otpauth://…` */
  uri: string;
  /** A QR code of it: an SVG document. */
  picture: string;
}

/** One of `GET /v1/admin/staff`. */
export interface StaffMemberView extends PersonView {
  roles: Role[];
  hasSecondFactor: boolean;
}

/** `GET /v1/admin/role-changes`, newest first. */
export interface RoleChangesPage {
  changes: {
    id: string;
    person: string;
    role: Role;
    change: 'grant' | 'revoke';
    reason: string;
    changedBy: string;
    changedAt: string;
  }[];
  next: string | null;
}

/** `GET /v1/admin/data-views`, newest first. */
export interface DataViewsPage {
  views: { id: string; viewer: string; subject: string; reason: string; viewedAt: string }[];
  next: string | null;
}

/** `GET /v1/support/people/:person`. */
export interface SupportPersonView extends PersonView {
  /** Masked: `a…@e….org`. */
  email: string | null;
  emailVerified: boolean;
  tier: Tier;
  createdAt: string;
  hasPassword: boolean;
  passkeys: number;
  hasPin: boolean;
  pinLocked: boolean;
  coolingOffUntil: string | null;
  sessions: { device: string; createdAt: string; lastUsedAt: string }[];
}
