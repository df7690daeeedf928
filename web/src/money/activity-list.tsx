// What a person's money did, newest first, page after page. Each row leads to where it happened.
import { Button } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ActivityFilters } from '../../../src/payments/records/contract.js';
import { activityQuery } from '../records/record-queries.js';
import { useViewer } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { ActivityRow } from './activity-row.js';
import classes from './wallet-page.module.css';

interface Props {
  filters?: ActivityFilters;
  /** What stands where nothing fits. */
  empty?: ReactNode;
}

export function ActivityList({ filters = {}, empty = <NoPayments /> }: Props) {
  const viewer = useViewer();
  const activity = useInfiniteQuery(activityQuery(filters));
  if (activity.isPending) return <Loading what="your activity" />;
  if (activity.isError && activity.data === undefined) {
    return (
      <Failed error={activity.error} what="Your activity" onRetry={() => void activity.refetch()} />
    );
  }
  const items = activity.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <div className={classes.list}>{empty}</div>;
  return (
    <>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id}>
            <ActivityRow item={item} viewerId={viewer.id} />
          </li>
        ))}
      </ul>
      {activity.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={activity.isFetchingNextPage}
            onClick={() => void activity.fetchNextPage()}
          >
            {activity.isFetchNextPageError ? 'That did not load. Try again' : 'Show earlier'}
          </Button>
        </div>
      )}
    </>
  );
}

function NoPayments() {
  return (
    <Empty icon={<IconReceiptOff size={26} />} title="No payments yet">
      Money you send or receive in a conversation is listed here.
    </Empty>
  );
}
