// A payment walked along its course by real people: what was asked for and what happened next is one line
// of words, and what came of it is read from the transitions, the books and the sockets of both.
import { randomUUID } from 'node:crypto';
import type { PaymentCard, PaymentState } from '../../src/payments/contract.js';
import type { Mover } from '../../src/payments/payment/machine.js';
import { AccountLimits } from '../../src/ledger/index.js';
import { Transactor } from '../../src/shared/database.js';
import { type Ear, listen } from './chatter.js';
import { Contacts } from './contacts.js';
import { atProcessor, caseOf, intentIdOf, say } from './desk.js';
import { type TestPerson, until, type World } from './world.js';
import { Waits } from './waits.js';

/** One transition as it was observed. */
export interface Observed {
  readonly from: PaymentState | null;
  readonly to: PaymentState;
  readonly actor: Mover;
  /** What the socket of each brought of it; null for nothing. */
  readonly payer: string | null;
  readonly payee: string | null;
  /** What its transaction wrote into the books, in words. */
  readonly books: readonly string[];
}

interface Cast {
  readonly ana: TestPerson;
  readonly ben: TestPerson;
  readonly cleo: TestPerson;
  readonly riley: TestPerson;
}

/** The cards by the words that ask for them. */
const CARDS: Record<string, string> = {
  card: 'pm_card_visa_debit',
  asking_card: 'pm_card_authenticationRequired',
  bad_card: 'pm_card_chargeCustomerFail',
};
const TRANSIENT: readonly PaymentState[] = ['funding', 'capturing', 'cancelling'];

type Step = (id: string, cast: Cast) => Promise<unknown>;

export class Walk {
  private readonly waits: Waits;
  private readonly contacts: Contacts;

  constructor(
    private readonly world: World,
    private readonly riley: TestPerson,
  ) {
    this.waits = new Waits(world);
    this.contacts = new Contacts(world);
  }

  /** Walks one line, for example `card large: release`, and answers what was observed. */
  async run(line: string): Promise<Observed[]> {
    const [asked = '', then = ''] = line.split(':').map((part) => part.trim());
    const words = asked.split(' ');
    const cast = await this.cast(words);
    const thread = await this.world.thread([cast.ana, cast.ben]);
    const ears: [Ear, Ear] = [
      await listen(this.world.url, cast.ana),
      await listen(this.world.url, cast.ben),
    ];
    const id = await this.begin(words, cast, thread);
    for (const step of then === '' ? [] : then.split(', ')) {
      const work = this.steps[step];
      if (work === undefined) throw new Error(`${line}: nobody knows how to ${step}`);
      await work(id, cast);
      await this.settled(cast.ana, id);
    }
    const observed = await this.observed(id, cast, ears);
    for (const ear of ears) ear.socket.disconnect();
    return observed;
  }

  private async cast(words: readonly string[]): Promise<Cast> {
    const { world } = this;
    const three = words.includes('contact') ? await this.contacts.three() : undefined;
    const ana = three?.ana ?? (await world.person({ balance: '1000.00' }));
    const ben = three?.ben ?? (await world.person());
    if (words.includes('accept')) await this.waits.acceptEach(ben);
    return { ana, ben, cleo: three?.cleo ?? ben, riley: this.riley };
  }

  private async begin(words: readonly string[], { ana }: Cast, thread: string): Promise<string> {
    const card = Object.entries(CARDS).find(([word]) => words.includes(word))?.[1];
    const cardId = card === undefined ? undefined : (await this.world.card(ana, card)).id;
    const body = {
      threadId: thread,
      amount: { amount: words.includes('large') ? '160.00' : '120.00', currency: 'EUR' },
      funding: cardId === undefined ? { source: 'balance' } : { source: 'card', cardId },
      ...(words.includes('undo') ? { undoSeconds: 60 } : {}),
      ...(words.includes('later') ? { delay: '2h' } : {}),
    };
    await this.world.post(ana, '/v1/payments', body, randomUUID());
    const [row] = await this.world.sql<{ id: string }>(
      'SELECT id FROM payments.payments WHERE payer_id = $1',
      [ana.id],
    );
    if (row === undefined) throw new Error(`${words.join(' ')}: nothing was sent`);
    await this.settled(ana, row.id);
    return row.id;
  }

  private async settled(person: TestPerson, id: string): Promise<void> {
    await until(async () => {
      const view = await this.waits.seenBy(person, id);
      return view !== undefined && !TRANSIENT.includes(view.state);
    }, `${id} coming to rest`);
  }

  private readonly steps: Readonly<Record<string, Step>> = {
    undo: (id, { ana }) => this.waits.say(ana, id, 'undo'),
    recall: (id, { ana }) => this.waits.say(ana, id, 'recall'),
    cancel: (id, { ana }) => this.waits.say(ana, id, 'cancel'),
    accept: (id, { ben }) => this.waits.say(ben, id, 'accept'),
    decline: (id, { ben }) => this.waits.say(ben, id, 'decline'),
    send: (id) => this.passes(id, 'sending'),
    arrive: (id) => this.passes(id, 'arriving'),
    expire: (id) => this.passes(id, 'waiting'),
    agree: (id, { cleo }) => this.contacts.agree(cleo, id),
    refuse: (id, { cleo }) => this.contacts.say(cleo, `agreements/${id}/decline`),
    'call off': (id, { ana }) => this.contacts.say(ana, `payments/${id}/call-off`),
    'wait too long': (id) => this.passes(id, 'asking'),
    release: async (id, { riley }) =>
      say(this.world, riley, (await caseOf(this.world, riley, id)).id, 'release'),
    reject: async (id, { riley }) =>
      say(this.world, riley, (await caseOf(this.world, riley, id)).id, 'reject'),
    'review too long': async (id) => {
      await this.world.sql(
        `UPDATE fraud.cases SET review_by = now() - interval '1 second' WHERE candidate_id = $1`,
        [id],
      );
      await this.waits.sweep();
    },
    block: (_, { ana, ben }) => this.world.put(ben, `/v1/blocks/${ana.id}`, {}),
    'freeze payee': (_, { ben }) => this.freeze(ben),
    'bank yes': (id, { ana }) => this.answerBank(ana, id, 'succeed'),
    'bank no': (id, { ana }) => this.answerBank(ana, id, 'fail'),
    'bank lets go': async (id) =>
      atProcessor(
        this.world,
        `payment_intents/${await intentIdOf(this.world, id)}/cancel`,
        {},
      ).then(() => this.inState(id, 'failed')),
  };

  private async passes(id: string, state: 'sending' | 'arriving' | 'waiting' | 'asking') {
    await this.waits.overdue(id, state);
    if (state === 'asking') await this.waits.sweep();
    await until(async () => (await this.stateOf(id)) !== state, `${id} not being ${state}`);
  }

  private freeze({ id: owner }: TestPerson): Promise<unknown> {
    const account = { name: 'user.available', owner, currency: 'EUR' } as const;
    const change = { state: 'frozen', reason: 'a complaint', changedBy: 'fay' } as const;
    const { app } = this.world;
    return app.get(Transactor).run((tx) => app.get(AccountLimits).change(tx, account, change));
  }

  private async answerBank(ana: TestPerson, id: string, outcome: 'succeed' | 'fail') {
    const intent = await intentIdOf(this.world, id);
    await this.world.control('authenticate', { intent, outcome });
    await this.world.post(ana, `/v1/payments/${id}/authentication/finish`, {});
    await until(async () => (await this.stateOf(id)) !== 'authenticating', 'the bank’s word');
  }

  private inState(id: string, state: string): Promise<boolean> {
    return until(async () => (await this.stateOf(id)) === state, `${id} being ${state}`);
  }

  private async stateOf(id: string): Promise<PaymentState | undefined> {
    const [row] = await this.world.sql<{ state: PaymentState }>(
      'SELECT state FROM payments.payments WHERE id = $1',
      [id],
    );
    return row?.state;
  }

  private async observed(id: string, cast: Cast, ears: [Ear, Ear]): Promise<Observed[]> {
    const rows = await this.world.sql<{ to: PaymentState; actor: string; books: string[] }>(
      TRANSITIONS,
      [id],
    );
    const movers = new Map<string, Mover>([
      [cast.cleo.id, 'contact'],
      [cast.ben.id, 'payee'],
      [cast.ana.id, 'payer'],
      [cast.riley.id, 'reviewer'],
    ]);
    const brought = (ear: Ear, state: PaymentState): string | null => {
      const cards = ear.changes.map(({ message }) => message.card?.data as PaymentCard | undefined);
      const card = cards.find((one) => one?.paymentId === id && one.state === state);
      return card === undefined ? null : told(card);
    };
    // Whoever hears of a state has heard of those before it; the last of them is the one to wait for.
    const last = rows.at(-1)?.to;
    if (last !== undefined) {
      await until(() => brought(ears[0], last) !== null, `the payer hearing of ${last}`);
    }
    return rows.map(({ to, actor, books }, index) => ({
      from: rows[index - 1]?.to ?? null,
      to,
      actor: movers.get(actor) ?? (actor as Mover),
      payer: brought(ears[0], to),
      payee: brought(ears[1], to),
      books: books.map((line) =>
        [...movers]
          .reduce((text, [person, mover]) => text.replaceAll(person, mover), line)
          .replaceAll(id, 'payment')
          .replaceAll(/rfd_\w+/g, 'refund'),
      ),
    }));
  }
}

const UNTIL = [
  'agreeBy',
  'sendsAt',
  'authenticateBy',
  'reviewBy',
  'arrivesAt',
  'expiresAt',
] as const;

/** What a card says, without its values: the state, the deadlines, why. */
function told(card: PaymentCard): string {
  const times = UNTIL.filter((name) => card[name] !== null);
  const why = [card.returned, card.reason?.code].filter((word) => word != null);
  return [card.state, ...times, ...why].join(' ');
}

// Each transition with what the same transaction wrote into the books about this payment: rows that one
// transaction wrote carry its number.
const TRANSITIONS = `
  WITH names AS (
    SELECT $1::text AS name
    UNION ALL SELECT charge_id FROM payments.charges WHERE payment_id = $1
    UNION ALL SELECT id FROM payments.refunds WHERE payment_id = $1),
  posted AS (
    SELECT e.xmin::text AS txid, 2 AS rank, e.id,
           e.template || ': ' || string_agg(l.side || ' ' || split_part(a.address, ':', 1)
             || CASE WHEN a.owner = '' THEN '' ELSE ' of ' || a.owner END, ', ' ORDER BY l.number) AS words
      FROM ledger.entries e
      JOIN ledger.lines l ON l.entry_id = e.id JOIN ledger.accounts a ON a.id = l.account_id
     WHERE split_part(e.reference, ':', 1) IN (SELECT name FROM names)
       AND e.reference NOT LIKE '%:fee' AND e.template NOT IN ('P4', 'P7a')
     GROUP BY e.xmin::text, e.id, e.template),
  held AS (
    SELECT h.xmin::text AS txid, 3 AS rank, h.id, 'hold ' || split_part(h.reference, ':', 2) AS words
      FROM ledger.holds h WHERE split_part(h.reference, ':', 1) = $1
    UNION ALL
    SELECT d.xmin::text, 1, h.id, split_part(h.reference, ':', 2) || ' ' || d.outcome
      FROM ledger.hold_endings d JOIN ledger.holds h ON h.id = d.hold_id
     WHERE split_part(h.reference, ':', 1) = $1)
  SELECT t.state AS to, t.actor,
         coalesce((SELECT array_agg(b.words ORDER BY b.rank, b.id)
                     FROM (SELECT * FROM posted UNION ALL SELECT * FROM held) b
                    WHERE b.txid = t.xmin::text), '{}') AS books
    FROM payments.transitions t WHERE t.payment_id = $1 ORDER BY t.number`;
