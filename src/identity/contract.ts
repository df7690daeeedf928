// Shapes of people and sessions on the wire.

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
