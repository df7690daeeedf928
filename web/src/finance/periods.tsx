// Closings of the books, newest first, each opening to its trial balance; and the way to the next one.
import { Button, TextInput, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PeriodView } from '../../../src/finance/contract.js';
import { call } from '../api/client.js';
import { BOOKS, periodsQuery } from '../api/finance-queries.js';
import { FINANCE_ROLES, useHolds } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import classes from './finance.module.css';
import { PeriodBalance } from './period-balance.js';
import { ReasonDialog } from '../ui/reason-dialog.js';

export function Periods() {
  const periods = useQuery(periodsQuery);
  const mayClose = useHolds(...FINANCE_ROLES);
  return (
    <>
      {mayClose && <CloseBooks />}
      {periods.isPending && <Loading what="the closings" rows={3} />}
      {periods.isError && (
        <Failed error={periods.error} what="Closings" onRetry={() => void periods.refetch()} />
      )}
      {periods.data?.length === 0 && (
        <div className={classes.sheet}>
          <Empty icon={<IconLock size={26} />} title="The books were never closed">
            Closing them makes everything that occurred before a moment final.
          </Empty>
        </div>
      )}
      {periods.data?.map((period) => (
        <Period key={period.number} period={period} />
      ))}
    </>
  );
}

function Period({ period }: { period: PeriodView }) {
  const [opened, setOpened] = useState(false);
  const { number, through, position, reason, closedBy, closedAt } = period;
  return (
    <section className={classes.sheet} aria-labelledby={`period-${String(number)}`}>
      <div className={classes.entryHead} data-testid="period">
        <Title order={2} id={`period-${String(number)}`} className={classes.entryTitle}>
          Closed through {exactTime(through)}
        </Title>
        <span className={classes.quiet}>
          Closing {number}, position {position}
        </span>
      </div>
      <p className={classes.note}>
        By {closedBy}, {exactTime(closedAt)}: {reason}
      </p>
      <div className={classes.actions}>
        <Button
          variant="default"
          aria-expanded={opened}
          onClick={() => {
            setOpened(!opened);
          }}
        >
          {opened ? 'Hide its trial balance' : 'Show its trial balance'}
        </Button>
      </div>
      {opened && <PeriodBalance number={number} />}
    </section>
  );
}

function CloseBooks() {
  const [asking, setAsking] = useState(false);
  const [through, setThrough] = useState('');
  const send = (reason: string): Promise<unknown> => {
    const moment = new Date(through);
    if (Number.isNaN(moment.getTime())) throw new Error('no moment');
    const body = { through: moment.toISOString(), reason };
    return call('/finance/periods', { method: 'POST', body });
  };
  return (
    <div className={classes.toolbar}>
      <Button
        leftSection={<IconLock size={16} />}
        onClick={() => {
          setAsking(true);
        }}
        data-testid="close-books"
      >
        Close the books
      </Button>
      <ReasonDialog
        queryKey={BOOKS}
        opened={asking}
        title="Close the books?"
        what="Nothing that occurred before this moment can be written any more. This is not undone."
        confirm="Close the books"
        isGrave
        send={send}
        onClose={() => {
          setAsking(false);
        }}
      >
        <TextInput
          type="datetime-local"
          label="Through"
          description="At least five minutes back"
          required
          value={through}
          onChange={(event) => {
            setThrough(event.currentTarget.value);
          }}
          mb="md"
          data-testid="close-through"
        />
      </ReasonDialog>
    </div>
  );
}
