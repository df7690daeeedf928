// What is contested about a payment, on its card: each line says how it stands and what comes next, with
// the buttons of whose turn it is.
import { Button } from '@mantine/core';
import { IconFlag, IconMessageQuestion, IconScale } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { PaymentCard } from '../../../src/payments/contract.js';
import { leftToGiveBack } from '../money/aftermath-words.js';
import type { Side } from '../money/payment-words.js';
import { type ContestAct, type ContestLine, contestLines } from './contest-words.js';
import { ContestRecord } from './contest-record.js';
import classes from './contest.module.css';
import { ReturnNow } from './return-now.js';
import { SayDialog, type Saying } from './say-dialog.js';
import { actSaying } from './sayings.js';

interface Props {
  payment: PaymentCard;
  threadId: string;
  side: Side;
  payerName: string;
  payeeName: string;
  onSendAgain: (payment: PaymentCard) => void;
}

const ICONS = { askBack: IconMessageQuestion, report: IconFlag, rejection: IconScale };

export function ContestLines(props: Props) {
  const { payment, threadId, side, payerName, payeeName, onSendAgain } = props;
  const { contest, amount } = payment;
  const [saying, setSaying] = useState<Saying | null>(null);
  if (!contest) return null;
  const lines = contestLines({ contest, side, amount, payerName, payeeName });
  const left = leftToGiveBack(payment);
  const other = side === 'payer' ? payeeName : payerName;
  const act = (what: ContestAct): void => {
    setSaying(actSaying(what, payment, other).saying);
  };
  return (
    <>
      {lines.map((line) => (
        <Line key={line.what} line={line}>
          {line.state === 'asked' && side === 'payee' && left && (
            <ReturnNow {...{ threadId, left }} paymentId={payment.paymentId} />
          )}
          {line.acts.map((what) => (
            <Button
              key={what}
              size="compact-sm"
              variant="default"
              onClick={() => {
                act(what);
              }}
              data-testid={`contest-${what}`}
            >
              {actSaying(what, payment, other).button}
            </Button>
          ))}
          {line.what === 'rejection' && contest.rejection?.exemptionId != null && (
            <Button
              size="compact-sm"
              onClick={() => {
                onSendAgain(payment);
              }}
              data-testid="send-again"
            >
              Send again
            </Button>
          )}
          {(line.what !== 'rejection' || line.state !== 'possible') && (
            <ContestRecord payment={payment} side={side} other={other} />
          )}
        </Line>
      ))}
      {saying && (
        <SayDialog
          saying={saying}
          paymentId={payment.paymentId}
          threadId={threadId}
          onClose={() => {
            setSaying(null);
          }}
        />
      )}
    </>
  );
}

function Line({ line, children }: { line: ContestLine; children: ReactNode }) {
  const Shape = ICONS[line.what];
  return (
    <div
      className={classes.line}
      data-tone={line.tone}
      data-testid={`contest-${line.what}`}
      data-state={line.state}
    >
      <Shape size={18} aria-hidden="true" />
      <div className={classes.words}>
        <span className={classes.sentence}>{line.sentence}</span>
        {line.next !== '' && <span className={classes.next}>{line.next}</span>}
        <div className={classes.acts}>{children}</div>
      </div>
    </div>
  );
}
