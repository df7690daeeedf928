// Our own ledger, as the application runs it: the compiled class, acting as the application's role,
// one transaction for each posting or gathered as callers without a transaction are.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { applicationOptions, ownerOptions } from '../../dist/src/data-source.js';
import { audit } from '../../dist/src/finance/index.js';
import {
  draftEntry,
  GatheredPostings,
  Ledger,
  platformAccount,
  Postings,
} from '../../dist/src/ledger/index.js';
import { Clock } from '../../dist/src/shared/clock.js';
import { Transactor } from '../../dist/src/shared/database.js';
import { newId } from '../../dist/src/shared/ids.js';
import { migrate } from '../../scripts/migrated-db.mjs';
import { PLATFORM, shapesOf } from './chance.mjs';
import { makeDatabase } from './database.mjs';
import { editRefused, lateCommit, overdraftRace, verdict } from './invariants.mjs';
import { load } from './load.mjs';
import { startSealer } from './sealer.mjs';

export const OPENING = 10_000_000n;
const SEED_CHUNK = 250;
const BATCH_SHAPE = 50;
const CALLERS_ALONE_MAX = 32;

/** Posts the drafts, each standing or falling by itself; answers for each whether it was posted. */
async function postAll(postings, tx, drafts) {
  const outcomes = await postings.post(
    tx,
    drafts.map((draft) => ({ entries: [draft] })),
  );
  return outcomes.map(({ kind }) => kind === 'posted');
}

const person = (owner) => ({ name: 'user.available', owner, currency: 'EUR' });
const PLATFORM_ACCOUNTS = {
  pending: platformAccount('stripe.pending', 'EUR'),
  fees: platformAccount('stripe.fees', 'EUR'),
};

/** A card charge: the platform's account is debited, the person credited. */
function charge(payer, gross, reference = `${newId('pay')}:charged`) {
  const accounts = { ...PLATFORM_ACCOUNTS, payer };
  return draftEntry('P2', reference, new Date(), accounts, { gross, fee: 0n });
}

function payment(payer, payee, amount = 1n, reference = `${newId('pay')}:completed`) {
  return draftEntry('P3', reference, new Date(), { payer, payee }, { amount });
}

/** A migrated database with so many people, each with the opening balance. */
export async function makeWorld(server, name, count) {
  const { url, client } = await makeDatabase(server, name);
  await migrate(url);
  const options = applicationOptions(url, CALLERS_ALONE_MAX);
  const dataSource = await new DataSource(options).initialize();
  const transactor = new Transactor(dataSource);
  const ledger = new Ledger(new Clock());
  const postings = new Postings(ledger);
  const people = Array.from({ length: count }, () => person(newId('usr')));
  const post = (drafts) => transactor.run((tx) => postAll(postings, tx, drafts));
  const open = (accounts) => transactor.run((tx) => ledger.open(tx, accounts));
  await open([...Object.values(PLATFORM_ACCOUNTS), ...people]);
  for (let from = 0; from < count; from += SEED_CHUNK) {
    await post(people.slice(from, from + SEED_CHUNK).map((payer) => charge(payer, OPENING)));
  }
  await client.query('ANALYZE');
  const sealer = startSealer(dataSource, transactor);
  const close = async () => {
    await sealer.stop();
    await dataSource.destroy();
    await client.end();
  };
  return { url, client, people, open, post, sealer, transactor, postings, close };
}

/** The ways to hand a posting in: alone in its transaction, or gathered. */
const SUBMITTERS = {
  alone:
    ({ post }) =>
    async (draft) =>
      (await post([draft]))[0],
  gathered: ({ transactor, postings }) => {
    const gathered = new GatheredPostings(transactor, postings);
    return async (draft) => (await gathered.post({ entries: [draft] })).kind === 'posted';
  },
};

/** Ours as a contender; `how` is `alone` or `gathered`. */
export function ours(world, how, cells) {
  const { people } = world;
  const pick = shapesOf(people.length);
  const submit = SUBMITTERS[how](world);
  const draftOf = ([payer, payee]) =>
    payer === PLATFORM ? charge(people[payee], 1n) : payment(people[payer], people[payee]);
  const one = (next) => async () => {
    if (!(await submit(draftOf(next())))) throw new Error('the posting was refused');
  };
  const fifty = (next) => async () => {
    await world.post(Array.from({ length: BATCH_SHAPE }, () => draftOf(next())));
  };
  return {
    name: `ours, ${how}`,
    cells,
    client: world.client,
    measure: ({ shape, callers }, seconds) => {
      const batch = shape === 'batch 50';
      const call = (batch ? fifty : one)(pick[shape]);
      const { drained } = world.sealer;
      return load({ call, per: batch ? BATCH_SHAPE : 1, drained }, callers, seconds);
    },
    // Each asks about an account that nobody else has touched.
    invariants: () => invariants(world, submit, how === 'alone' ? 'NOK' : 'SEK'),
    close: () => (how === 'alone' ? Promise.resolve() : world.close()),
  };
}

async function invariants(world, submit, currency) {
  await world.sealer.drained();
  const anybody = () => person(newId('usr'));
  const race = await overdraftRace(async () => {
    const [payer, payee] = [anybody(), anybody()];
    await world.open([payer, payee]);
    await submit(charge(payer, 100n));
    return () => submit(payment(payer, payee, 100n));
  });
  const other = anybody();
  await world.open([other]);
  const twice = `${newId('pay')}:charged`;
  for (let time = 0; time < 2; time++) {
    await submit(charge(other, 100n, twice)).catch(() => false);
  }
  const moved = await world.client.query(
    `SELECT balance FROM ledger.accounts WHERE owner = $1 AND code = 2010`,
    [other.owner],
  );
  const results = await auditOf(world.url);
  const holds = (...names) => {
    const wrong = results.filter(({ name, difference }) => names.includes(name) && difference);
    return verdict(wrong.length === 0, wrong.map(({ difference }) => difference).join('; '));
  };
  const floor = holds('V4', 'V5');
  return {
    zero: holds('V1', 'V10'),
    floor: verdict(floor.ok && race.ok, [race.note, floor.note].join('; ')),
    balance: holds('V2', 'V3', 'V8', 'V11'),
    past: await pastIsRight(world, currency),
    edit: await editRefused(world.client, ['ledger.entries', 'ledger.lines'], 'tenner_app'),
    twice: verdict(moved.rows[0].balance === '100', `balance ${moved.rows[0].balance}, right 100`),
  };
}

// The early transaction writes to the platform's account, which nobody locks. The books as of a
// moment are what had been sealed by it, so the one between is sealed before the moment.
async function pastIsRight(world, currency) {
  const { sealer, transactor, postings } = world;
  const [early, other] = [person(newId('usr')), person(newId('usr'))].map((ref) => ({
    ...ref,
    currency,
  }));
  const pending = platformAccount('stripe.pending', currency);
  const fees = platformAccount('stripe.fees', currency);
  await world.open([early, other, pending, fees]);
  const charged = (payer, gross) =>
    draftEntry(
      'P2',
      `${newId('pay')}:charged`,
      new Date(),
      { pending, fees, payer },
      { gross, fee: 0n },
    );
  let commit;
  let committed;
  return lateCommit(world.client, {
    begin: () =>
      new Promise((begun) => {
        const told = new Promise((tell) => (commit = tell));
        committed = transactor.run(async (tx) => {
          await postAll(postings, tx, [charged(early, 7n)]);
          begun();
          await told;
        });
      }),
    between: async () => {
      await world.post([charged(other, 100n)]);
      await sealer.seal();
    },
    finish: async () => {
      commit();
      await committed;
      await sealer.seal();
    },
    balanceAt: (moment) => sealer.balanceAt(`stripe.pending::${currency}`, moment),
  });
}

/** Every invariant of the audit on this database. */
export async function auditOf(url) {
  const options = { ...ownerOptions(url), extra: { query_timeout: 600_000 } };
  const dataSource = await new DataSource(options).initialize();
  try {
    return await audit(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
