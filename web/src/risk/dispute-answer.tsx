// The one word on a dispute: contest it, with a statement beside the evidence, or give it up. Either is
// asked for twice, because the bank takes one answer and no second.
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { IconCircleX, IconGavel } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DisputeDetailView } from '../../../src/payments/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { disputeQuery, DISPUTES } from '../api/risk-queries.js';
import { formatMoney } from '../money/format.js';
import { Dialog } from '../ui/dialog.js';
import { Section } from './facts.js';
import { useLast } from '../ui/use-last.js';
import classes from './risk.module.css';

type Word = 'contest' | 'concede';

const STATEMENT = { min: 3, max: 10_000 };

export function DisputeAnswer({ dispute }: { dispute: DisputeDetailView }) {
  const [statement, setStatement] = useState('');
  const [missing, setMissing] = useState(false);
  const [word, setWord] = useState<Word | null>(null);
  const words = statement.trim();
  const contest = (): void => {
    setMissing(words.length < STATEMENT.min);
    if (words.length >= STATEMENT.min) setWord('contest');
  };
  return (
    <Section title="The answer">
      <Textarea
        label="Statement"
        description="Goes to the bank beside the evidence above. Write what the records do not say."
        autosize
        minRows={4}
        maxRows={14}
        maxLength={STATEMENT.max}
        value={statement}
        error={missing ? 'To contest it, say why in a few words.' : undefined}
        onChange={(event) => {
          setStatement(event.currentTarget.value);
          setMissing(false);
        }}
        data-testid="dispute-statement"
      />
      <div className={classes.answer}>
        <Button
          variant="default"
          leftSection={<IconCircleX size={18} />}
          onClick={() => {
            setWord('concede');
          }}
          data-testid="dispute-concede"
        >
          Give up
        </Button>
        <Button
          leftSection={<IconGavel size={18} />}
          onClick={contest}
          data-testid="dispute-contest"
        >
          Contest
        </Button>
      </div>
      <Confirm
        dispute={dispute}
        word={word}
        statement={words}
        onClose={() => {
          setWord(null);
        }}
      />
    </Section>
  );
}

interface ConfirmProps {
  dispute: DisputeDetailView;
  word: Word | null;
  statement: string;
  onClose: () => void;
}

function Confirm({ dispute, word, statement, onClose }: ConfirmProps) {
  const queryClient = useQueryClient();
  const shown = useLast(word);
  const answer = useMutation({
    mutationFn: (said: Word) =>
      said === 'contest'
        ? call<DisputeDetailView>(`/risk/disputes/${dispute.id}/evidence`, {
            method: 'POST',
            body: { statement },
          })
        : call<DisputeDetailView>(`/risk/disputes/${dispute.id}/concede`, {
            method: 'POST',
            body: {},
          }),
    onSuccess: (after) => {
      queryClient.setQueryData(disputeQuery(dispute.id).queryKey, after);
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: DISPUTES }),
  });
  const close = (): void => {
    answer.reset();
    onClose();
  };
  const { payer, payee } = dispute.payment;
  const money = formatMoney(dispute.amount);
  const contests = shown === 'contest';
  return (
    <Dialog
      opened={word !== null}
      onClose={close}
      title={contests ? 'Contest this dispute?' : 'Give this dispute up?'}
    >
      <Text size="sm">
        {contests
          ? `The evidence and your statement go to ${payer.name}’s bank, once and for good. Nothing can be added later.`
          : `${payer.name} keeps the ${money}, and ${payee.name} loses it. This cannot be taken back.`}
      </Text>
      {answer.error && (
        <Alert color="red" role="alert" mt="md">
          {sentenceOf(answer.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          Back
        </Button>
        <Button
          color={contests ? undefined : 'red'}
          loading={answer.isPending}
          onClick={() => {
            if (shown) answer.mutate(shown);
          }}
          data-testid="dispute-confirm"
        >
          {contests ? 'Send it to the bank' : `Give up ${money}`}
        </Button>
      </Group>
    </Dialog>
  );
}
