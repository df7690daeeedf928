// Setting up a PIN in the middle of a payment, for whoever has nothing to confirm it with.
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { call, sentenceOf } from '../api/client.js';
import { NewPin } from './new-pin.js';
import classes from './trust.module.css';

const FOR_PAYMENT =
  'This payment must be confirmed. Set up a PIN once; you will use it for large payments and for ' +
  'people you have not paid before.';

interface Props {
  why?: string;
  onSet: () => void;
}

export function PinSetup({ why = FOR_PAYMENT, onSet }: Props) {
  const setting = useMutation({
    mutationFn: (pin: string) => call('/pin', { method: 'PUT', body: { pin } }),
    onSuccess: onSet,
  });
  return (
    <Stack gap={10} data-testid="pin-setup">
      <p className={classes.why}>{why}</p>
      <NewPin
        save="Set up this PIN"
        isPending={setting.isPending}
        trouble={setting.error && sentenceOf(setting.error)}
        onSave={setting.mutate}
      />
    </Stack>
  );
}
