// The shape of what tests take from mail-catcher.mjs.

export interface CaughtMail {
  to: string;
  from: string;
  subject: string;
  text: string;
  /** When it was caught, ISO 8601. */
  at: string;
}

export interface MailCatcher {
  /** For `SMTP_URL`. */
  readonly smtpUrl: string;
  /** A page that shows what was caught. */
  readonly pageUrl: string;
  /** Newest first. */
  mails(): CaughtMail[];
  stop(): Promise<void>;
}

export function startMailCatcher(ports?: {
  smtpPort?: number;
  pagePort?: number;
}): Promise<MailCatcher>;
