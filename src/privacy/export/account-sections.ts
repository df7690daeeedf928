// What of a person's account is exported. Secrets are not: hashes and keys are of use to a thief alone.
import type { Section } from './section.js';

export const ACCOUNT_SECTIONS: readonly Section[] = [
  {
    name: 'account',
    sql: `
      SELECT p.id, jsonb_build_object('id', p.id, 'handle', p.handle, 'name', p.name,
               'email', p.email, 'emailVerifiedAt', p.email_verified_at, 'roles', p.roles,
               'tier', p.tier, 'createdAt', p.created_at,
               'hasPassword', p.password_hash IS NOT NULL,
               'pinChangedAt', (SELECT n.changed_at FROM identity.pins n WHERE n.person_id = p.id),
               'coolingOffUntil', (SELECT c.ends_at FROM identity.cooling_off c
                                    WHERE c.person_id = p.id)) AS item
        FROM identity.people p WHERE p.id = $1`,
  },
  {
    name: 'hosts',
    sql: `
      SELECT h.issuer AS id, jsonb_build_object('issuer', h.issuer, 'subject', h.subject,
               'since', h.created_at) AS item
        FROM identity.host_users h WHERE h.person_id = $1`,
  },
  {
    name: 'sessions',
    sql: `
      SELECT s.id, jsonb_build_object('id', s.id, 'userAgent', s.user_agent,
               'createdAt', s.created_at, 'lastUsedAt', s.last_used_at,
               'expiresAt', s.expires_at, 'endedAt', s.revoked_at) AS item
        FROM identity.sessions s WHERE s.person_id = $1`,
  },
  {
    name: 'passkeys',
    sql: `
      SELECT k.id, jsonb_build_object('id', k.id, 'name', k.name, 'synced', k.synced,
               'createdAt', k.created_at, 'lastUsedAt', k.last_used_at) AS item
        FROM identity.passkeys k WHERE k.person_id = $1`,
  },
  {
    name: 'notices',
    sql: `
      SELECT n.id, jsonb_build_object('id', n.id, 'kind', n.kind, 'detail', n.detail,
               'email', n.email, 'createdAt', n.created_at) AS item
        FROM identity.notices n WHERE n.person_id = $1`,
  },
  {
    name: 'notifications',
    sql: `
      SELECT n.id, jsonb_build_object('id', n.id, 'kind', n.kind, 'detail', n.detail,
               'threadId', n.thread_id, 'subjectId', n.subject_id, 'createdAt', n.created_at,
               'readAt', n.read_at, 'mailedAt', n.mailed_at) AS item
        FROM notifications.notifications n WHERE n.person_id = $1`,
  },
  {
    name: 'notificationSettings',
    sql: `
      SELECT s.kind || ' ' || s.channel AS id,
             jsonb_build_object('kind', s.kind, 'channel', s.channel, 'on', s.is_on) AS item
        FROM notifications.switches s WHERE s.person_id = $1`,
  },
  {
    name: 'tierChanges',
    sql: `
      SELECT to_char(t.changed_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') || t.tier AS id,
             jsonb_build_object('tier', t.tier, 'reason', t.reason, 'at', t.changed_at) AS item
        FROM identity.tier_changes t WHERE t.person_id = $1`,
  },
  {
    // Who works here is told by their roles: their names are theirs.
    name: 'dataViews',
    sql: `
      SELECT d.id, jsonb_build_object('id', d.id, 'viewerRoles', v.roles, 'reason', d.reason,
               'at', d.viewed_at) AS item
        FROM identity.data_views d JOIN identity.people v ON v.id = d.viewer_id
       WHERE d.subject_id = $1`,
  },
];
