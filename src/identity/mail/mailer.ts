// Sends letters through SMTP. It is always called from the outbox, never inside a transaction; a server
// that does not answer leaves the letter there to be tried again.
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import nodemailer, { type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../../shared/config.js';
import type { Letter } from './letters.js';

const PATIENCE_MS = 10_000;

@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly log = new Logger('Mailer');
  private readonly transport: Transporter | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { smtpUrl } = config.mail;
    if (smtpUrl === null) this.log.warn('SMTP_URL is not set: no mail is sent');
    else {
      this.transport = nodemailer.createTransport({
        url: smtpUrl,
        connectionTimeout: PATIENCE_MS,
        greetingTimeout: PATIENCE_MS,
        socketTimeout: PATIENCE_MS,
      });
    }
  }

  /** Hands the letter to the mail server. Does nothing where none is configured. */
  async send(to: string, { subject, text }: Letter): Promise<void> {
    await this.transport?.sendMail({ from: this.config.mail.from, to, subject, text });
  }

  onModuleDestroy(): void {
    this.transport?.close();
  }
}
