// Every route needs a session unless it says otherwise, and staff routes need a role. A browser's
// requests count only from our own pages: a foreign site cannot act in a person's name.
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock } from '../shared/clock.js';
import { CONFIG, type Config } from '../shared/config.js';
import { type ActedRequest, IS_PUBLIC, ROLES_ALLOWED } from '../shared/http.js';
import { People, tokenFrom } from '../shared/people.js';
import { refuse } from './refusals.js';
import { isFresh, NEEDS_STEP_UP } from './step-up.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly people: People,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<ActedRequest>();
    this.refuseForeignOrigin(request);
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, targets)) return true;
    const token = tokenFrom(request.headers);
    const actor = token === undefined ? undefined : await this.people.actorOf(token);
    if (actor === undefined) throw refuse('session_missing');
    const roles = this.reflector.getAllAndOverride<string[] | undefined>(ROLES_ALLOWED, targets);
    if (roles !== undefined && !roles.some((role) => actor.roles.includes(role))) {
      throw refuse('role_missing');
    }
    const stepUp = this.reflector.getAllAndOverride<boolean>(NEEDS_STEP_UP, targets);
    if (stepUp && !isFresh(actor, this.clock.now())) throw refuse('fresh_sign_in_needed');
    request.actor = actor;
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

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
