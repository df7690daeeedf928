// A receipt that the two people of a payment can show to anybody: a code, and under it what they would
// say themselves, as it stands now. A forged picture of a payment does not survive being looked up.
import { Inject, Injectable } from '@nestjs/common';
import { type AccountRef, addressOf, type Placed, Receipts } from '../../ledger/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { formatMoney } from '../../shared/money.js';
import { People, type Profile } from '../../shared/people.js';
import { present, refusals } from '../../shared/refusal.js';
import { Vault } from '../../shared/vault.js';
import { paidReference, payeeAccount, payerAccount, type Payment } from '../payment/payment.js';
import { findPayments } from '../payment/payment-store.js';
import type { PublicReceiptView, ReceiptCodeView, ReceiptState } from './contract.js';
import { PaymentReceipt } from './payment-receipt.js';
import { codeOf, keepCode, paymentOfCode, readCode } from './receipt-code.js';

const refuse = refusals({
  // One answer to what was mistyped, made up or never given out.
  receipt_unknown: {
    kind: 'missing',
    title: 'There is no receipt with this code. Compare it with the receipt, letter by letter.',
  },
});

/** Whom and what a receipt is read from. */
@Injectable()
export class ReceiptParts {
  constructor(
    readonly mine: PaymentReceipt,
    readonly receipts: Receipts,
    readonly people: People,
    readonly vault: Vault,
  ) {}
}

@Injectable()
export class PublicReceipt {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: ReceiptParts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The code of one of the viewer's payments. Refuses `payment_unknown`, `payment_not_completed`. */
  async codeFor(viewerId: string, paymentId: string): Promise<ReceiptCodeView> {
    await this.parts.mine.of(viewerId, paymentId);
    const code = codeOf(this.parts.vault.receiptMac(paymentId));
    await keepCode(this.transactor.reader, code, paymentId);
    return {
      code,
      url: new URL(`/receipt/${code}`, this.config.publicUrl).href,
      receipt: await this.view(code, paymentId),
    };
  }

  /** What anybody sees who has the code. Refuses `receipt_unknown`. */
  async byCode(typed: string): Promise<PublicReceiptView> {
    const { reader } = this.transactor;
    const code = readCode(typed);
    const paymentId = code && (await paymentOfCode(reader, code));
    if (code === undefined || paymentId === undefined) throw refuse('receipt_unknown');
    return this.view(code, paymentId);
  }

  private async view(code: string, paymentId: string): Promise<PublicReceiptView> {
    const { reader } = this.transactor;
    const [found] = await findPayments(reader, [paymentId]);
    const payment = present(found, 'a receipt is of a payment');
    const { payerId, payeeId, amount, refunded } = payment;
    const placed = await this.parts.receipts.place({ reference: paidReference(payment) });
    const people = await this.parts.people.profiles(reader, [payerId, payeeId]);
    const fee = feeIn(payment, placed);
    const money = (minor: bigint) => formatMoney({ minor, currency: amount.currency });
    return {
      code,
      payer: partyOf(people.get(payerId)),
      payee: partyOf(people.get(payeeId)),
      amount: formatMoney(amount),
      fee: fee === 0n ? null : money(fee),
      completedAt: placed.occurredAt.toISOString(),
      state: stateOf(payment),
      refunded: refunded === 0n ? null : money(refunded),
      proof: placed.place,
    };
  }
}

const partyOf = (profile: Profile | undefined) => ({
  name: profile?.name ?? 'Somebody',
  handle: profile?.handle ?? '',
});

function stateOf({ dispute, refunded, amount }: Payment): ReceiptState {
  if (dispute === 'open') return 'disputed';
  if (dispute === 'lost') return 'taken_back';
  if (refunded === 0n) return 'completed';
  return refunded === amount.minor ? 'refunded' : 'partly_refunded';
}

/** What left the payer beside what reached the payee, by the entry itself. */
function feeIn(payment: Payment, { lines }: Placed): bigint {
  const moved = (side: 'debit' | 'credit', account: AccountRef): bigint =>
    lines
      .filter((line) => line.side === side && line.address === addressOf(account))
      .reduce((sum, line) => sum + line.amount, 0n);
  return moved('debit', payerAccount(payment)) - moved('credit', payeeAccount(payment));
}
