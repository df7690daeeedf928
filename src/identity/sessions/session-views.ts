// How a session is answered to whoever has just come in: cookies for a browser, and the same as a body.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../../shared/config.js';
import type { Role, SessionView } from '../contract.js';
import { Identity } from '../identity.js';
import { setSessionCookies } from './cookies.js';
import type { SignedIn } from './sign-in.js';
import { type Holder, Sessions } from './sessions.js';
import { present } from '../../shared/refusal.js';

@Injectable()
export class SessionViews {
  constructor(
    private readonly identity: Identity,
    private readonly sessions: Sessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Gives a browser its cookies, and answers who is signed in, with the token. */
  async opened(reply: FastifyReply, signedIn: SignedIn): Promise<SessionView> {
    setSessionCookies(reply, this.config.publicUrl, signedIn);
    return this.withToken(signedIn);
  }

  /** The same for a client that keeps no cookies. */
  async withToken({ token }: SignedIn): Promise<SessionView> {
    const holder = await this.sessions.holderOf(token);
    return { ...(await this.of(present(holder, 'the session was opened just now'))), token };
  }

  async of({ personId, secondFactor, closing }: Holder): Promise<SessionView> {
    const { id, handle, name, roles } = await this.identity.person(personId);
    return {
      person: { id, handle, name, roles: roles as Role[] },
      ...(secondFactor === 'done' ? {} : { secondFactor }),
      ...(closing ? { closing: true as const } : {}),
    };
  }
}
