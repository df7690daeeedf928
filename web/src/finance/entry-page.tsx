// One entry of the journal with its place in the books, who stands for it, and the way to undo it:
// a reversal that somebody else approves.
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { CorrectionBody, EntryDetailView } from '../../../src/finance/contract.js';
import { call } from '../api/client.js';
import { BOOKS, entryQuery } from '../api/finance-queries.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { useHolds } from '../session/viewer.js';
import { Failed, Loading } from '../ui/states.js';
import classes from './finance.module.css';
import { JournalEntry } from './journal-entry.js';
import { ReasonDialog } from '../ui/reason-dialog.js';

export function EntryPage() {
  const { entryId } = useParams({ from: '/signed-in/finance/journal/$entryId' });
  const mayPropose = useHolds('finance_operator');
  const found = useQuery(entryQuery(entryId));
  if (found.isPending) return <Loading what="the entry" rows={3} />;
  if (found.isError) {
    return <Failed error={found.error} what="The entry" onRetry={() => void found.refetch()} />;
  }
  const entry = found.data;
  return (
    <>
      <JournalEntry entry={entry} />
      <section className={classes.sheet} aria-label="About the entry" data-testid="entry-facts">
        <Facts entry={entry} />
        {mayPropose && entry.reverses === null && entry.reversedBy === null && (
          <Reverse entry={entry} />
        )}
      </section>
    </>
  );
}

function Facts({ entry }: { entry: EntryDetailView }) {
  const { position, reason, recordedBy, approvedBy, reverses, reversedBy, linked, hash } = entry;
  return (
    <dl className={classes.figures}>
      <Fact name="Position">{position ?? 'waits to be sealed'}</Fact>
      {reason !== null && <Fact name="Reason">{reason}</Fact>}
      {recordedBy !== null && <Fact name="Recorded by">{recordedBy}</Fact>}
      {approvedBy !== null && <Fact name="Approved by">{approvedBy}</Fact>}
      {reverses !== null && <EntryFact name="Undoes" ids={[reverses]} />}
      {reversedBy !== null && <EntryFact name="Undone by" ids={[reversedBy]} />}
      {linked.length > 0 && <EntryFact name="Stands with" ids={linked} />}
      <Fact name="Hash">{hash}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function EntryFact({ name, ids }: { name: string; ids: readonly string[] }) {
  return (
    <Fact name={name}>
      {ids.map((entryId) => (
        <Link
          key={entryId}
          to="/finance/journal/$entryId"
          params={{ entryId }}
          className={classes.link}
        >
          {entryId}
        </Link>
      ))}
    </Fact>
  );
}

function Reverse({ entry }: { entry: EntryDetailView }) {
  const [asking, setAsking] = useState(false);
  const attempt = useAttemptKey();
  const navigate = useNavigate();
  const propose = async (reason: string): Promise<void> => {
    const body: CorrectionBody = { kind: 'reversal', entryId: entry.id, reason };
    const idempotencyKey = attempt.of(body);
    await call('/finance/corrections', { method: 'POST', body, idempotencyKey });
    await navigate({ to: '/finance/corrections' });
  };
  return (
    <div className={classes.actions}>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={16} />}
        onClick={() => {
          setAsking(true);
        }}
        data-testid="propose-reversal"
      >
        Propose a reversal
      </Button>
      <ReasonDialog
        queryKey={BOOKS}
        opened={asking}
        title="Propose a reversal?"
        what="Nothing moves yet. Somebody else of finance approves it; then the same lines are written the other way round."
        confirm="Propose the reversal"
        send={propose}
        onSettled={attempt.settle}
        onClose={() => {
          setAsking(false);
        }}
      />
    </div>
  );
}
