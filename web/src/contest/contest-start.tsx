// "Something wrong?": the payer's ways to contest a payment that has arrived.
import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { PaymentCard } from '../../../src/payments/contract.js';
import classes from './contest.module.css';
import { SayDialog, type Saying } from './say-dialog.js';
import { askBackSaying, reportSaying } from './sayings.js';

interface Props {
  payment: PaymentCard;
  threadId: string;
  payeeName: string;
}

export function ContestStart({ payment, threadId, payeeName }: Props) {
  const [saying, setSaying] = useState<Saying | null>(null);
  const { contest, paymentId } = payment;
  const mayAsk = !contest?.askBack || contest.askBack.askAgain;
  const mayReport = !contest?.report;
  if (!mayAsk && !mayReport) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <button type="button" className={classes.start} data-testid="contest-start">
            Something wrong?
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayAsk && (
            <Menu.Item
              onClick={() => {
                setSaying(askBackSaying(paymentId, payeeName));
              }}
              data-testid="ask-back"
            >
              Ask {payeeName} to return it
            </Menu.Item>
          )}
          {mayReport && (
            <Menu.Item
              onClick={() => {
                setSaying(reportSaying(paymentId, payeeName));
              }}
              data-testid="report"
            >
              Report it as a scam
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {saying && (
        <SayDialog
          saying={saying}
          paymentId={paymentId}
          threadId={threadId}
          onClose={() => {
            setSaying(null);
          }}
        />
      )}
    </>
  );
}
