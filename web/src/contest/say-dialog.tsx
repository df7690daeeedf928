// One thing to say about a payment: what it does, a choice where there is one, and words.
import { Alert, Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { sentenceOf } from '../api/client.js';
import { Dialog } from '../ui/dialog.js';
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
  const [words, setWords] = useState('');
  const [choice, setChoice] = useState(choices?.of[0]?.value ?? '');
  const [missing, setMissing] = useState(false);
  const submit = (): void => {
    const said = words.trim();
    const isMissing = said.length < WORDS_MIN && !(saying.isOptional === true && said === '');
    setMissing(isMissing);
    if (isMissing) return;
    const body = {
      ...(choices ? { [choices.field]: choice } : {}),
      ...(said === '' ? {} : { words: said }),
    };
    say.mutate({ path: saying.path, body });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Text size="sm" mb="md">
        {saying.what}
      </Text>
      {choices && (
        <Radio.Group label={choices.label} value={choice} onChange={setChoice} mb="md">
          <Stack gap={8} mt={6}>
            {choices.of.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} data-testid={`choice-${value}`} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <Textarea
        label={saying.label}
        autosize
        minRows={2}
        maxLength={saying.maxLength}
        value={words}
        error={missing ? 'Say it in a few words.' : undefined}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setMissing(false);
        }}
        data-testid="contest-words"
      />
      {say.error && (
        <Alert color="red" role="alert" mt="md">
          {sentenceOf(say.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          type="submit"
          color={saying.isGrave === true ? 'red' : undefined}
          loading={say.isPending}
          data-testid="contest-confirm"
        >
          {saying.confirm}
        </Button>
      </Group>
    </form>
  );
}
