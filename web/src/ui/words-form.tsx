// What will happen, the words that go with it, and two ways out. Words that are too few are asked for again;
// what the server refuses is shown as it came, and the words stay where they are.
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { sentenceOf } from '../api/client.js';

interface Props {
  /** What will happen. */
  what: ReactNode;
  label: string;
  description?: string;
  confirm: string;
  isGrave?: boolean;
  min: number;
  max: number;
  /** None at all will do too. */
  isOptional?: boolean;
  /** What is said of too few words. */
  tooFew: string;
  /** Something before the words has the focus first. */
  focusElsewhere?: boolean;
  /** Fields before the words. */
  children?: ReactNode;
  sending: { readonly error: Error | null; readonly isPending: boolean };
  onSay: (words: string) => void;
  onClose: () => void;
  testIds: { readonly words: string; readonly confirm: string };
}

export function WordsForm(props: Props) {
  const { what, label, description, confirm, min, max, tooFew, children, sending, testIds } = props;
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (): void => {
    const said = words.trim();
    const isMissing = said.length < min && !(props.isOptional === true && said === '');
    setMissing(isMissing);
    if (!isMissing) props.onSay(said);
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
        label={label}
        description={description}
        data-autofocus={props.focusElsewhere === true ? undefined : true}
        autosize
        minRows={2}
        maxLength={max}
        value={words}
        error={missing ? tooFew : undefined}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setMissing(false);
        }}
        data-testid={testIds.words}
      />
      {sending.error && (
        <Alert color="red" role="alert" mt="md">
          {sentenceOf(sending.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={props.onClose}>
          Back
        </Button>
        <Button
          type="submit"
          color={props.isGrave === true ? 'red' : undefined}
          loading={sending.isPending}
          data-testid={testIds.confirm}
        >
          {confirm}
        </Button>
      </Group>
    </form>
  );
}
