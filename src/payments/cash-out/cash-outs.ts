// What a person can read about their cash-outs: one, the list of all, and what one would cost.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { formatMinor, formatMoney, type Money } from '../../shared/money.js';
import type {
  CashOutMethod,
  CashOutPage,
  CashOutQuoteView,
  CashOutTerms,
  CashOutView,
} from './contract.js';
import { type CashOutCode, refuseCashOut } from './cash-out-refusals.js';
import { cashOutsOf, findCashOut } from './cash-out-store.js';
import { expectedArrival, feeOf } from './cash-out-terms.js';
import { toCashOutView } from './cash-out.view.js';
import { isReady, type PayoutAccount } from './account/payout-account.js';
import { PayoutAccounts } from './account/payout-accounts.js';
import { RequestCashOut } from './request-cash-out.js';

@Injectable()
export class CashOuts {
  constructor(
    private readonly transactor: Transactor,
    private readonly accounts: PayoutAccounts,
    private readonly request: RequestCashOut,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One of the person's cash-outs. Refuses `cash_out_unknown` for everybody else's too. */
  async one(personId: string, cashOutId: string): Promise<CashOutView> {
    const found = await findCashOut(this.transactor.reader, cashOutId);
    if (found?.personId !== personId) throw refuseCashOut('cash_out_unknown');
    return toCashOutView(found);
  }

  /** The person's cash-outs, newest first, in pages. */
  async page(personId: string, before: string | null, limit: number): Promise<CashOutPage> {
    const found = await cashOutsOf(this.transactor.reader, personId, before, limit + 1);
    const shown = found.slice(0, limit);
    return {
      cashOuts: shown.map(toCashOutView),
      next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  /**
   * What a cash-out would cost and when it would arrive. Refuses an amount beyond the limits of one,
   * and `cash_out_currency_not_offered`.
   */
  async quote(personId: string, amount: Money): Promise<CashOutQuoteView> {
    const refusal = this.request.refusalOfAmount(amount);
    if (refusal !== undefined) throw refusal;
    const account = await this.accounts.of(this.transactor.reader, personId);
    const currency = account?.currency ?? amount.currency;
    if (currency !== amount.currency) {
      throw refuseCashOut('cash_out_currency_not_offered', `It is kept in ${currency}.`);
    }
    const code = whyNotInstant(account);
    const reason = code === undefined ? null : refuseCashOut(code);
    return {
      amount: formatMoney(amount),
      standard: this.terms(amount, 'standard'),
      instant: reason === null ? this.terms(amount, 'instant') : null,
      instantReason: reason === null ? null : { code: reason.code, message: reason.title },
    };
  }

  private terms({ minor, currency }: Money, method: CashOutMethod): CashOutTerms {
    const fee = feeOf(minor, method, this.config.cashOut);
    return {
      fee: formatMinor(fee, currency),
      total: formatMinor(minor + fee, currency),
      expectedOn: expectedArrival(this.clock.now(), method).toISOString(),
    };
  }
}

function whyNotInstant(account: PayoutAccount | undefined): CashOutCode | undefined {
  if (account === undefined) return 'cash_out_account_needed';
  if (!isReady(account)) return 'cash_out_account_not_ready';
  return account.instant ? undefined : 'cash_out_instant_not_possible';
}
