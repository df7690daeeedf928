// Everything paid and received, newest first, page after page. Each row leads to the conversation in
// which it happened.
import { Button } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { activityQuery } from '../api/queries.js';
import { useViewer } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { ActivityRow } from './activity-row.js';
import classes from './wallet-page.module.css';

export function ActivityList() {
  const viewer = useViewer();
  const activity = useInfiniteQuery(activityQuery);
  if (activity.isPending) return <Loading what="your activity" />;
  if (activity.isError && activity.data === undefined) {
    return (
      <Failed error={activity.error} what="Your activity" onRetry={() => void activity.refetch()} />
    );
  }
  const payments = activity.data.pages.flatMap((page) => page.payments);
  if (payments.length === 0) {
    return (
      <div className={classes.list}>
        <Empty icon={<IconReceiptOff size={26} />} title="No payments yet">
          Money you send or receive in a conversation is listed here.
        </Empty>
      </div>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {payments.map((payment) => (
          <li key={payment.id}>
            <ActivityRow payment={payment} viewerId={viewer.id} />
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
