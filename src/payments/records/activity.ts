// What a person can read about their money: one payment, and the wallet.
import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { formatMinor } from '../../shared/money.js';
import { present, refusals } from '../../shared/refusal.js';
import type { PaymentView, WalletView } from '../contract.js';
import { toExchangeView } from '../exchange/exchange.js';
import { exchangeOfPayment } from '../exchange/exchange-store.js';
import type { Payment } from '../payment/payment.js';
import { PaymentReplies } from '../payment/payment-replies.js';
import { findPayments } from '../payment/payment-store.js';
import { isPrivateToPayer } from '../payment/payment.view.js';

const refuse = refusals({
  payment_unknown: { kind: 'missing', title: 'There is no such payment.' },
});

@Injectable()
export class Activity {
  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
    private readonly replies: PaymentReplies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One payment of the viewer's. Refuses `payment_unknown` for everybody else's too. */
  async one(viewerId: string, paymentId: string): Promise<PaymentView> {
    const payment = await this.find(viewerId, paymentId);
    const { reader } = this.transactor;
    const [view] = await this.replies.views(reader, [payment], viewerId);
    const found = present(view, 'one payment, one view');
    if (payment.payerId !== viewerId) return found;
    const exchange = await exchangeOfPayment(reader, paymentId);
    return exchange === undefined ? found : { ...found, exchange: toExchangeView(exchange) };
  }

  /** The payment itself, for those who may see it. Refuses `payment_unknown`. */
  async find(viewerId: string, paymentId: string): Promise<Payment> {
    const [payment] = await findPayments(this.transactor.reader, [paymentId]);
    const isPayer = payment?.payerId === viewerId;
    const isPayee = payment?.payeeId === viewerId && !isPrivateToPayer(payment);
    if (payment === undefined || !(isPayer || isPayee)) throw refuse('payment_unknown');
    return payment;
  }

  /** Balances by currency; the default currency is always there, at zero if need be. */
  async wallet(personId: string): Promise<WalletView> {
    const { reader } = this.transactor;
    const found = await this.ledger.balances(reader, 'user.available', personId);
    const debts = await this.ledger.balances(reader, 'user.receivable', personId);
    const owed = new Map(debts.map(({ currency: code, balance }) => [code, balance]));
    const currency = this.config.currencies[0] ?? 'EUR';
    const all = found.some((balance) => balance.currency === currency)
      ? found
      : [{ currency, balance: 0n, held: 0n }, ...found];
    return {
      balances: all.map(({ currency: code, balance, held }) => ({
        currency: code,
        balance: formatMinor(balance, code),
        held: formatMinor(held, code),
        available: formatMinor(balance - held, code),
        owed: formatMinor(owed.get(code) ?? 0n, code),
      })),
    };
  }
}
