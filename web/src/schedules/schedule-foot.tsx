// What stands between the last look and a schedule: a warning to answer, a confirmation to give, or only
// the button. The same for one that is made and one that is changed.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isFinal } from '../api/client.js';
import { PinSetup } from '../trust/pin-setup.js';
import { Prove } from '../trust/prove.js';
import { answerWarning } from '../trust/trust-queries.js';
import { WarningPanel } from '../trust/warning-panel.js';
import { scheduleCheckQuery } from './schedule-queries.js';
import classes from './schedules.module.css';

interface Props {
  /** Where the look before it is asked, below `/schedules`. */
  path: string;
  body: object;
  payeeName: string;
  /** What the button says, and what is confirmed. */
  words: string;
  waiting: boolean;
  error: Error | null;
  onGo: (confirmationId: string | null) => void;
  /** The payer turned back. */
  onStop: () => void;
}

export function ScheduleFoot(props: Props) {
  const { path, body, payeeName, words, waiting, error, onGo, onStop } = props;
  const { data: check, isPending, refetch } = useQuery(scheduleCheckQuery(path, body));
  const [heeded, setHeeded] = useState<string | null>(null);
  const [proven, setProven] = useState<string | null>(null);
  const isOver = error !== null && isFinal(error);
  useEffect(() => {
    if (!isOver) return;
    setProven(null);
    void refetch();
  }, [isOver, refetch]);

  const warning = check?.warning ?? null;
  if (warning && warning.id !== heeded && !waiting) {
    return (
      <WarningPanel
        payeeName={payeeName}
        signals={warning.signals}
        onGoOn={() => {
          answerWarning(warning.id, 'went_on');
          setHeeded(warning.id);
        }}
        onTurnBack={() => {
          answerWarning(warning.id, 'turned_back');
          onStop();
        }}
        onCoolOff={() => {
          answerWarning(warning.id, 'cooled_off');
          onStop();
        }}
      />
    );
  }
  const agreement = check?.agreement && (
    <p className={classes.quiet}>
      {check.agreement.contact.name} must agree to each of them before it arrives.
    </p>
  );
  const asked = check?.confirmation ?? null;
  const isAsked = asked !== null && proven === null && !waiting && !isPending;
  if (isAsked && asked.methods.length === 0) return <PinSetup onSet={() => void refetch()} />;
  if (isAsked) {
    return (
      <>
        {agreement}
        <Prove
          key={asked.id}
          asked={asked}
          why={`Please confirm: ${words}. You confirm it once, for each time it is sent.`}
          onProven={(id) => {
            setProven(id);
            onGo(id);
          }}
        />
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
          onGo(proven);
        }}
        data-testid="schedule-confirm"
      >
        {words}
      </Button>
    </>
  );
}
