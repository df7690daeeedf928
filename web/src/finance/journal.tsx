// The journal: every entry with its lines, newest first, page after page.
import { IconBook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { journalQuery } from '../api/finance-queries.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { DownloadLink } from './download-link.js';
import classes from './finance.module.css';
import { JournalEntry } from './journal-entry.js';
import { MoreButton } from '../ui/more-button.js';

export function Journal() {
  const journal = useInfiniteQuery(journalQuery);
  if (journal.isPending) return <Loading what="the journal" rows={4} height={120} />;
  if (journal.isError && journal.data === undefined) {
    return (
      <Failed error={journal.error} what="The journal" onRetry={() => void journal.refetch()} />
    );
  }
  const entries = journal.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) {
    return (
      <div className={classes.sheet}>
        <Empty icon={<IconBook size={26} />} title="No entry yet">
          The first payment writes one.
        </Empty>
      </div>
    );
  }
  return (
    <>
      <div className={classes.toolbar}>
        <DownloadLink path="/finance/entries/export" />
      </div>
      {entries.map((entry) => (
        <JournalEntry key={entry.id} entry={entry} />
      ))}
      <MoreButton list={journal} label="Show earlier" />
    </>
  );
}
