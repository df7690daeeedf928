// Corrections of the books: those that wait for a second person, and those that were decided.
import { SegmentedControl } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CorrectionState } from '../../../src/finance/contract.js';
import { correctionsQuery } from '../api/finance-queries.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { CorrectionCard } from './correction-card.js';
import classes from './finance.module.css';
import { MoreButton } from '../ui/more-button.js';

const STATES: { value: CorrectionState; label: string }[] = [
  { value: 'proposed', label: 'Open' },
  { value: 'approved', label: 'Approved' },
  { value: 'declined', label: 'Declined' },
];

export function Corrections() {
  const [state, setState] = useState<CorrectionState>('proposed');
  const list = useInfiniteQuery(correctionsQuery(state));
  const corrections = list.data?.pages.flatMap((page) => page.corrections) ?? [];
  return (
    <>
      <div className={classes.toolbar}>
        <SegmentedControl
          aria-label="Which corrections"
          data={STATES}
          value={state}
          onChange={setState}
        />
      </div>
      {list.isPending && <Loading what="corrections" rows={3} height={96} />}
      {list.isError && list.data === undefined && (
        <Failed error={list.error} what="Corrections" onRetry={() => void list.refetch()} />
      )}
      {list.data && corrections.length === 0 && (
        <div className={classes.sheet}>
          <Empty icon={<IconArrowsExchange size={26} />} title="None here">
            A correction is proposed on the page of a journal entry.
          </Empty>
        </div>
      )}
      {corrections.map((correction) => (
        <CorrectionCard key={correction.id} correction={correction} />
      ))}
      <MoreButton list={list} label="Show earlier" />
    </>
  );
}
