// A whole world for one test file: a database of its own, the processor simulator, the real
// application listening on a port, and people in threads. Nothing in it is a mock. What a test does
// not care about has a sensible value; what it sets, it cares about.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { freePort } from '../../scripts/ports.mjs';
import { newSecret, newSigningKey } from '../../scripts/signing-key.mjs';
import { type Simulator, startSimulator } from '../../simulator/server.js';
import type { SimulatorOptions } from '../../simulator/settings.js';
import { createApp } from '../../src/app.js';
import { Chat } from '../../src/chat/index.js';
import { audit } from '../../src/finance/index.js';
import { Identity } from '../../src/identity/index.js';
import { draftEntry, Ledger, platformAccount } from '../../src/ledger/index.js';
import type { SavedCardView } from '../../src/payments/cards/contract.js';
import { type Config, readConfig } from '../../src/shared/config.js';
import { DATABASE, Transactor } from '../../src/shared/database.js';
import { parseMoney } from '../../src/shared/money.js';
import { createTestDatabase } from './database.js';
import { sameLimits, UNCONFIRMED } from './trust-config.js';
import { enrolSecondFactor } from './second-factor.js';

export interface TestPerson {
  id: string;
  handle: string;
  name: string;
  token: string;
}

export interface WorldOptions {
  /** Parts of the configuration that the test cares about. */
  config?: Partial<Config>;
  /** What the simulator is told beyond the usual. */
  simulator?: SimulatorOptions;
}

/** A response with its body parsed; `body` is `any`, as supertest has it. */
export type Answer = request.Response;

/** What the processor says to a browser that confirms a setup. */
export interface SetupAnswer {
  status?: string;
  error?: { code?: string; decline_code?: string };
}

export const PASSWORD = 'a long enough test password';
export const PIN = '739148';
// Tests pay with every card Stripe has for testing, often with the same ones.
const ANY_CARD = { accepted: ['debit', 'credit', 'prepaid'], peopleMax: 1_000_000 };
const UNLIMITED = { sendsPerTenMinutes: 1_000_000, majorPerDay: 1_000_000_000n };

export class World {
  private people = 0;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly simulator: Simulator,
    readonly url: string,
    readonly databaseUrl: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async start({ config = {}, simulator: told = {} }: WorldOptions = {}): Promise<World> {
    const database = await createTestDatabase();
    const port = await freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    const webUrl = `http://localhost:${String(port)}`;
    const simulator = await startSimulator({
      port: 0,
      host: '127.0.0.1',
      webhookUrl: `${url}/webhooks/stripe`,
      webOrigins: [url, webUrl],
      ...told,
    });
    const base = readConfig({
      DATABASE_URL: database.url,
      PUBLIC_URL: webUrl,
      STRIPE_SECRET_KEY: 'sk_test_simulator',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_simulator',
      STRIPE_WEBHOOK_SECRET: 'whsec_simulator',
      STRIPE_API_URL: simulator.url,
      LEDGER_SIGNING_KEY: newSigningKey(),
      PIN_PEPPER: newSecret(),
      PERSONAL_DATA_KEY: newSecret(),
      LOG_LEVEL: 'fatal',
      // A test that counts the calls to the processor must not meet one that it did not ask for.
      PROCESSOR_FEED_SECONDS: '86400',
    });
    // Velocity would hold what most tests send in a hurry, limits would refuse it, confirmations ask
    // about it, and an undo window keep it; a test of one of them sets its own.
    const app = await createApp({
      ...base,
      velocity: UNLIMITED,
      limits: sameLimits(base.currencies, 1_000_000_000n),
      confirm: UNCONFIRMED,
      waits: { undoSeconds: 0 },
      cards: ANY_CARD,
      ...config,
    });
    await app.listen(port, '127.0.0.1');
    return new World(app, simulator, url, database.url, async () => {
      await app.close();
      await simulator.stop();
      await database.drop();
    });
  }

  async stop(): Promise<void> {
    await this.end();
  }

  /** The same as `url`, as a browser opens it: passkeys belong to a name, never to a number. */
  get webUrl(): string {
    return this.url.replace('127.0.0.1', 'localhost');
  }

  get http(): TestAgent {
    return request(this.app.getHttpServer());
  }

  /** Steers the simulator: `faults`, `webhooks`, `webhooks/release`, `clock`. */
  async control(path: string, body: Record<string, unknown>): Promise<void> {
    const response = await fetch(`${this.simulator.url}/_simulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }

  /** A person with a session; `balance` is what they have in EUR. */
  async person(options: { roles?: string[]; balance?: string } = {}): Promise<TestPerson> {
    this.people += 1;
    const handle = `person_${String(this.people)}`;
    const name = `Person ${String(this.people)}`;
    const roles = options.roles ?? ['person'];
    const [row] = await this.app
      .get(Transactor)
      .run((tx) =>
        this.app.get(Identity).addPeople(tx, [{ handle, name, password: PASSWORD, roles }]),
      );
    if (row === undefined) throw new Error('no person was made');
    const { body } = await this.http.post('/v1/sessions').send({ handle, password: PASSWORD });
    const person = { id: row.id, handle, name, token: (body as { token: string }).token };
    if (roles.some((role) => role !== 'person')) {
      await enrolSecondFactor((path, body) => this.post(person, path, body));
    }
    if (options.balance !== undefined) await this.fund(person, options.balance);
    return person;
  }

  /** Gives the person a PIN to confirm with. */
  async setPin(person: TestPerson, pin = PIN): Promise<void> {
    const { status, text } = await this.put(person, '/v1/pin', { pin });
    if (status !== 204) throw new Error(`no PIN was set: ${text}`);
  }

  /** Puts money into a balance as a charged card would (P2), without a processor. */
  async fund(person: TestPerson, amount: string, currency = 'EUR'): Promise<void> {
    const ledger = this.app.get(Ledger);
    const { minor } = parseMoney({ amount, currency });
    const payer = { name: 'user.available', owner: person.id, currency } as const;
    const accounts = {
      payer,
      pending: platformAccount('stripe.pending', currency),
      fees: platformAccount('stripe.fees', currency),
    };
    const reference = `ch_test_${randomUUID()}:succeeded`;
    const entry = draftEntry('P2', reference, new Date(), accounts, { gross: minor, fee: 0n });
    await this.app.get(Transactor).run(async (tx) => {
      const books = await ledger.lock(tx, Object.values(accounts));
      books.post(entry);
      await ledger.write(tx, books);
    });
  }

  /** A thread of these people: direct when there are two and no title. */
  async thread(people: TestPerson[], title: string | null = null): Promise<string> {
    const [id] = await this.app
      .get(Transactor)
      .run((tx) =>
        this.app
          .get(Chat)
          .createThreads(tx, [{ title, personIds: people.map((person) => person.id) }]),
      );
    if (id === undefined) throw new Error('no thread was made');
    return id;
  }

  get(person: TestPerson, path: string): request.Test {
    return this.http.get(path).set('authorization', `Bearer ${person.token}`);
  }

  put(person: TestPerson, path: string, body: object): request.Test {
    return this.http.put(path).set('authorization', `Bearer ${person.token}`).send(body);
  }

  delete(person: TestPerson, path: string): request.Test {
    return this.http.delete(path).set('authorization', `Bearer ${person.token}`);
  }

  post(person: TestPerson, path: string, body: object, key?: string): request.Test {
    const test = this.http.post(path).set('authorization', `Bearer ${person.token}`);
    return (key === undefined ? test : test.set('idempotency-key', key)).send(body);
  }

  /** Sends money; from the balance unless `cardId` is given. */
  send(
    payer: TestPerson,
    threadId: string,
    amount: string,
    options: {
      cardId?: string;
      key?: string;
      currency?: string;
      note?: string;
      payeeId?: string;
    } = {},
  ): request.Test {
    const { cardId, key = randomUUID(), currency = 'EUR', ...rest } = options;
    const funding = cardId === undefined ? { source: 'balance' } : { source: 'card', cardId };
    const body = { threadId, amount: { amount, currency }, funding, ...rest };
    return this.post(payer, '/v1/payments', body, key);
  }

  /** What the browser does with a card: hands it to the processor. Answers the processor's answer. */
  async confirmSetup(
    setup: { setupIntentId: string; clientSecret: string },
    paymentMethod: string,
  ): Promise<{ status: number; body: SetupAnswer }> {
    const path = `/v1/setup_intents/${setup.setupIntentId}/confirm`;
    const response = await fetch(`${this.simulator.url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer pk_test_simulator' },
      body: new URLSearchParams({
        client_secret: setup.clientSecret,
        payment_method: paymentMethod,
      }),
    });
    return { status: response.status, body: (await response.json()) as SetupAnswer };
  }

  /** Adds a card by its test token and answers it. */
  async card(person: TestPerson, paymentMethod = 'pm_card_visa_debit'): Promise<SavedCardView> {
    const setup = await this.post(person, '/v1/cards/setup', {});
    const confirmed = await this.confirmSetup(setup.body as never, paymentMethod);
    const { setupIntentId } = setup.body as { setupIntentId: string };
    if (confirmed.body.status === 'requires_action') {
      await this.control('authenticate', { intent: setupIntentId, outcome: 'succeed' });
    }
    const saved = await this.post(person, '/v1/cards', { setupIntentId });
    if (saved.status !== 201) throw new Error(`card not saved: ${saved.text}`);
    return saved.body as SavedCardView;
  }

  /** What the person can spend, as the wallet shows it. */
  async available(person: TestPerson, currency = 'EUR'): Promise<string> {
    const { body } = await this.get(person, '/v1/wallet');
    const { balances } = body as { balances: { currency: string; available: string }[] };
    return balances.find((balance) => balance.currency === currency)?.available ?? '0';
  }

  /** Runs SQL as the owner of the database; for looking, and for planting faults. */
  async sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** The invariants that do not hold, in words; empty when the books are right. */
  async faults(): Promise<string[]> {
    const results = await audit(this.app.get<DataSource>(getDataSourceToken(DATABASE)));
    return results.flatMap(({ name, difference }) =>
      difference === null ? [] : [`${name}: ${difference}`],
    );
  }
}

// Far longer than anything takes; a machine that has much else to do may need it all.
const PATIENCE_MS = 40_000;

/** Waits until `ask` answers something true; fails when that takes longer than it ever should. */
export async function until<T>(ask: () => Promise<T> | T, what: string): Promise<NonNullable<T>> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen in time`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
