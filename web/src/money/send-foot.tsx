// What stands between the last look and the money: a warning to answer, a confirmation to give, or
// only the button. What is needed is asked from the server when the step opens; should that question
// fail, the server still decides when it is asked to send.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SendMoneyBody } from '../../../src/payments/contract.js';
import { isFinal } from '../api/client.js';
import { coolingIn } from '../trust/cool-off.js';
import { PinSetup } from '../trust/pin-setup.js';
import { Prove } from '../trust/prove.js';
import { answerWarning, checkQuery } from '../trust/trust-queries.js';
import { WarningPanel } from '../trust/warning-panel.js';
import { clockTime, useNow } from '../ui/time.js';
import { formatMoney, formatWithCode } from './format.js';
import classes from './money-sheet.module.css';

interface Props {
  body: SendMoneyBody;
  /** What is checked: the payment as its payee gets it. */
  checked: SendMoneyBody;
  payeeName: string;
  waiting: boolean;
  asksBank: boolean;
  error: Error | null;
  isRepeat: boolean;
  onSend: (body: SendMoneyBody) => void;
  onStop: () => void;
  onCoolOff: () => void;
}

export function SendFoot(props: Props) {
  const { body, payeeName, waiting, asksBank, error, isRepeat, onSend, onStop, onCoolOff } = props;
  const { data: check, isPending, refetch } = useQuery(checkQuery(props.checked));
  const [heeded, setHeeded] = useState<string | null>(null);
  const [proven, setProven] = useState<string | null>(null);
  const now = useNow();
  const cooling = coolingIn(body.threadId);
  // A final no has used the confirmation up; while the outcome is unknown the same request is repeated.
  const isOver = error !== null && isFinal(error);
  useEffect(() => {
    if (!isOver) return;
    setProven(null);
    void refetch();
  }, [isOver, refetch]);

  if (cooling && !waiting && Date.parse(cooling.until) > now) {
    return <Cooling until={cooling.until} onClose={onStop} />;
  }
  const warning = check?.warning ?? null;
  if (warning && warning.id !== heeded && !waiting) {
    const answer = (said: Parameters<typeof answerWarning>[1], then: () => void) => (): void => {
      answerWarning(warning.id, said);
      then();
    };
    return (
      <WarningPanel
        payeeName={payeeName}
        signals={warning.signals}
        onGoOn={answer('went_on', () => {
          setHeeded(warning.id);
        })}
        onTurnBack={answer('turned_back', onStop)}
        onCoolOff={answer('cooled_off', onCoolOff)}
      />
    );
  }
  const asked = check?.confirmation ?? null;
  const isAsked = asked !== null && proven === null && !waiting && !isPending;
  if (isAsked && asked.methods.length === 0) return <PinSetup onSet={() => void refetch()} />;
  const send = (confirmationId: string | null): void => {
    onSend(confirmationId === null ? body : { ...body, confirmationId });
  };
  const agreement = check?.agreement && (
    <p className={classes.quiet} data-testid="needs-agreement">
      {check.agreement.contact.name} must agree first. You are told when they have.
    </p>
  );
  if (isAsked) {
    const onProven = (id: string): void => {
      setProven(id);
      send(id);
    };
    const reason =
      asked.reason === 'first' ? `your first payment to ${payeeName}` : 'a large amount';
    const why = `Please confirm ${formatMoney(body.amount)} to ${payeeName}: it is ${reason}.`;
    return (
      <>
        {agreement}
        <Prove key={asked.id} {...{ asked, why, onProven }} />
      </>
    );
  }
  return (
    <>
      {agreement}
      <Button
        size="md"
        loading={waiting}
        disabled={isPending}
        onClick={() => {
          send(proven);
        }}
        data-testid="confirm-send"
        aria-label={waiting ? `Sending to ${payeeName}` : undefined}
      >
        {isRepeat ? 'Try again: send' : 'Send'} {formatWithCode(body.amount)} to {payeeName}
      </Button>
      {waiting && (
        <p className={classes.quiet} role="status">
          {asksBank
            ? 'Your bank wants to know that it is you. Please answer it.'
            : 'Waiting for the answer. You may close this and go on chatting.'}
        </p>
      )}
    </>
  );
}

function Cooling({ until, onClose }: { until: string; onClose: () => void }) {
  return (
    <>
      <p className={classes.quiet} data-testid="cooling">
        You wanted to wait until {clockTime(until)}. What you typed is kept until then.
      </p>
      <Button variant="default" onClick={onClose}>
        Close
      </Button>
    </>
  );
}
