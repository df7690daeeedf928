// One grave question: what will happen, and the reason that goes on record with a name.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.js';
import { WordsForm } from './words-form.js';

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
  const sending = useMutation({
    mutationFn: send,
    onSuccess: onClose,
    onSettled: (_answer, error) => {
      onSettled?.(error);
      return queryClient.invalidateQueries({ queryKey });
    },
  });
  return (
    <WordsForm
      what={what}
      label="Reason"
      description="Goes on record with your name."
      min={REASON.min}
      max={REASON.max}
      tooFew="Give a reason of a few words."
      confirm={confirm}
      isGrave={isGrave}
      sending={sending}
      onSay={(words) => {
        sending.mutate(words);
      }}
      onClose={onClose}
      testIds={{ words: 'reason', confirm: 'confirm' }}
    >
      {children}
    </WordsForm>
  );
}
