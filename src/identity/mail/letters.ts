// What the letters of an account say. Plain text, no pictures, nothing that follows a reader around.
import { present } from '../../shared/refusal.js';

export type CodePurpose = 'verify_email' | 'recover_account' | 'recover_pin';

export type NoticeKind =
  | 'new_device'
  | 'password_changed'
  | 'email_changed'
  | 'pin_changed'
  | 'pin_recovered'
  | 'account_recovered'
  | 'passkey_added'
  | 'passkey_removed'
  | 'second_factor_added'
  | 'roles_changed'
  | 'erasure_asked'
  | 'erasure_called_off'
  | 'erasure_stopped';

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

const CODES: Record<CodePurpose, { subject: string; why: string; page: string }> = {
  verify_email: {
    subject: 'Confirm your e-mail address',
    why: 'Somebody, hopefully you, gave this address for an account at Tenner.',
    page: '/verify-email',
  },
  recover_account: {
    subject: 'Get back into your account',
    why: 'Somebody, hopefully you, asked to get back into the account with this address.',
    page: '/recover',
  },
  recover_pin: {
    subject: 'Set a new PIN',
    why: 'Somebody, hopefully you, asked to set a new PIN.',
    page: '/security/pin',
  },
};

/** The letter that carries a code, and the link that fills it in. */
export function codeLetter(
  purpose: CodePurpose,
  code: { id: string; digits: string },
  minutes: number,
  publicUrl: string,
): Letter {
  const { subject, why, page } = CODES[purpose];
  // Behind the "#", which no browser sends to any server and no log keeps.
  const link = new URL(`${page}#id=${code.id}&code=${code.digits}`, publicUrl).href;
  return {
    subject,
    text: [
      why,
      `Your code: ${code.digits}`,
      `Or open: ${link}`,
      `It is good for ${String(minutes)} minutes, and once. Nobody from Tenner will ever ask you for it.`,
      'If it was not you, do nothing: without the code nothing happens.',
    ].join('\n\n'),
  };
}

/** What happened to an account, in words. */
export const NOTICES: Record<NoticeKind, string> = {
  new_device: 'Your account was opened on a device that we have not seen before',
  password_changed: 'Your password was changed',
  email_changed: 'The e-mail address of your account was changed',
  pin_changed: 'Your PIN was set or changed',
  pin_recovered: 'Your PIN was set anew by recovery',
  account_recovered: 'Somebody got back into your account by a code in a mail',
  passkey_added: 'A passkey was added to your account',
  passkey_removed: 'A passkey was removed from your account',
  second_factor_added: 'A second factor was added to your account',
  roles_changed: 'What you may do at Tenner was changed',
  erasure_asked: 'Your account is to be erased; until then you can sign in and call it off',
  erasure_called_off: 'Your account stays: its erasure was called off',
  erasure_stopped: 'Your account was not erased, because something came in meanwhile',
};

/** The letter that says what happened to an account. */
export function noticeLetter(
  kind: NoticeKind,
  detail: string | null,
  at: Date,
  publicUrl: string,
): Letter {
  const subject = present(NOTICES[kind], `there is a sentence for ${kind}`);
  return {
    subject,
    text: [
      `${subject}${detail === null ? '' : ` (${detail})`}.`,
      `When: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      `If that was you, all is well. If not, end the sessions you do not know and change your password: ${new URL('/security', publicUrl).href}`,
    ].join('\n\n'),
  };
}
