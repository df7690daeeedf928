// The two cookies of a browser: the session, and the device by which its owner's account is known to
// have been open here before. Scripts read neither, and no other site has them sent.
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie, tokenFrom } from '../../shared/people.js';
import type { Device, OpenedSession } from './sessions.js';

const DEVICE_COOKIE = 'tenner_device';
const SESSION_SECONDS = 30 * 86_400;
const DEVICE_SECONDS = 365 * 86_400;

const options = (publicUrl: string, maxAge: number) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: publicUrl.startsWith('https:'),
  maxAge,
});

export function setSessionCookies(
  reply: FastifyReply,
  publicUrl: string,
  { token, deviceToken }: OpenedSession,
): void {
  void reply.setCookie(sessionCookie(publicUrl), token, options(publicUrl, SESSION_SECONDS));
  void reply.setCookie(DEVICE_COOKIE, deviceToken, options(publicUrl, DEVICE_SECONDS));
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  void reply.setCookie(sessionCookie(publicUrl), '', options(publicUrl, 0));
}

/** The token that a request came with, in its cookie or as a bearer. */
export const tokenOf = ({ headers }: FastifyRequest, publicUrl: string): string | undefined =>
  tokenFrom(headers, sessionCookie(publicUrl));

/** The device that makes a request. */
export function deviceFrom({ headers, cookies }: FastifyRequest): Device {
  const token = cookies[DEVICE_COOKIE];
  return {
    userAgent: headers['user-agent'] ?? '',
    token: token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined,
  };
}
