// The control endpoints about money and accounts: onboarding without a browser, payouts and top-ups
// that end as a test wants, and movements of any type, so that reconciliation meets what it must not
// know.
import type Stripe from 'stripe';
import { beginWork, type Context } from '../context.js';
import { accountNamed } from '../connect/account-store.js';
import { FAILURES } from '../connect/banks.js';
import { onboard, OUTCOMES, TEST_PERSON } from '../connect/onboard.js';
import { PLATFORM } from '../core/journal.js';
import type { Work } from '../core/work.js';
import { payOutAll } from '../resources/automatic-payouts.js';
import { recordMovement } from '../resources/movements.js';
import { arrive, cancelPayout, failPayout, leave } from '../resources/payout-life.js';
import { endTopup } from '../resources/topups.js';
import { choice, ControlRefusal, signed, words, type ControlFields } from './fields.js';

/** Runs `act` as a piece of work of its own. */
function working(context: Context, account: string, act: (work: Work) => object): object {
  const work = beginWork(context, account);
  const result = act(work);
  context.deliveries.enqueue(work.commit());
  return result;
}

const optional = (value: unknown, name: string): string | undefined =>
  value === undefined ? undefined : words(value, name);

function onboardAccount(context: Context, fields: ControlFields): object {
  const id = words(fields['account'], 'account');
  const outcome = choice(fields['outcome'] ?? 'complete', OUTCOMES, 'outcome');
  const bank = optional(fields['bank'], 'bank') ?? null;
  return working(context, PLATFORM, (work) => {
    const account = accountNamed(work, id);
    const first = account.external_accounts?.data.length === 0;
    const usual = account.default_currency === 'eur' ? 'DE89370400440532013000' : '000123456789';
    const chosen = bank ?? (first ? usual : null);
    return onboard(work, account, { person: TEST_PERSON, bank: chosen, outcome });
  });
}

/** The account that owns a payout, since a test names the payout only. */
function ownerOf({ store }: Context, payout: string): string {
  const owner = store.owners().find((each) => store.get('payout', payout, each) !== undefined);
  if (owner === undefined) throw new ControlRefusal(`there is no payout ${payout}`);
  return owner;
}

const PAYOUT_ENDS = ['in_transit', 'paid', 'failed', 'canceled'] as const;

/** From which statuses a payout can come to each of its ends. */
const FROM: Readonly<Record<(typeof PAYOUT_ENDS)[number], readonly string[]>> = {
  in_transit: ['pending'],
  paid: ['pending', 'in_transit'],
  failed: ['pending', 'in_transit', 'paid'],
  canceled: ['pending'],
};

function endPayout(context: Context, fields: ControlFields): object {
  const id = words(fields['payout'], 'payout');
  const status = choice(fields['status'], PAYOUT_ENDS, 'status');
  const codes = Object.keys(FAILURES);
  const code = choice(fields['failure_code'] ?? 'could_not_process', codes, 'failure_code');
  return working(context, ownerOf(context, id), (work) => {
    const payout = work.get('payout', id);
    if (payout === undefined || !FROM[status].includes(payout.status)) {
      throw new ControlRefusal(`payout ${id} is ${String(payout?.status)} and cannot be ${status}`);
    }
    const ends: Record<typeof status, () => Stripe.Payout> = {
      in_transit: () => leave(work, payout),
      paid: () => arrive(work, payout),
      failed: () => failPayout(work, payout, code),
      canceled: () => cancelPayout(work, payout),
    };
    return ends[status]();
  });
}

function payOutAutomatically(context: Context, fields: ControlFields): object {
  const account = optional(fields['account'], 'account') ?? PLATFORM;
  const currency = words(fields['currency'] ?? 'eur', 'currency').toLowerCase();
  return working(context, account, (work) => payOutAll(work, context.settings, currency));
}

const TOPUP_ENDS = ['succeeded', 'failed', 'reversed'] as const;

function finishTopup(context: Context, fields: ControlFields): object {
  const id = words(fields['topup'], 'topup');
  const status = choice(fields['status'], TOPUP_ENDS, 'status');
  const code = optional(fields['failure_code'], 'failure_code');
  return working(context, PLATFORM, (work) => {
    const topup = work.get('topup', id);
    if (topup === undefined) throw new ControlRefusal(`there is no top-up ${id}`);
    return endTopup(work, topup, status, code);
  });
}

function move(context: Context, fields: ControlFields): object {
  const account = optional(fields['account'], 'account') ?? PLATFORM;
  const type = words(fields['type'], 'type');
  return working(context, account, (work) =>
    recordMovement(work, {
      type,
      amount: signed(fields['amount'], 'amount'),
      currency: words(fields['currency'] ?? 'eur', 'currency').toLowerCase(),
      source: optional(fields['source'], 'source') ?? null,
      category: optional(fields['category'], 'category') ?? (type === 'stripe_fee' ? 'fee' : type),
      description: optional(fields['description'], 'description') ?? null,
    }),
  );
}

export const MONEY_ACTIONS = {
  'POST /_simulator/onboard': onboardAccount,
  'POST /_simulator/payouts': endPayout,
  'POST /_simulator/payouts/automatic': payOutAutomatically,
  'POST /_simulator/topups': finishTopup,
  'POST /_simulator/movements': move,
};
