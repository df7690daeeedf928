// What of a person's money is exported, seen from where they stand: a payment that was never more than
// the payer's attempt is the payer's alone, and so is what it was paid with.
import { money, type Section, somebody } from './section.js';

const SEEN = '(p.payer_id = $1 OR (p.payee_id = $1 AND p.shown))';

export const MONEY_SECTIONS: readonly Section[] = [
  {
    name: 'balances',
    sql: `
      SELECT a.id, jsonb_build_object('currency', a.currency,
               'balance', ${money('a.balance', 'a.currency')},
               'held', ${money('a.held', 'a.currency')}) AS item
        FROM ledger.accounts a WHERE a.owner = $1 AND a.address LIKE 'user.available:%'`,
  },
  {
    name: 'payments',
    sql: `
      SELECT p.id, jsonb_build_object('id', p.id, 'threadId', p.thread_id,
               'role', CASE WHEN p.payer_id = $1 THEN 'payer' ELSE 'payee' END,
               'with', ${somebody('CASE WHEN p.payer_id = $1 THEN p.payee_id ELSE p.payer_id END')},
               'amount', ${money('p.amount', 'p.currency')},
               'refunded', ${money('p.refunded', 'p.currency')}, 'note', p.note, 'state', p.state,
               'requestId', p.request_id, 'dispute', p.dispute, 'arrivesAt', p.arrives_at,
               'expiresAt', p.expires_at, 'returned', p.returned,
               'cardId', CASE WHEN p.payer_id = $1 THEN p.card_id END,
               'fromBalance', CASE WHEN p.payer_id = $1 AND p.from_balance > 0
                                   THEN ${money('p.from_balance', 'p.currency')} END,
               'createdAt', p.created_at, 'updatedAt', p.updated_at) AS item
        FROM payments.payments p WHERE ${SEEN}`,
  },
  {
    name: 'refunds',
    sql: `
      SELECT r.id, jsonb_build_object('id', r.id, 'paymentId', r.payment_id,
               'amount', ${money('r.amount', 'p.currency')}, 'state', r.state,
               'reason', CASE WHEN r.asked_by = $1 THEN r.reason END,
               'createdAt', r.created_at, 'updatedAt', r.updated_at) AS item
        FROM payments.payments p JOIN payments.refunds r ON r.payment_id = p.id WHERE ${SEEN}`,
  },
  {
    name: 'requests',
    sql: `
      SELECT q.id, jsonb_build_object('id', q.id, 'threadId', q.thread_id,
               'role', CASE WHEN q.requester_id = $1 THEN 'requester' ELSE 'payer' END,
               'with', ${somebody('CASE WHEN q.requester_id = $1 THEN q.payer_id ELSE q.requester_id END')},
               'splitId', q.split_id,
               'amount', ${money('q.amount', 'q.currency')}, 'note', q.note, 'state', q.state,
               'createdAt', q.created_at, 'expiresAt', q.expires_at, 'updatedAt', q.updated_at) AS item
        FROM payments.requests q WHERE $1 IN (q.requester_id, q.payer_id)`,
  },
  {
    name: 'settlements',
    sql: `
      SELECT s.id, jsonb_build_object('id', s.id, 'threadId', s.thread_id,
               'role', CASE WHEN s.payer_id = $1 THEN 'payer' ELSE 'payee' END,
               'with', ${somebody('CASE WHEN s.payer_id = $1 THEN s.payee_id ELSE s.payer_id END')},
               'amount', ${money('s.amount', 's.currency')}, 'createdAt', s.created_at,
               'paymentId', (SELECT p.id FROM payments.payments p WHERE p.settlement_id = s.id AND ${SEEN}),
               'items', (SELECT jsonb_agg(jsonb_build_object('requestId', i.request_id,
                           'paid', ${money('i.paid', 's.currency')},
                           'setOff', ${money('i.set_off', 's.currency')}) ORDER BY i.request_id)
                           FROM payments.settlement_items i WHERE i.settlement_id = s.id)) AS item
        FROM payments.settlements s
       WHERE s.payer_id = $1
          OR (s.payee_id = $1 AND NOT EXISTS (
               SELECT FROM payments.payments p WHERE p.settlement_id = s.id AND NOT p.shown))`,
  },
  {
    // Of a bill that somebody else made there is what one owes of it; what others owe is theirs.
    name: 'splits',
    sql: `
      SELECT s.id, jsonb_build_object('id', s.id, 'threadId', s.thread_id,
               'role', CASE WHEN s.maker_id = $1 THEN 'maker' ELSE 'member' END,
               'maker', ${somebody('s.maker_id')}, 'createdAt', s.created_at,
               'rounds', (SELECT jsonb_agg(jsonb_build_object('number', r.number,
                            'title', CASE WHEN s.maker_id = $1 THEN r.title END,
                            'total', ${money('r.total', 's.currency')}, 'way', r.way,
                            'items', CASE WHEN s.maker_id = $1 THEN (
                              SELECT jsonb_agg(i->>'name') FROM jsonb_array_elements(r.items) i) END,
                            'mine', (SELECT ${money('p.amount', 's.currency')}
                                       FROM payments.split_portions p
                                      WHERE p.split_id = r.split_id AND p.number = r.number
                                        AND p.person_id = $1)) ORDER BY r.number)
                            FROM payments.split_rounds r WHERE r.split_id = s.id)) AS item
        FROM payments.splits s
       WHERE s.maker_id = $1 OR EXISTS (SELECT FROM payments.split_portions p
                                         WHERE p.split_id = s.id AND p.person_id = $1)`,
  },
  {
    // Of somebody else's gift there is one's own part; what others got is theirs.
    name: 'gifts',
    sql: `
      SELECT g.id, jsonb_build_object('id', g.id, 'threadId', g.thread_id,
               'role', CASE WHEN g.giver_id = $1 THEN 'giver' ELSE 'member' END,
               'giver', ${somebody('g.giver_id')}, 'note', CASE WHEN g.giver_id = $1 THEN g.note END,
               'amount', ${money('g.amount', 'g.currency')}, 'way', g.way, 'state', g.state,
               'mine', (SELECT ${money('p.amount', 'g.currency')} FROM payments.gift_parts p
                         WHERE p.gift_id = g.id AND p.person_id = $1),
               'createdAt', g.created_at, 'endsAt', g.ends_at) AS item
        FROM payments.gifts g
       WHERE g.giver_id = $1 OR EXISTS (SELECT FROM payments.gift_parts p
                                         WHERE p.gift_id = g.id AND p.person_id = $1)`,
  },
  {
    name: 'paymentSettings',
    sql: `
      SELECT t.person_id AS id, jsonb_build_object('undoSeconds', t.undo_seconds,
               'acceptEach', t.accept_each) AS item
        FROM payments.settings t WHERE t.person_id = $1`,
  },
  {
    name: 'schedules',
    sql: `
      SELECT s.id, jsonb_build_object('id', s.id, 'threadId', s.thread_id,
               'with', ${somebody('s.payee_id')}, 'amount', ${money('t.amount', 's.currency')},
               'note', t.note, 'cardId', t.card_id, 'plan', t.plan::jsonb, 'state', s.state,
               'createdAt', s.created_at, 'updatedAt', s.updated_at,
               'occurrences', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', o.number,
                                 'dueAt', o.due_at, 'state', o.state, 'paymentId', o.payment_id,
                                 'refusal', o.refusal) ORDER BY o.number), '[]')
                                 FROM payments.schedule_occurrences o WHERE o.schedule_id = s.id)) AS item
        FROM payments.schedules s
        JOIN payments.schedule_terms t ON t.schedule_id = s.id AND t.revision = s.revision
       WHERE s.payer_id = $1`,
  },
  {
    name: 'cashOuts',
    sql: `
      SELECT c.id, jsonb_build_object('id', c.id, 'amount', ${money('c.amount', 'c.currency')},
               'fee', ${money('c.fee', 'c.currency')}, 'method', c.method,
               'destination', c.destination, 'state', c.state, 'createdAt', c.created_at,
               'updatedAt', c.updated_at) AS item
        FROM payments.cash_outs c WHERE c.person_id = $1`,
  },
  {
    name: 'topUps',
    sql: `
      SELECT t.id, jsonb_build_object('id', t.id, 'amount', ${money('t.amount', 't.currency')},
               'refunded', ${money('t.refunded', 't.currency')}, 'cardId', t.card_id, 'state', t.state,
               'dispute', t.dispute, 'createdAt', t.created_at, 'updatedAt', t.updated_at) AS item
        FROM payments.top_ups t WHERE t.person_id = $1`,
  },
  {
    name: 'exchanges',
    sql: `
      SELECT x.id, jsonb_build_object('id', x.id, 'sent', ${money('x.sent', 'x.sent_currency')},
               'received', ${money('x.received', 'x.received_currency')}, 'rate', x.rate, 'mid', x.mid,
               'spread', ${money('x.spread', 'x.received_currency')}, 'paymentId', x.payment_id,
               'createdAt', x.created_at) AS item
        FROM payments.exchanges x WHERE x.person_id = $1`,
  },
  {
    name: 'cards',
    sql: `
      SELECT c.id, jsonb_build_object('id', c.id, 'brand', c.brand, 'last4', c.last4,
               'expiryMonth', c.expiry_month, 'expiryYear', c.expiry_year, 'kind', c.funding,
               'country', c.country, 'createdAt', c.created_at, 'removedAt', c.removed_at) AS item
        FROM payments.cards c WHERE c.person_id = $1`,
  },
  {
    name: 'disputes',
    sql: `
      SELECT d.id, jsonb_build_object('id', d.id, 'paymentId', d.payment_id,
               'amount', ${money('d.amount', 'd.currency')}, 'reason', d.reason, 'state', d.state,
               'openedAt', d.opened_at, 'closedAt', d.closed_at) AS item
        FROM payments.payments p JOIN payments.disputes d ON d.payment_id = p.id WHERE ${SEEN}`,
  },
  {
    name: 'askBacks',
    sql: `
      SELECT a.id, jsonb_build_object('id', a.id, 'paymentId', a.payment_id, 'reason', a.reason,
               'words', a.words, 'answer', a.answer_words, 'state', a.state,
               'createdAt', a.created_at, 'updatedAt', a.updated_at) AS item
        FROM payments.payments p JOIN payments.ask_backs a ON a.payment_id = p.id WHERE ${SEEN}`,
  },
  {
    // What somebody reported of the person is for the reviewer alone.
    name: 'reports',
    sql: `
      SELECT r.id, jsonb_build_object('id', r.id, 'paymentId', r.payment_id, 'state', r.state,
               'kind', CASE WHEN p.payer_id = $1 THEN r.kind END,
               'words', CASE WHEN p.payer_id = $1 THEN r.words ELSE r.answer_words END,
               'createdAt', r.created_at, 'updatedAt', r.updated_at) AS item
        FROM payments.payments p JOIN payments.reports r ON r.payment_id = p.id WHERE ${SEEN}`,
  },
  {
    name: 'decisions',
    sql: `
      SELECT c.id, jsonb_build_object('id', c.id, 'paymentId', c.payment_id, 'about', c.kind,
               'broughtWith', CASE WHEN c.brought_by = $1 THEN c.words END, 'verdict', c.verdict,
               'decision', c.decision_words, 'openedAt', c.opened_at, 'decidedAt', c.decided_at) AS item
        FROM payments.payments p JOIN payments.contest_cases c ON c.payment_id = p.id WHERE ${SEEN}`,
  },
  {
    name: 'trustedContacts',
    sql: `
      SELECT t.person_id AS id, jsonb_build_object(
               'role', CASE WHEN t.person_id = $1 THEN 'asks' ELSE 'agrees' END,
               'with', ${somebody('CASE WHEN t.person_id = $1 THEN t.contact_id ELSE t.person_id END')},
               'above', ${money('t.amount', 't.currency')}, 'createdAt', t.created_at,
               'acceptedAt', t.accepted_at) AS item
        FROM payments.trusted_contacts t WHERE $1 IN (t.person_id, t.contact_id)`,
  },
];
