// Mid-market rates: the newest that was approved of two currencies counts, until it is over. One person
// proposes, another approves.
import { Alert, Button, Title } from '@mantine/core';
import { IconCurrencyEuro } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RateView } from '../../../src/payments/exchange/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { ratesQuery } from '../exchange/exchange-queries.js';
import { useViewer } from '../session/viewer.js';
import { MoreButton } from '../ui/more-button.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { exactTime, useNow } from '../ui/time.js';
import { inWords } from '../ui/words.js';
import classes from './finance.module.css';
import { RateForm } from './rate-form.js';

export function Rates() {
  const viewer = useViewer();
  const list = useInfiniteQuery(ratesQuery);
  const rates = list.data?.pages.flatMap((page) => page.rates) ?? [];
  return (
    <>
      {viewer.roles.includes('finance_operator') && <RateForm />}
      {list.isPending && <Loading what="rates" rows={3} height={96} />}
      {list.isError && list.data === undefined && (
        <Failed error={list.error} what="Rates" onRetry={() => void list.refetch()} />
      )}
      {list.data && rates.length === 0 && (
        <div className={classes.sheet}>
          <Empty icon={<IconCurrencyEuro size={26} />} title="No rates yet">
            Until one is approved nothing can be exchanged.
          </Empty>
        </div>
      )}
      {rates.map((rate) => (
        <RateCard key={rate.id} rate={rate} />
      ))}
      <MoreButton list={list} label="Show earlier" />
    </>
  );
}

function RateCard({ rate }: { rate: RateView }) {
  const viewer = useViewer();
  const now = useNow();
  const { id, base, counter, source, quotedAt, validUntil, state, proposedBy, decidedBy } = rate;
  const isOver = Date.parse(validUntil) <= now;
  return (
    <article
      className={classes.sheet}
      aria-labelledby={id}
      data-testid="rate"
      data-state={state}
      data-id={id}
    >
      <div className={classes.entryHead}>
        <Title order={2} id={id} className={classes.entryTitle}>
          1 {base} = {rate.rate} {counter}
        </Title>
        <span className={classes.quiet}>
          {inWords(state)}
          {isOver && ', over'}
        </span>
      </div>
      <p className={classes.note}>
        {source}, read {exactTime(quotedAt)}, valid until {exactTime(validUntil)}
      </p>
      <p className={classes.note}>
        Proposed by {proposedBy}, {exactTime(rate.proposedAt)}
        {decidedBy && rate.decidedAt && (
          <>
            . {inWords(state)} by {decidedBy}, {exactTime(rate.decidedAt)}
          </>
        )}
      </p>
      {state === 'proposed' &&
        (viewer.roles.includes('finance_approver') ? (
          <DecideRate id={id} />
        ) : (
          <p className={classes.note}>An approver of finance decides about it.</p>
        ))}
    </article>
  );
}

function DecideRate({ id }: { id: string }) {
  const queryClient = useQueryClient();
  const decide = useMutation({
    mutationFn: (word: 'approve' | 'decline') =>
      call<RateView>(`/finance/rates/${id}/${word}`, { method: 'POST', body: {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ratesQuery.queryKey }),
  });
  return (
    <>
      {decide.error && (
        <Alert color="red" role="alert" mx={20} mb="md">
          {sentenceOf(decide.error)}
        </Alert>
      )}
      <div className={classes.actions}>
        <Button
          loading={decide.isPending && decide.variables === 'approve'}
          onClick={() => {
            decide.mutate('approve');
          }}
          data-testid="rate-approve"
        >
          Approve
        </Button>
        <Button
          variant="default"
          loading={decide.isPending && decide.variables === 'decline'}
          onClick={() => {
            decide.mutate('decline');
          }}
          data-testid="rate-decline"
        >
          Decline
        </Button>
      </div>
    </>
  );
}
