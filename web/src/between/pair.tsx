// The viewer and one other: each open item, the difference, and the one button that settles it.
import { Button } from '@mantine/core';
import type { BetweenPair } from '../../../src/payments/between/contract.js';
import { sentenceOf } from '../api/client.js';
import { formatMoney, formatWithCode, isZero } from '../money/format.js';
import classes from './between.module.css';
import { seenIn, type Settled } from './settled.js';
import { useEven } from './use-even.js';

interface Props {
  threadId: string;
  currency: string;
  pair: BetweenPair;
  onSettle: (settled: Settled) => void;
}

export function Pair({ threadId, currency, pair, onSettle }: Props) {
  const even = useEven(threadId);
  const { person, youPay, theyPay, items } = pair;
  const isEven = isZero(youPay) && isZero(theyPay);
  const money = (amount: string): string => formatMoney({ amount, currency });
  const sentence = isEven
    ? `You and ${person.name} ask the same of each other`
    : isZero(youPay)
      ? `${person.name} owes you ${money(theyPay)}`
      : `You owe ${person.name} ${money(youPay)}`;
  return (
    <section
      className={classes.pair}
      aria-label={`You and ${person.name}`}
      data-testid="between-pair"
    >
      <p className={classes.sentence} data-testid="between-sentence">
        {sentence}
      </p>
      <ul className={classes.items}>
        {items.map(({ requestId, isMine, note, left }) => (
          <li key={requestId} className={classes.item} data-testid="between-item">
            <span>
              <span className={classes.who}>{isMine ? 'You owe' : 'Owed to you'}</span>
              {note && ` · ${note}`}
            </span>
            <strong>{money(left)}</strong>
          </li>
        ))}
      </ul>
      {!isZero(youPay) && (
        <Button
          onClick={() => {
            onSettle({ payeeId: person.id, amount: youPay, currency, settle: seenIn(pair) });
          }}
          data-testid="between-pay"
        >
          Settle with {formatWithCode({ amount: youPay, currency })}
        </Button>
      )}
      {isEven && (
        <Button
          loading={even.isPending}
          onClick={() => {
            even.mutate({ personId: person.id, currency, settle: seenIn(pair) });
          }}
          data-testid="between-set-off"
        >
          Call it even
        </Button>
      )}
      {!isZero(theyPay) && (
        <p className={classes.quiet}>
          {person.name} can settle all of it with one payment of {money(theyPay)}.
        </p>
      )}
      {even.error && (
        <p className={classes.refused} role="alert" data-testid="between-error">
          {sentenceOf(even.error)}
        </p>
      )}
    </section>
  );
}
