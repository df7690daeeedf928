// The receipt itself, drawn from what the server says about its code and from nothing else, the same for
// the two people and for anybody who looks it up.
import { IconArrowBackUp, IconCircleCheck, IconGavel, type Icon } from '@tabler/icons-react';
import type { PublicReceiptView, ReceiptState } from '../../../src/payments/records/contract.js';
import { formatMoney } from '../money/format.js';
import type { Tone } from '../ui/tone.js';
import { exactTime } from '../ui/time.js';
import classes from './records.module.css';

const STATES: Record<ReceiptState, { icon: Icon; tone: Tone; words: string }> = {
  completed: { icon: IconCircleCheck, tone: 'good', words: 'Paid' },
  partly_refunded: { icon: IconArrowBackUp, tone: 'wait', words: 'Partly given back' },
  refunded: { icon: IconArrowBackUp, tone: 'calm', words: 'Given back' },
  disputed: { icon: IconGavel, tone: 'wait', words: 'Examined by the payer’s bank' },
  taken_back: { icon: IconGavel, tone: 'calm', words: 'Taken back by the payer’s bank' },
};

export function ReceiptSheet({ receipt }: { receipt: PublicReceiptView }) {
  const { code, payer, payee, amount, fee, refunded, completedAt, proof } = receipt;
  const standing = STATES[receipt.state];
  return (
    <article className={classes.sheet} data-testid="receipt" data-state={receipt.state}>
      <p className={classes.amount}>{formatMoney(amount)}</p>
      <div className={classes.standing} data-tone={standing.tone}>
        <standing.icon size={17} aria-hidden="true" />
        {standing.words}
      </div>
      <dl className={classes.facts}>
        <dt>From</dt>
        <dd>
          {payer.name} <span className={classes.handle}>@{payer.handle}</span>
        </dd>
        <dt>To</dt>
        <dd>
          {payee.name} <span className={classes.handle}>@{payee.handle}</span>
        </dd>
        <dt>When</dt>
        <dd>
          <time dateTime={completedAt}>{exactTime(completedAt)}</time>
        </dd>
        {fee && (
          <>
            <dt>Fee</dt>
            <dd>{formatMoney(fee)}</dd>
          </>
        )}
        {refunded && (
          <>
            <dt>Given back</dt>
            <dd>{formatMoney(refunded)}</dd>
          </>
        )}
      </dl>
      <div className={classes.code}>
        <span className={classes.small}>Verification code</span>
        <strong data-testid="receipt-code">{code}</strong>
      </div>
      <details className={classes.proof}>
        <summary>Proof in the books</summary>
        <p className={classes.small}>
          Entry number {proof.position} of the books, under seal {proof.seal.number} of{' '}
          {exactTime(proof.seal.sealedAt)}. Fingerprint of the entry: <code>{proof.entryHash}</code>
        </p>
      </details>
    </article>
  );
}
