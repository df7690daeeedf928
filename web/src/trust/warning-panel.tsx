// A warning before a payment: the signals, each named, and plain answers. It appears only when
// something measured says so, and the payment cannot go on before it is answered.
import { Button, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './trust.module.css';

interface Props {
  payeeName: string;
  signals: readonly { code: string; message: string }[];
  onGoOn: () => void;
  onTurnBack: () => void;
  onCoolOff: () => void;
}

export function WarningPanel({ payeeName, signals, onGoOn, onTurnBack, onCoolOff }: Props) {
  return (
    <section className={classes.warning} role="alert" data-testid="payment-warning">
      <h4 className={classes.warningTitle}>
        <IconAlertTriangle size={20} aria-hidden="true" />
        Before you pay {payeeName}
      </h4>
      <ul className={classes.signals}>
        {signals.map(({ code, message }) => (
          <li key={code} data-signal={code}>
            {message}
          </li>
        ))}
      </ul>
      <p className={classes.advice}>
        Do you know this person from somewhere else than this conversation? If somebody urges you to
        hurry, take your time: nothing is lost by asking them another way.
      </p>
      <Stack gap={8}>
        <Button onClick={onTurnBack} data-testid="warning-stop">
          Do not pay
        </Button>
        <Button variant="default" onClick={onCoolOff} data-testid="warning-wait">
          Wait 30 minutes and decide then
        </Button>
        <Button variant="subtle" color="gray" onClick={onGoOn} data-testid="warning-go-on">
          I know them, go on
        </Button>
      </Stack>
    </section>
  );
}
