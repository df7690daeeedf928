// Deciding a contest: the two ways it can end, or more time, each with words. Above a limit the first word
// is a proposal that somebody else must agree to.
import { Alert, Button } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconClockPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContestCaseDetailView } from '../../../src/payments/returns/cases/contract.js';
import type { Verdict } from '../../../src/payments/returns/contract.js';
import { call } from '../api/client.js';
import { CONTESTS } from '../api/risk-queries.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { Dialog } from '../ui/dialog.js';
import { useLast } from '../ui/use-last.js';
import { WordsForm } from '../ui/words-form.js';
import { verdictWords } from './contest-case-words.js';
import classes from './risk.module.css';

type Word = Verdict | 'extend';

const NOT_MINE = {
  part_of_it: 'You are part of this payment, so somebody else decides.',
  decided_before: 'You decided about this before, so somebody else decides the appeal.',
};

export function ContestDecision({ contest }: { contest: ContestCaseDetailView }) {
  const [word, setWord] = useState<Word | null>(null);
  const { state, notMine, proposal, kind, extendable } = contest;
  if (state !== 'open') return null;
  if (notMine !== null) return <p className={classes.answered}>{NOT_MINE[notMine]}</p>;
  return (
    <>
      {proposal !== null && (
        <Alert color="yellow" mx="md" data-testid="contest-proposal">
          {proposal.mine ? 'You propose' : `${proposal.by} proposes`}:{' '}
          {verdictWords(kind, proposal.verdict)}. “{proposal.words}”
        </Alert>
      )}
      <div className={classes.actions}>
        {extendable && (
          <Button
            variant="subtle"
            leftSection={<IconClockPlus size={18} />}
            onClick={() => {
              setWord('extend');
            }}
            data-testid="contest-extend"
          >
            More time
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconCircleX size={18} />}
          onClick={() => {
            setWord('denied');
          }}
          data-testid="contest-denied"
        >
          {verdictWords(kind, 'denied')}
        </Button>
        <Button
          leftSection={<IconCircleCheck size={18} />}
          onClick={() => {
            setWord('granted');
          }}
          data-testid="contest-granted"
        >
          {verdictWords(kind, 'granted')}
        </Button>
      </div>
      <Deciding
        contest={contest}
        word={word}
        onClose={() => {
          setWord(null);
        }}
      />
    </>
  );
}

interface DecidingProps {
  contest: ContestCaseDetailView;
  word: Word | null;
  onClose: () => void;
}

function Deciding({ contest, word, onClose }: DecidingProps) {
  const shown = useLast(word);
  const title =
    shown === 'extend'
      ? 'Take seven more days?'
      : `${verdictWords(contest.kind, shown ?? 'denied')}?`;
  return (
    <Dialog opened={word !== null} onClose={onClose} title={title}>
      {shown && <Form key={shown} contest={contest} word={shown} onClose={onClose} />}
    </Dialog>
  );
}

const WORDS = { min: 3, max: 500 };

function Form({ contest, word, onClose }: DecidingProps & { word: Word }) {
  const decide = useDecide(contest, word, onClose);
  return (
    <WordsForm
      what={explained(contest, word)}
      label={word === 'extend' ? 'Reason' : 'Words for both of them'}
      min={WORDS.min}
      max={WORDS.max}
      tooFew="Say it in a few words."
      confirm={word === 'extend' ? 'Take more time' : verdictWords(contest.kind, word)}
      sending={decide}
      onSay={(said) => {
        decide.mutate(said);
      }}
      onClose={onClose}
      testIds={{ words: 'decision-words', confirm: 'decision-confirm' }}
    />
  );
}

function explained({ needsSecond, proposal, kind }: ContestCaseDetailView, word: Word): string {
  if (word === 'extend') return 'Both are told that it takes longer. It can be done once.';
  if (needsSecond && (proposal?.verdict !== word || proposal.mine)) {
    return 'The amount is above the limit: somebody else must agree before anything happens.';
  }
  return kind === 'report'
    ? 'Both are told, and the one who loses may appeal once.'
    : 'Both are told, and it is final.';
}

function useDecide(contest: ContestCaseDetailView, word: Word, onDone: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (said: string) => {
      const isExtension = word === 'extend';
      const body = isExtension ? { reason: said } : { verdict: word, words: said };
      return call(`/risk/contests/${contest.id}/${isExtension ? 'extend' : 'decide'}`, {
        method: 'POST',
        body,
        idempotencyKey: attempt.of({ id: contest.id, ...body }),
      });
    },
    onSuccess: onDone,
    onSettled: (_answer, error) => {
      attempt.settle(error);
      return queryClient.invalidateQueries({ queryKey: CONTESTS });
    },
  });
}
