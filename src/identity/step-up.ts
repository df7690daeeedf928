// Some things are done only by whoever has just shown that it is them: a session left open on a table
// must not be enough to change how its owner proves who they are.
import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { Actor } from '../shared/http.js';

export const NEEDS_STEP_UP = 'tenner:step-up';
const FRESH_MS = 10 * 60_000;

/** The route needs a password or passkey given within the last ten minutes. */
export const StepUp = (): CustomDecorator => SetMetadata(NEEDS_STEP_UP, true);

export const isFresh = ({ session }: Actor, now: Date): boolean =>
  session !== undefined && now.getTime() - session.provenAt.getTime() < FRESH_MS;
