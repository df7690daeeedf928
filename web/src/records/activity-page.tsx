// Everything one's money did, to be looked through: a search that is always there, more filters behind
// one button, and the whole search in the address.
import { Button } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { configQuery, threadsQuery } from '../api/queries.js';
import { threadName } from '../friends/people.js';
import { ActivityList } from '../money/activity-list.js';
import { useViewer } from '../session/viewer.js';
import { Page } from '../ui/page.js';
import { Empty } from '../ui/states.js';
import { type ActivitySearch, askedOf, isFiltered } from './activity-filters.js';
import { FilterBar } from './filter-bar.js';
import classes from './records.module.css';
import { StatementDialog } from './statement-dialog.js';

export function ActivityPage() {
  const search = useSearch({ from: '/signed-in/activity' });
  const navigate = useNavigate({ from: '/activity' });
  const { data: config } = useQuery(configQuery);
  const currencies = config?.currencies.map(({ code }) => code) ?? ['EUR'];
  const filters = askedOf(search, currencies[0] ?? 'EUR');
  const show = (next: ActivitySearch): void => {
    void navigate({ search: next, replace: true });
  };
  return (
    <Page
      title="Activity"
      intro={<ThreadNamed threadId={search.threadId} />}
      aside={<StatementDialog key={currencies.join()} currencies={currencies} />}
    >
      <FilterBar search={search} currencies={currencies} onSearch={show} />
      <ActivityList
        filters={filters}
        empty={
          isFiltered(search) ? (
            <NothingFits
              onClear={() => {
                show({});
              }}
            />
          ) : undefined
        }
      />
    </Page>
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <Empty icon={<IconReceiptOff size={26} />} title="Nothing fits">
      <div>No payment, refund or cash-out of yours is what you look for.</div>
      <Button variant="default" mt="sm" onClick={onClear}>
        Show everything
      </Button>
    </Empty>
  );
}

function ThreadNamed({ threadId }: { threadId: string | undefined }) {
  const viewer = useViewer();
  const { data: thread } = useQuery({
    ...threadsQuery,
    enabled: threadId !== undefined,
    select: (threads) => threads.find(({ id }) => id === threadId),
  });
  if (threadId === undefined) return 'What you sent, received, gave back and cashed out.';
  return (
    <>
      Only in your conversation with {thread ? threadName(thread, viewer.id) : 'somebody'}.{' '}
      <Link to="/activity" className={classes.link}>
        Show all
      </Link>
    </>
  );
}
