// Codes of an app, as staff show them after their password.
import { generate } from 'otplib';
import type request from 'supertest';

/** The code that an app shows now, or so many half minutes from now. */
export const codeOf = (secret: string, steps = 0): Promise<string> =>
  generate({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

/** Sets up codes for somebody who has just signed in, and answers the secret. */
export async function enrolSecondFactor(
  post: (path: string, body: object) => request.Test,
): Promise<string> {
  const enrolled = await post('/v1/second-factor/totp', {});
  const { secret } = enrolled.body as { secret: string };
  const code = await codeOf(secret);
  const confirmed = await post('/v1/second-factor/totp/confirm', { code });
  if (confirmed.status !== 204) throw new Error(`no second factor was set: ${confirmed.text}`);
  return secret;
}
