// One grave question: what will happen, and the reason that goes on record with a name. What the
// server refuses is shown as it came, and the words stay where they are.
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sentenceOf } from '../api/client.js';
import { Dialog } from './dialog.js';

interface FormProps {
  /** What will happen. */
  what: ReactNode;
  confirm: string;
  isGrave?: boolean;
  /** Fields before the reason. */
  children?: ReactNode;
  send: (reason: string) => Promise<unknown>;
  /** Names the answers that are asked for again afterwards. */
  queryKey: readonly string[];
  /** Told how it ended, for keys that a final answer uses up. */
  onSettled?: (error: unknown) => void;
  onClose: () => void;
}

interface Props extends FormProps {
  opened: boolean;
  title: string;
}

const REASON = { min: 3, max: 500 };

export function ReasonDialog({ opened, title, ...form }: Props) {
  return (
    <Dialog opened={opened} onClose={form.onClose} title={title}>
      <ReasonForm {...form} />
    </Dialog>
  );
}

function ReasonForm({
  what,
  confirm,
  isGrave,
  children,
  send,
  queryKey,
  onSettled,
  onClose,
}: FormProps) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const sending = useMutation({
    mutationFn: send,
    onSuccess: onClose,
    onSettled: (_answer, error) => {
      onSettled?.(error);
      return queryClient.invalidateQueries({ queryKey });
    },
  });
  const submit = (): void => {
    const words = reason.trim();
    setMissing(words.length < REASON.min);
    if (words.length >= REASON.min) sending.mutate(words);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Text size="sm" mb="md" component="div">
        {what}
      </Text>
      {children}
      <Textarea
        label="Reason"
        description="Goes on record with your name."
        data-autofocus
        autosize
        minRows={2}
        maxLength={REASON.max}
        value={reason}
        error={missing ? 'Give a reason of a few words.' : undefined}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
        data-testid="reason"
      />
      {sending.error && (
        <Alert color="red" role="alert" mt="md">
          {sentenceOf(sending.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          type="submit"
          color={isGrave === true ? 'red' : undefined}
          loading={sending.isPending}
          data-testid="confirm"
        >
          {confirm}
        </Button>
      </Group>
    </form>
  );
}
