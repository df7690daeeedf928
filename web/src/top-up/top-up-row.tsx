// One top-up in the wallet: from which card, where it stands, and what to do while its bank waits.
import { Button } from '@mantine/core';
import type { TopUpView } from '../../../src/payments/top-ups/contract.js';
import { sentenceOf } from '../api/client.js';
import classes from '../cash-out/cash-out.module.css';
import { cardName } from '../money/card-words.js';
import { formatMoney } from '../money/format.js';
import { countdown, fullTime, shortTime, useNow } from '../ui/time.js';
import own from './top-up.module.css';
import { topUpWords } from './top-up-words.js';
import type { TopUpBank } from './use-top-up.js';

export function TopUpRow({ topUp, bank }: { topUp: TopUpView; bank: TopUpBank }) {
  const { id, amount, card, state, reason, createdAt, authenticateBy } = topUp;
  const words = topUpWords(topUp);
  return (
    <li className={classes.row} data-testid="top-up" data-state={state}>
      <div className={classes.words}>
        <div className={classes.where}>From {cardName(card)}</div>
        <div className={classes.state} data-tone={words.tone}>
          <words.icon size={16} aria-hidden="true" />
          <span>{words.label}</span>
        </div>
        {reason && <div className={classes.reason}>{reason.message}</div>}
        {state === 'authenticating' && authenticateBy !== null && (
          <AnswerBank id={id} money={formatMoney(amount)} by={authenticateBy} bank={bank} />
        )}
      </div>
      <div className={classes.end}>
        <span className={classes.amount} data-off={state === 'failed' || undefined}>
          {formatMoney(amount, '+')}
        </span>
        <time className={classes.quiet} dateTime={createdAt} title={fullTime(createdAt)}>
          {shortTime(createdAt)}
        </time>
      </div>
    </li>
  );
}

interface BankProps {
  id: string;
  money: string;
  by: string;
  bank: TopUpBank;
}

function AnswerBank({ id, money, by, bank: { confirm, cancel } }: BankProps) {
  const now = useNow(1000);
  const left = countdown(by, now);
  const confirming = confirm.isPending && confirm.variables === id;
  const cancelling = cancel.isPending && cancel.variables === id;
  const error =
    (confirm.variables === id ? confirm.error : null) ??
    (cancel.variables === id ? cancel.error : null);
  return (
    <div className={own.bank}>
      <p className={classes.quiet} role="timer">
        {left === null ? 'The time is over; nothing is charged.' : `${left} left to confirm`}
      </p>
      {error && (
        <p className={classes.wrong} role="alert">
          {sentenceOf(error)}
        </p>
      )}
      <div className={own.buttons}>
        <Button
          size="compact-md"
          loading={confirming}
          disabled={cancelling || left === null}
          onClick={() => {
            confirm.mutate(id);
          }}
          aria-label={`Confirm adding ${money} with your bank`}
          data-testid="top-up-confirm-bank"
        >
          Confirm
        </Button>
        <Button
          size="compact-md"
          variant="default"
          loading={cancelling}
          disabled={confirming}
          onClick={() => {
            cancel.mutate(id);
          }}
          aria-label={`Cancel adding ${money}`}
          data-testid="top-up-cancel"
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}
