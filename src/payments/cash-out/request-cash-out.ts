// A person asks for their money. In one transaction amount and fee leave the balance (P9), the
// cash-out is written down, and so is the intent to move the money; everything else happens outside,
// later. The person's account is locked first, so that limits count what was asked for a moment ago.
import { Inject, Injectable } from '@nestjs/common';
import { coolingOff } from '../../identity/index.js';
import { type BooksRefusal, Ledger } from '../../ledger/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import { formatMinor, majorToMinor, type Money } from '../../shared/money.js';
import type { Refusal } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import type { CashOutMethod } from './contract.js';
import { KEYS } from '../payment/idempotency.js';
import { refuseCashOut } from './cash-out-refusals.js';
import { cashedOutSince, insertCashOut } from './cash-out-store.js';
import { feeOf } from './cash-out-terms.js';
import { toCashOutView } from './cash-out.view.js';
import { accountsOfRequest, type CashOut, cashOutEntry } from './cash-out.js';
import {
  isReady,
  isRestricted,
  type PayoutAccount,
  type ReadyAccount,
} from './account/payout-account.js';
import { PayoutAccounts } from './account/payout-accounts.js';

export interface CashOutCommand extends Claim {
  readonly amount: Money;
  readonly method: CashOutMethod;
  readonly at: Date;
}

const DAY_MS = 86_400_000;

@Injectable()
export class RequestCashOut {
  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly accounts: PayoutAccounts,
    private readonly calls: ProcessorCalls,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks for a cash-out, once for each key. Refusals are answers too, and are kept with the key. */
  run(command: CashOutCommand): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const cashOut = await this.request(tx, command);
        return { subjectId: cashOut.id, reply: replyWith(201, toCashOutView(cashOut)) };
      }),
    );
  }

  /** Why an amount cannot be cashed out at once by anybody, if it cannot. */
  refusalOfAmount({ minor, currency }: Money): Refusal | undefined {
    const { minimumMajor, maximumMajor } = this.config.cashOut;
    const [least, most] = [minimumMajor, maximumMajor].map((limit) =>
      majorToMinor(limit, currency),
    ) as [bigint, bigint];
    const say = (limit: bigint): string => `${formatMinor(limit, currency)} ${currency}`;
    if (minor < least) {
      return refuseCashOut('cash_out_amount_too_small', `The least is ${say(least)}.`);
    }
    return minor > most
      ? refuseCashOut('cash_out_amount_too_large', `The most is ${say(most)}.`)
      : undefined;
  }

  private async request(tx: Tx, command: CashOutCommand): Promise<CashOut> {
    const { personId, amount, method, at } = command;
    const account = readyAccount(await this.accounts.of(tx, personId), amount, method);
    const refusal = this.refusalOfAmount(amount);
    if (refusal !== undefined) throw refusal;
    if ((await coolingOff(tx, [personId])).size > 0) throw refuseCashOut('cash_out_cooling_off');
    const cashOut = newCashOut(account, command, feeOf(amount.minor, method, this.config.cashOut));
    const books = await this.ledger.lock(tx, accountsOfRequest(cashOut));
    await this.refuseDebtor(tx, personId);
    await this.refuseBeyondDay(tx, cashOut);
    const refused = books.post(cashOutEntry('P9', `${cashOut.id}:requested`, cashOut, at));
    if (refused !== undefined) throw inWords(refused);
    await this.ledger.write(tx, books);
    await insertCashOut(tx, cashOut);
    await this.calls.intendNow(tx, { subjectId: cashOut.id, leg: 'transfer' });
    return cashOut;
  }

  private async refuseDebtor(tx: Tx, personId: string): Promise<void> {
    const debts = await this.ledger.balances(tx, 'user.receivable', personId);
    if (debts.some(({ balance }) => balance > 0n)) throw refuseCashOut('cash_out_person_owes');
  }

  private async refuseBeyondDay(tx: Tx, { personId, amount, createdAt }: CashOut): Promise<void> {
    const { minor, currency } = amount;
    const since = new Date(createdAt.getTime() - DAY_MS);
    const before = await cashedOutSince(tx, personId, currency, since);
    const most = majorToMinor(this.config.cashOut.majorPerDay, currency);
    if (before + minor <= most) return;
    const left = before < most ? most - before : 0n;
    const detail = `At the moment ${formatMinor(left, currency)} ${currency} is left.`;
    throw refuseCashOut('cash_out_daily_limit', detail);
  }
}

/** The account, where money of this currency can go this way. Refuses what stands in the way. */
function readyAccount(
  account: PayoutAccount | undefined,
  { currency }: Money,
  method: CashOutMethod,
): ReadyAccount {
  if (account === undefined) throw refuseCashOut('cash_out_account_needed');
  if (isRestricted(account)) throw refuseCashOut('cash_out_restricted');
  if (!isReady(account)) throw refuseCashOut('cash_out_account_not_ready');
  if (account.currency !== currency) {
    throw refuseCashOut('cash_out_currency_not_offered', `It is kept in ${account.currency}.`);
  }
  if (method === 'instant' && !account.instant) {
    throw refuseCashOut('cash_out_instant_not_possible');
  }
  return account;
}

function newCashOut(account: ReadyAccount, command: CashOutCommand, fee: bigint): CashOut {
  const { personId, amount, method, at } = command;
  const { accountId, destination, destinationId } = account;
  return {
    id: newId('csh'),
    ...{ personId, accountId, amount, fee, method, destination, destinationId },
    state: 'requested',
    transferId: null,
    payoutId: null,
    payoutStatus: null,
    reversalId: null,
    expectedOn: null,
    failureCode: null,
    moves: 1,
    createdAt: at,
    updatedAt: at,
  };
}

function inWords({ code, detail }: BooksRefusal): Error {
  if (code === 'floor_reached') return refuseCashOut('cash_out_insufficient_funds');
  const restricted = code === 'account_frozen' || code === 'account_closed';
  return restricted ? refuseCashOut('cash_out_restricted') : new Error(`${code}: ${detail}`);
}
