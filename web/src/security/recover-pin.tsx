// Setting a new PIN without the old one, by the code of a letter. What that sets off is said before.
import { Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.js';
import { CodeInput } from '../session/code-input.js';
import classes from '../session/entrance.module.css';
import { MailHint } from '../session/mail-hint.js';
import { refusedElse, refusedField } from '../session/refused-field.js';
import { NewPin } from '../trust/new-pin.js';

const LENGTH = 8;

interface Props {
  id: string;
  code: string;
  onClose: () => void;
}

export function RecoverPin({ id, code: given, onClose }: Props) {
  const queryClient = useQueryClient();
  const [code, setCode] = useState(given);
  const recover = useMutation({
    mutationFn: (pin: string) =>
      call(`/pin/recovery/${id}`, { method: 'POST', body: { code, pin } }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries(),
  });
  const weak = refusedField(recover.error, 'pin');
  return (
    <Stack gap="md">
      <p className={classes.note}>
        A letter with a code is on its way to you. Afterwards only small amounts can leave your
        account for a day, in case it was not you.
      </p>
      <MailHint />
      <CodeInput
        label="Code from the letter"
        length={LENGTH}
        autoFocus
        value={code}
        error={refusedField(recover.error, 'code')}
        onChange={setCode}
      />
      <NewPin
        save="Save this PIN"
        isPending={recover.isPending}
        trouble={weak ?? refusedElse(recover.error, 'code')}
        onSave={recover.mutate}
      />
    </Stack>
  );
}
