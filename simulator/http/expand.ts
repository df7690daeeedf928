// Expanding ids into objects, and the last touch before an object leaves: the parts of it that
// depend on the time. Which property of which object may be expanded is one table, so a wrong
// `expand` is refused before the request has any effect.
import type { ObjectKind } from '../core/kinds.js';
import { invalidRequest } from '../core/errors.js';
import type { Work } from '../core/work.js';

export type Returns = ObjectKind | 'balance' | 'account_link' | 'capability' | { list: ObjectKind };

/** The kind behind a property; several where its id may name one or the other. */
type Target = ObjectKind | readonly ObjectKind[];

const EXPANDABLE: Partial<Record<ObjectKind | 'balance', Record<string, Target>>> = {
  payment_method: { customer: 'customer' },
  setup_intent: { customer: 'customer', payment_method: 'payment_method' },
  payment_intent: {
    customer: 'customer',
    payment_method: 'payment_method',
    latest_charge: 'charge',
    review: 'review',
  },
  charge: {
    balance_transaction: 'balance_transaction',
    customer: 'customer',
    payment_intent: 'payment_intent',
    review: 'review',
  },
  refund: {
    balance_transaction: 'balance_transaction',
    charge: 'charge',
    failure_balance_transaction: 'balance_transaction',
    payment_intent: 'payment_intent',
  },
  dispute: { charge: 'charge', payment_intent: 'payment_intent' },
  'radar.early_fraud_warning': { charge: 'charge', payment_intent: 'payment_intent' },
  review: { charge: 'charge', payment_intent: 'payment_intent' },
  balance_transaction: {
    source: ['charge', 'dispute', 'payout', 'refund', 'topup', 'transfer', 'transfer_reversal'],
  },
  payout: {
    balance_transaction: 'balance_transaction',
    destination: 'external_account',
    failure_balance_transaction: 'balance_transaction',
    original_payout: 'payout',
    reversed_by: 'payout',
  },
  topup: { balance_transaction: 'balance_transaction' },
  transfer: {
    balance_transaction: 'balance_transaction',
    destination: 'account',
    source_transaction: 'charge',
  },
  transfer_reversal: { balance_transaction: 'balance_transaction', transfer: 'transfer' },
};

const MAXIMUM_DEPTH = 4;

function refuse(path: string): never {
  throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}

/** The kinds that a property of a kind may be expanded into; none when it cannot be. */
function targets(kind: string, step: string): readonly ObjectKind[] {
  const properties = EXPANDABLE[kind as ObjectKind] ?? {};
  const target = Object.hasOwn(properties, step) ? properties[step] : undefined;
  if (target === undefined) return [];
  return typeof target === 'string' ? [target] : target;
}

/** Refuses a path that does not lead through expandable properties. */
export function checkExpand(returns: Returns, paths: readonly string[]): void {
  for (const path of paths) {
    const steps = path.split('.');
    if (typeof returns === 'object' && steps.shift() !== 'data') refuse(path);
    if (steps.length === 0 || steps.length > MAXIMUM_DEPTH) refuse(path);
    let kinds: readonly string[] = [typeof returns === 'object' ? returns.list : returns];
    for (const step of steps) {
      kinds = kinds.flatMap((kind) => targets(kind, step));
      if (kinds.length === 0) refuse(path);
    }
  }
}

type Plain = Record<string, unknown>;
/** Where expanded objects are found: the work itself, so that its own changes are seen. */
type Reader = Pick<Work, 'get' | 'now'>;

/** Sets what the clock decides. */
export function present<T extends object>(object: T, now: number): T {
  const plain = object as Plain;
  if (plain['object'] !== 'balance_transaction') return object;
  const due = Number(plain['available_on']) <= now;
  return { ...object, status: due ? 'available' : 'pending' };
}

function expandStep(reader: Reader, target: Plain, steps: readonly string[]): Plain {
  const [step, ...rest] = steps;
  if (step === undefined) return target;
  const value = target[step];
  if (value === null || value === undefined) return target;
  const found =
    typeof value === 'string'
      ? targets(String(target['object']), step)
          .map((kind) => reader.get(kind, value))
          .find((each) => each !== undefined)
      : value;
  if (found === undefined) return target;
  const inner = present(found, reader.now()) as Plain;
  return { ...target, [step]: expandStep(reader, inner, rest) };
}

/** An object or list as it leaves the simulator, with `paths` expanded. Changes nothing stored. */
export function render(reader: Reader, answer: object, paths: readonly string[]): object {
  const plain = answer as Plain;
  const data = plain['data'];
  if (Array.isArray(data)) {
    const inner = paths.map((path) => path.replace(/^data\./, ''));
    return { ...plain, data: data.map((item: object) => render(reader, item, inner)) };
  }
  return paths.reduce<Plain>(
    (target, path) => expandStep(reader, target, path.split('.')),
    present(plain, reader.now()),
  );
}
