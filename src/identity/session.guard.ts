// Every route needs a session unless it says otherwise, and the role of a person unless it names
// another: staff see threads and money only where a route of their desk says so. Staff need their
// second factor. A browser's requests count only from our own pages: a foreign site cannot act in a
// person's name.
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock } from '../shared/clock.js';
import { CONFIG, type Config } from '../shared/config.js';
import { type ActedRequest, ANY_ROLE, IS_PUBLIC, ROLES_ALLOWED } from '../shared/http.js';
import { isOurs } from '../shared/own-routes.js';
import { sessionCookie, tokenFrom } from '../shared/people.js';
import { BEFORE_SECOND_FACTOR, isFresh, NEEDS_STEP_UP, WHILE_CLOSING } from './holder.js';
import { refuse } from './refusals.js';
import { type Holder, Sessions } from './sessions/sessions.js';

const USERS = ['person'];
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http' || !isOurs(context.getClass())) return true;
    const targets = [context.getHandler(), context.getClass()];
    const told = (key: string): unknown => this.reflector.getAllAndOverride<unknown>(key, targets);
    const request = context.switchToHttp().getRequest<ActedRequest>();
    this.refuseForeignOrigin(request);
    if (told(IS_PUBLIC) === true) return true;
    const token = tokenFrom(request.headers, sessionCookie(this.config.publicUrl));
    const holder = token === undefined ? undefined : await this.sessions.holderOf(token);
    if (holder === undefined) throw refuse('session_missing');
    refuseUnproven(holder, told(BEFORE_SECOND_FACTOR) as 'always' | 'setting-up' | undefined);
    if (holder.closing && told(WHILE_CLOSING) !== true) throw refuse('account_closing');
    const roles = (told(ROLES_ALLOWED) as string[] | undefined) ?? USERS;
    if (!roles.some((role) => role === ANY_ROLE || holder.roles.includes(role))) {
      throw refuse('role_missing');
    }
    if (told(NEEDS_STEP_UP) === true && !isFresh(holder, this.clock.now())) {
      throw refuse('fresh_sign_in_needed');
    }
    request.actor = holder;
    return true;
  }

  // Browsers send Origin with every request that changes something; our own pages' origin is the
  // host they were served from. Other clients send none.
  private refuseForeignOrigin({ method, headers }: ActedRequest): void {
    if (SAFE_METHODS.has(method) || headers.origin === undefined) return;
    const own = [new URL(this.config.publicUrl).host, headers.host];
    if (!own.includes(hostOf(headers.origin))) throw refuse('origin_not_allowed');
  }
}

function refuseUnproven({ secondFactor }: Holder, allowed?: 'always' | 'setting-up'): void {
  if (secondFactor === 'done' || allowed === 'always') return;
  if (secondFactor === 'needed') throw refuse('second_factor_needed');
  if (allowed !== 'setting-up') throw refuse('second_factor_missing');
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
