// Our own ledger, as the application runs it: the compiled class, acting as the application's role,
// one transaction for each posting or gathered by the same Batch the payments use.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { applicationOptions, ownerOptions } from '../../dist/src/data-source.js';
import { audit } from '../../dist/src/finance/index.js';
import { draftEntry, Ledger, platformAccount } from '../../dist/src/ledger/index.js';
import { Batch } from '../../dist/src/shared/batch.js';
import { Transactor } from '../../dist/src/shared/database.js';
import { newId } from '../../dist/src/shared/ids.js';
import { migrate } from '../../scripts/migrated-db.mjs';
import { PLATFORM, shapesOf } from './chance.mjs';
import { makeDatabase } from './database.mjs';
import { editRefused, overdraftRace, verdict } from './invariants.mjs';
import { load } from './load.mjs';
import { startSealer } from './sealer.mjs';

export const OPENING = 10_000_000n;
const SEED_CHUNK = 250;
const BATCH_SHAPE = 50;
const CALLERS_ALONE_MAX = 32;

/** Posts the drafts, each standing or falling by itself; answers for each whether it was posted. */
async function postAll(ledger, tx, drafts) {
  const books = await ledger.lock(
    tx,
    drafts.flatMap((draft) => draft.lines.map((line) => line.account)),
  );
  const answers = drafts.map((draft) => books.post(draft) === undefined);
  await ledger.write(tx, books);
  return answers;
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
  const ledger = new Ledger();
  const people = Array.from({ length: count }, () => person(newId('usr')));
  const post = (drafts) => transactor.run((tx) => postAll(ledger, tx, drafts));
  await transactor.run((tx) => ledger.open(tx, [...Object.values(PLATFORM_ACCOUNTS), ...people]));
  for (let from = 0; from < count; from += SEED_CHUNK) {
    await post(people.slice(from, from + SEED_CHUNK).map((payer) => charge(payer, OPENING)));
  }
  await client.query('ANALYZE');
  const sealer = await startSealer(dataSource);
  const close = async () => {
    await sealer.stop();
    await dataSource.destroy();
    await client.end();
  };
  return { url, client, people, post, sealer, close };
}

/** The ways to hand a posting in: alone in its transaction, or gathered. */
const SUBMITTERS = {
  alone:
    ({ post }) =>
    async (draft) =>
      (await post([draft]))[0],
  gathered: ({ post }) => {
    const batch = new Batch((drafts) => post(drafts), { key: (draft) => draft.reference });
    return (draft) => batch.submit(draft);
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
    invariants: () => invariants(world, submit),
    close: () => (how === 'alone' ? Promise.resolve() : world.close()),
  };
}

async function invariants(world, submit) {
  await world.sealer.drained();
  const anybody = () => person(newId('usr'));
  const race = await overdraftRace(async () => {
    const [payer, payee] = [anybody(), anybody()];
    await submit(charge(payer, 100n));
    return () => submit(payment(payer, payee, 100n));
  });
  const other = anybody();
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
    balance: holds('V2', 'V3'),
    past: verdict(false, 'not measured: the ledger gives no positions yet'),
    edit: await editRefused(world.client, ['ledger.entries', 'ledger.lines'], 'tenner_app'),
    twice: verdict(moved.rows[0].balance === '100', `balance ${moved.rows[0].balance}, right 100`),
  };
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
