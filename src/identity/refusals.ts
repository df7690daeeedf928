// Every no of this room, by its code: who may come in, and how they prove that it is them.
import { refusals } from '../shared/refusal.js';

export const refuse = refusals({
  credentials_wrong: { kind: 'unauthorized', title: 'That handle and password do not match.' },
  // Not 401: who asks is signed in, and stays so.
  password_wrong: { kind: 'refused', title: 'That is not your password.' },
  session_missing: { kind: 'unauthorized', title: 'Please sign in first.' },
  role_missing: { kind: 'forbidden', title: 'Your account may not do this.' },
  origin_not_allowed: { kind: 'forbidden', title: 'This request came from another site.' },
  account_closing: {
    kind: 'forbidden',
    title: 'This account is being closed. Call that off first to use it.',
  },
  session_unknown: { kind: 'missing', title: 'There is no such session.' },
  second_factor_needed: {
    kind: 'forbidden',
    title: 'Please show your second factor first.',
  },
  second_factor_missing: {
    kind: 'forbidden',
    title: 'People who work here need a second factor. Please set one up first.',
  },
  second_factor_wrong: { kind: 'refused', title: 'That code was not accepted.' },
  second_factor_set: { kind: 'conflict', title: 'You have set that up already.' },
  handle_taken: { kind: 'conflict', title: 'Somebody has that handle already.' },
  email_taken: { kind: 'conflict', title: 'Another account has that e-mail address.' },
  email_nothing_to_prove: { kind: 'conflict', title: 'There is no address to prove.' },
  email_unverified: { kind: 'conflict', title: 'Please confirm your e-mail address first.' },
  password_weak: { kind: 'invalid', title: 'That password is too easy to guess.' },
  code_not_accepted: {
    kind: 'refused',
    title: 'That code is not right, was used already, or is too old.',
  },
  account_holder_unknown: { kind: 'missing', title: 'There is no such person.' },
  role_not_grantable: { kind: 'refused', title: 'These roles do not go together.' },
  role_own: { kind: 'forbidden', title: 'Nobody changes their own roles.' },
  sign_in_last: {
    kind: 'conflict',
    title: 'That is your only way in. Please set a password or add another passkey first.',
  },
  fresh_sign_in_needed: {
    kind: 'forbidden',
    title: 'Please show once more that it is you; it was a while ago.',
  },
  pin_weak: { kind: 'invalid', title: 'That PIN is one of the first that somebody would try.' },
  pin_missing: { kind: 'conflict', title: 'You have no PIN yet.' },
  pin_current_needed: { kind: 'conflict', title: 'Please give your current PIN to change it.' },
  pin_wrong: { kind: 'refused', title: 'That is not your PIN.' },
  pin_locked: { kind: 'refused', title: 'Your PIN is locked after too many wrong tries.' },
  passkey_unknown: { kind: 'missing', title: 'You have no such passkey.' },
  passkey_not_accepted: { kind: 'refused', title: 'That passkey was not accepted.' },
  passkey_ceremony_over: {
    kind: 'conflict',
    title: 'That took too long or was done already. Please start again.',
  },
  passkeys_too_many: { kind: 'conflict', title: 'You have as many passkeys as one may have.' },
  confirmation_unknown: { kind: 'missing', title: 'There is nothing to confirm here.' },
  confirmation_expired: {
    kind: 'refused',
    title: 'The time to confirm has run out. Please start again.',
  },
});
