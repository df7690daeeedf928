// What of a person's conversations is exported: what they said and sent themselves. Of what others said
// there is only how much it was: it is theirs.
import type { Section } from './section.js';

const PICTURES_AT_ONCE = 4;

export const CHAT_SECTIONS: readonly Section[] = [
  {
    name: 'threads',
    sql: `
      SELECT t.id, jsonb_build_object('id', t.id, 'kind', t.kind, 'title', t.title,
               'joinedAt', p.joined_at, 'role', p.role, 'suggestsMoney', p.suggests_money,
               'mutedUntil', CASE WHEN p.muted_until = 'infinity' THEN 'forever'
                                  ELSE to_jsonb(p.muted_until) #>> '{}' END,
               'people', (SELECT count(*) FROM chat.participants o WHERE o.thread_id = t.id),
               'messagesOfMine', m.mine, 'messagesOfOthers', m.others) AS item
        FROM chat.participants p
        JOIN chat.threads t ON t.id = p.thread_id
        CROSS JOIN LATERAL (
             SELECT count(*) FILTER (WHERE m.author_id = $1) AS mine,
                    count(*) FILTER (WHERE m.author_id <> $1) AS others
               FROM chat.messages m
              WHERE m.thread_id = t.id AND m.sequence > p.joined_sequence AND m.event IS NULL
                AND (m.audience IS NULL OR $1 = ANY(m.audience))) m
       WHERE p.person_id = $1`,
  },
  {
    name: 'messages',
    sql: `
      SELECT m.id, jsonb_build_object('id', m.id, 'threadId', m.thread_id, 'body', m.body,
               'event', m.event, 'pictureId', m.picture->>'id', 'cardId', m.card_id,
               'replyTo', m.reply_to, 'createdAt', m.created_at, 'editedAt', m.edited_at,
               'deletedAt', m.deleted_at) AS item
        FROM chat.messages m WHERE m.author_id = $1`,
  },
  {
    name: 'pictures',
    pageSize: PICTURES_AT_ONCE,
    sql: `
      SELECT p.id, jsonb_build_object('id', p.id, 'threadId', p.thread_id,
               'messageId', p.message_id, 'width', p.width, 'height', p.height,
               'createdAt', p.created_at,
               'base64', replace(encode(p.full_size, 'base64'), E'\\n', '')) AS item
        FROM chat.pictures p WHERE p.owner_id = $1`,
  },
  {
    name: 'invites',
    sql: `
      SELECT i.id, jsonb_build_object('id', i.id, 'threadId', i.thread_id, 'uses', i.uses,
               'usesMax', i.uses_max, 'createdAt', i.created_at, 'expiresAt', i.expires_at,
               'revokedAt', i.revoked_at) AS item
        FROM chat.invites i WHERE i.creator_id = $1`,
  },
  {
    name: 'blocks',
    sql: `
      SELECT b.blocked_id AS id, jsonb_build_object('personId', b.blocked_id,
               'createdAt', b.created_at) AS item
        FROM chat.blocks b WHERE b.blocker_id = $1`,
  },
];
