// One thing to say about a payment: what it does, a choice where there is one, and words.
import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.js';
import { WordsForm } from '../ui/words-form.js';
import { useContest } from './use-contest.js';

export interface Saying {
  title: string;
  /** What will happen. */
  what: string;
  confirm: string;
  isGrave?: boolean;
  label: string;
  /** Words may be left out. */
  isOptional?: boolean;
  choices?: { field: string; label: string; of: { value: string; label: string }[] };
  path: string;
  maxLength: number;
}

interface Props {
  saying: Saying;
  paymentId: string;
  threadId: string;
  onClose: () => void;
}

const WORDS_MIN = 3;

export function SayDialog(props: Props) {
  return (
    <Dialog opened onClose={props.onClose} title={props.saying.title} size="sm">
      <SayForm {...props} />
    </Dialog>
  );
}

function SayForm({ saying, paymentId, threadId, onClose }: Props) {
  const { choices } = saying;
  const say = useContest(paymentId, threadId, onClose);
  const [choice, setChoice] = useState(choices?.of[0]?.value ?? '');
  return (
    <WordsForm
      what={saying.what}
      label={saying.label}
      min={WORDS_MIN}
      max={saying.maxLength}
      isOptional={saying.isOptional}
      tooFew="Say it in a few words."
      focusElsewhere
      confirm={saying.confirm}
      isGrave={saying.isGrave}
      sending={say}
      onSay={(said) => {
        const body = {
          ...(choices ? { [choices.field]: choice } : {}),
          ...(said === '' ? {} : { words: said }),
        };
        say.mutate({ path: saying.path, body });
      }}
      onClose={onClose}
      testIds={{ words: 'contest-words', confirm: 'contest-confirm' }}
    >
      {choices && (
        <Radio.Group label={choices.label} value={choice} onChange={setChoice} mb="md">
          <Stack gap={8} mt={6}>
            {choices.of.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} data-testid={`choice-${value}`} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </WordsForm>
  );
}
