// The environment, read once into a frozen, typed object; the only home of `process.env`. All
// faults are listed at once, so that an operator mends them in one go. Secrets are never printed.
import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';
import { type CashOutConfig, readCashOut } from './config-cash-out.js';
import {
  type ExchangeConfig,
  readExchange,
  readTopUp,
  type TopUpConfig,
} from './config-money-in.js';
import { type HostConfig, readHost } from './config-host.js';
import { currencyDigits } from './currencies.js';
import {
  type AgreementConfig,
  type ConfirmConfig,
  type ContestsConfig,
  type LimitsConfig,
  readConfirm,
  readContests,
  readLimits,
  type WaitsConfig,
} from './limits-config.js';

/** The token by which Nest hands the configuration to whoever needs it. */
export const CONFIG = Symbol('config');

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where the web client is served from, as a browser sees it. */
  readonly publicUrl: string;
  /** Addresses of proxies that say who asks; those of others are not believed. */
  readonly trustedProxies: readonly string[];
  readonly databaseUrl: string;
  /** Connections in the pool of one process. */
  readonly databasePoolMax: number;
  readonly stripe: StripeConfig;
  readonly ledger: LedgerConfig;
  readonly identity: IdentityConfig;
  readonly mail: MailConfig;
  /** Wraps the keys that seal what is personal; without it nobody's names and words can be read. */
  readonly personalDataKey: KeyObject;
  /** Demo people with a published password exist. Never true with a live key. */
  readonly demo: boolean;
  readonly currencies: readonly string[];
  readonly maximumMajor: bigint;
  readonly velocity: VelocityConfig;
  readonly limits: LimitsConfig;
  readonly confirm: ConfirmConfig;
  readonly agreement: AgreementConfig;
  readonly contests: ContestsConfig;
  readonly waits: WaitsConfig;
  readonly cards: CardsConfig;
  readonly cashOut: CashOutConfig;
  readonly topUp: TopUpConfig;
  readonly exchange: ExchangeConfig;
  /** The product whose own users are served; null when there is none. */
  readonly hostUsers: HostConfig | null;
  /** For development: webhooks may go to this machine. */
  readonly webhooks: { readonly toLoopback: boolean };
  readonly logLevel: string;
}

export interface StripeConfig {
  /** Which of the three worlds of cards and customers these keys open. */
  readonly processor: 'simulator' | 'stripe_test' | 'stripe_live';
  readonly secretKey: string;
  readonly publishableKey: string;
  /** One for each endpoint that sends events here, and old and new while one is exchanged. */
  readonly webhookSecrets: readonly string[];
  /** Base URL of the simulator; null talks to Stripe itself. */
  readonly apiUrl: string | null;
  /** How often the processor's lists are read for what was missed. */
  readonly feedSeconds: number;
}

export interface LedgerConfig {
  /** The private key that signs seals: Ed25519. A KeyObject shows nothing of itself when printed. */
  readonly signingKey: KeyObject;
}

export interface IdentityConfig {
  /** Mixed into every PIN's hash and kept out of the database, so that the database alone is no use. */
  readonly pinPepper: KeyObject;
}

export interface MailConfig {
  /** `smtp://user:password@host:port`; null sends no mail. */
  readonly smtpUrl: string | null;
  /** Who letters come from. */
  readonly from: string;
  /** Where caught letters are read, in a demo without a mail server; null everywhere else. */
  readonly pageUrl: string | null;
}

export interface CardsConfig {
  /** Which kinds may pay: `debit`, `credit`, `prepaid`. */
  readonly accepted: readonly string[];
  /** How many people may save one and the same card. */
  readonly peopleMax: number;
}

export interface VelocityConfig {
  /** More sends than this by one payer within ten minutes ask for a review. */
  readonly sendsPerTenMinutes: number;
  /** More money than this by one payer within a day asks for a review, in major units. */
  readonly majorPerDay: bigint;
}

// Stripe lists money transmission between people among its prohibited businesses, so a live key is
// refused until an operator types out that he has the approval. The sentence is the switch.
const LIVE_ACKNOWLEDGEMENT = 'i-have-written-approval-for-money-transmission';

// Stands in for a key until the faults are told; nothing is ever done with it.
const NO_KEY = Buffer.alloc(1);

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'log', 'debug', 'verbose'];

class Reader {
  readonly faults: string[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  text(name: string, fallback?: string): string {
    const value = this.env[name]?.trim();
    if (value !== undefined && value !== '') return value;
    if (fallback === undefined) this.faults.push(`${name} is missing`);
    return fallback ?? '';
  }

  integer(name: string, fallback: number, max: number): number {
    const text = this.text(name, String(fallback));
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value <= max) return value;
    this.faults.push(`${name} must be a whole number up to ${String(max)}`);
    return fallback;
  }

  url(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    if (text !== '' && !/^https?:\/\//.test(URL.canParse(text) ? new URL(text).href : '')) {
      this.faults.push(`${name} must be an address that begins with http:// or https://`);
    }
    return text;
  }

  oneOf(name: string, values: readonly string[], fallback: string): string {
    const value = this.text(name, fallback);
    if (!values.includes(value)) this.faults.push(`${name} must be one of ${values.join(', ')}`);
    return value;
  }

  flag(name: string): boolean {
    return ['1', 'true', 'yes'].includes(this.text(name, '').toLowerCase());
  }
}

/** Reads and checks the environment. Throws one error that lists every fault. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = new Reader(env);
  const port = read.integer('PORT', 3000, 65535);
  const currencies = read.text('CURRENCIES', 'EUR USD GBP CHF SEK JPY KWD').split(/[\s,]+/);
  const config: Config = {
    port,
    host: read.text('HOST', 'localhost'),
    publicUrl: read.url('PUBLIC_URL', `http://localhost:${String(port)}`),
    trustedProxies: read
      .text('TRUSTED_PROXIES', '')
      .split(/[\s,]+/)
      .filter(Boolean),
    databaseUrl: read.text('DATABASE_URL'),
    databasePoolMax: read.integer('DATABASE_POOL_MAX', 16, 500),
    stripe: readStripe(read),
    ledger: { signingKey: readSigningKey(read) },
    identity: { pinPepper: readSecret(read, 'PIN_PEPPER') },
    mail: readMail(read),
    personalDataKey: readSecret(read, 'PERSONAL_DATA_KEY'),
    demo: read.flag('DEMO'),
    currencies,
    maximumMajor: BigInt(read.integer('PAYMENT_MAXIMUM', 10_000, 1_000_000_000)),
    velocity: {
      sendsPerTenMinutes: read.integer('VELOCITY_SENDS', 10, 1_000_000_000),
      majorPerDay: BigInt(read.integer('VELOCITY_AMOUNT', 500, 1_000_000_000)),
    },
    limits: readLimits(read, currencies),
    confirm: readConfirm(read, currencies),
    contests: readContests(read, currencies),
    agreement: {
      hours: read.integer('AGREEMENT_HOURS', 24, 168),
      coolingHours: read.integer('AGREEMENT_COOLING_HOURS', 24, 720),
    },
    waits: { undoSeconds: read.integer('UNDO_SECONDS', 15, 60) },
    cards: readCards(read),
    cashOut: readCashOut(read),
    topUp: readTopUp(read, currencies),
    exchange: readExchange(read),
    hostUsers: readHost(read),
    webhooks: { toLoopback: read.flag('WEBHOOKS_TO_LOOPBACK') },
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  for (const code of config.currencies) {
    if (currencyDigits(code) === undefined)
      read.faults.push(`CURRENCIES: ${code} is not a currency`);
  }
  if (config.webhooks.toLoopback && isLive(config.stripe.secretKey)) {
    read.faults.push('WEBHOOKS_TO_LOOPBACK cannot be set together with a live Stripe key');
  }
  if (config.demo && isLive(config.stripe.secretKey)) {
    read.faults.push('DEMO cannot be set together with a live Stripe key');
  }
  if (read.faults.length > 0) {
    throw new Error(`The configuration cannot be used:\n  - ${read.faults.join('\n  - ')}`);
  }
  return Object.freeze(config);
}

function readMail(read: Reader): MailConfig {
  const smtpUrl = read.text('SMTP_URL', '') || null;
  if (smtpUrl !== null && !/^smtps?:\/\//.test(smtpUrl)) {
    read.faults.push('SMTP_URL must be an address that begins with smtp:// or smtps://');
  }
  const pageUrl = read.text('MAIL_PAGE_URL', '') || null;
  if (pageUrl !== null && !/^https?:\/\//.test(pageUrl)) {
    read.faults.push('MAIL_PAGE_URL must be an address that begins with http:// or https://');
  }
  return { smtpUrl, from: read.text('MAIL_FROM', 'Tenner <no-reply@tenner.example>'), pageUrl };
}

const CARD_KINDS = ['debit', 'credit', 'prepaid'];

function readCards(read: Reader): CardsConfig {
  const accepted = read.text('CARDS_ACCEPTED', 'debit credit').split(/[\s,]+/);
  for (const kind of accepted.filter((each) => !CARD_KINDS.includes(each))) {
    read.faults.push(`CARDS_ACCEPTED: ${kind} is not one of ${CARD_KINDS.join(', ')}`);
  }
  return { accepted, peopleMax: read.integer('CARD_PEOPLE_MAX', 3, 1_000_000) };
}

function readStripe(read: Reader): StripeConfig {
  const secretKey = read.text('STRIPE_SECRET_KEY');
  const apiUrl = read.url('STRIPE_API_URL', '') || null;
  const mode = isLive(secretKey) ? 'stripe_live' : 'stripe_test';
  const stripe: StripeConfig = {
    processor: apiUrl === null ? mode : 'simulator',
    secretKey,
    publishableKey: read.text('STRIPE_PUBLISHABLE_KEY'),
    webhookSecrets: read.text('STRIPE_WEBHOOK_SECRET').split(/[\s,]+/),
    apiUrl,
    feedSeconds: read.integer('PROCESSOR_FEED_SECONDS', 60, 86_400),
  };
  if (isLive(stripe.secretKey) && read.text('LIVE_MONEY', '') !== LIVE_ACKNOWLEDGEMENT) {
    read.faults.push(
      'STRIPE_SECRET_KEY is a live key. Stripe prohibits peer-to-peer money transmission without ' +
        `its approval. With that approval in writing, set LIVE_MONEY=${LIVE_ACKNOWLEDGEMENT}`,
    );
  }
  if (isLive(stripe.secretKey) !== isLive(stripe.publishableKey)) {
    read.faults.push('STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY must both be test or both live');
  }
  if (apiUrl !== null && isLive(secretKey)) {
    read.faults.push('STRIPE_API_URL points to a simulator, which takes no live key');
  }
  return stripe;
}

// A key in PEM may come with its line ends written as \n, as many settings files need it.
function readSigningKey(read: Reader): KeyObject {
  const text = read.text('LEDGER_SIGNING_KEY').replaceAll('\\n', '\n');
  const key = text === '' ? undefined : privateKeyFrom(text);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  if (text !== '') {
    read.faults.push(
      'LEDGER_SIGNING_KEY must be an Ed25519 private key, PKCS8, as PEM or as base64 of its DER',
    );
  }
  return createSecretKey(NO_KEY);
}

// Thirty-two random bytes or more, in base64.
function readSecret(read: Reader, name: string): KeyObject {
  const text = read.text(name);
  const bytes = Buffer.from(text, 'base64');
  if (text === '' || bytes.length >= 32) return createSecretKey(bytes.length > 0 ? bytes : NO_KEY);
  read.faults.push(`${name} must be at least 32 bytes in base64`);
  return createSecretKey(NO_KEY);
}

function privateKeyFrom(text: string): KeyObject | undefined {
  try {
    return text.startsWith('-----')
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, 'base64'), type: 'pkcs8', format: 'der' });
  } catch {
    return undefined;
  }
}

function isLive(key: string): boolean {
  return /^(sk|rk|pk)_live_/.test(key);
}
