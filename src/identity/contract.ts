// Shapes of people and sessions on the wire.

import type { Tier } from '../shared/limits-config.js';

export type Role = 'person' | 'risk' | 'finance';

export interface PersonView {
  /** `usr_…` */
  id: string;
  handle: string;
  name: string;
}

/** `POST /v1/sessions` and `GET /v1/session`. */
export interface SessionView {
  person: PersonView & { roles: Role[] };
  /** Only in the answer to signing in: the bearer token, for clients without cookies. */
  token?: string;
}

/** `POST /v1/risk/people/:id/verification`: how well we know somebody now. */
export interface TierView {
  personId: string;
  tier: Tier;
}
