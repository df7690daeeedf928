// How long sessions last, and what of one is told to its owner.

export interface Session {
  readonly id: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

const HOUR = 3600;

/** Absolutely, and without use. Staff work in shifts; people keep a phone in their pocket. */
export const TERMS = {
  person: { seconds: 30 * 24 * HOUR, idleSeconds: 14 * 24 * HOUR },
  staff: { seconds: 8 * HOUR, idleSeconds: HOUR },
} as const;

/** When a session lapses for want of use; `s` is the session. */
export const LAPSE = 's.last_used_at + make_interval(secs => s.idle_seconds)';

export const SESSION_COLUMNS = `s.id, s.user_agent AS "userAgent", s.created_at AS "createdAt",
  s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt"`;
