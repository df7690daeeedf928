// What was cashed out, newest first: how much, where to, and where it stands; cancelled while it can be.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CashOutView } from '../../../src/payments/cash-out/contract.js';
import { cashOutsQuery } from '../api/cash-out-queries.js';
import { call, sentenceOf } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { formatMoney, isZero } from '../money/format.js';
import { Failed } from '../ui/states.js';
import { fullTime, shortTime } from '../ui/time.js';
import { cashOutWords, mayCancel } from './cash-out-words.js';
import classes from './cash-out.module.css';

export function CashOutList() {
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(cashOutsQuery);
  const cashOuts = list.data?.pages.flatMap((page) => page.cashOuts) ?? [];
  // What comes back from a bank changes the balance without a word in any thread.
  const states = cashOuts.map(({ state }) => state).join();
  useEffect(() => {
    if (states !== '') refreshMoney(queryClient);
  }, [queryClient, states]);
  if (list.isError && list.data === undefined) {
    return <Failed error={list.error} what="Your cash-outs" onRetry={() => void list.refetch()} />;
  }
  if (cashOuts.length === 0) return null;
  return (
    <>
      <ul className={classes.list} aria-label="Cash-outs">
        {cashOuts.map((cashOut) => (
          <Row key={cashOut.id} cashOut={cashOut} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {list.isFetchNextPageError ? 'That did not load. Try again' : 'Show earlier'}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ cashOut }: { cashOut: CashOutView }) {
  const queryClient = useQueryClient();
  const { id, amount, fee, method, state, destination, reason, createdAt } = cashOut;
  const cancel = useMutation({
    mutationFn: () => call<CashOutView>(`/cash-outs/${id}`, { method: 'DELETE' }),
    onSettled: () => {
      refreshMoney(queryClient);
      return queryClient.invalidateQueries({ queryKey: cashOutsQuery.queryKey });
    },
  });
  const words = cashOutWords(cashOut);
  const cost = isZero(fee)
    ? ''
    : `, fee ${formatMoney({ amount: fee, currency: amount.currency })}`;
  const off = state === 'failed' || state === 'cancelled';
  return (
    <li className={classes.row} data-testid="cash-out" data-state={state}>
      <div className={classes.words}>
        <div className={classes.where}>To {destination}</div>
        <div className={classes.state} data-tone={words.tone}>
          <words.icon size={16} aria-hidden="true" />
          <span>{words.label}</span>
        </div>
        {reason && <div className={classes.reason}>{reason.message}</div>}
        {cancel.error && (
          <div className={classes.wrong} role="alert">
            {sentenceOf(cancel.error)}
          </div>
        )}
      </div>
      <div className={classes.end}>
        <span className={classes.amount} data-off={off || undefined}>
          {formatMoney(amount, '-')}
        </span>
        <span className={classes.quiet}>
          <time dateTime={createdAt} title={fullTime(createdAt)}>
            {shortTime(createdAt)}
          </time>
          {method === 'instant' ? ', instant' : ''}
          {cost}
        </span>
        {mayCancel(cashOut) && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={cancel.isPending}
            onClick={() => {
              cancel.mutate();
            }}
            aria-label={`Cancel the cash-out of ${formatMoney(amount)}`}
            data-testid="cash-out-cancel"
          >
            Cancel
          </Button>
        )}
      </div>
    </li>
  );
}
