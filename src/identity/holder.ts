// What routes of this room say about sessions: that they need a fresh proof, that they come before the
// second factor, and who holds the session that asks.
import {
  createParamDecorator,
  type CustomDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import type { Actor, ActedRequest } from '../shared/http.js';
import { assert } from '../shared/refusal.js';
import type { Holder } from './sessions/sessions.js';

export const NEEDS_STEP_UP = 'tenner:step-up';
export const BEFORE_SECOND_FACTOR = 'tenner:before-second-factor';
export const WHILE_CLOSING = 'tenner:while-closing';
const FRESH_MS = 10 * 60_000;

/** The route needs a password or passkey given within the last ten minutes. */
export const StepUp = (): CustomDecorator => SetMetadata(NEEDS_STEP_UP, true);

/**
 * Staff may come here before they have shown their second factor: `always`, or only to set one up,
 * while they have none. A password alone must never add a factor to an account that has one.
 */
export const BeforeSecondFactor = (when: 'always' | 'setting-up' = 'always'): CustomDecorator =>
  SetMetadata(BEFORE_SECOND_FACTOR, when);

/** Whoever has asked for their account to be erased may still come here, and nowhere else. */
export const WhileClosing = (): CustomDecorator => SetMetadata(WHILE_CLOSING, true);

export const isFresh = ({ session }: Actor, now: Date): boolean =>
  session !== undefined && now.getTime() - session.provenAt.getTime() < FRESH_MS;

export const CurrentHolder = createParamDecorator(
  (_: unknown, context: ExecutionContext): Holder => {
    const { actor } = context.switchToHttp().getRequest<ActedRequest>();
    assert(actor !== undefined && 'secondFactor' in actor, 'the route needs a session');
    return actor as Holder;
  },
);
