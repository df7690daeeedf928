// Movements of money at the processor that nobody can explain. One closes by itself as soon as our
// records can explain it.
import { SegmentedControl, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { breaksQuery } from '../api/processor-queries.js';
import { formatWithCode } from '../money/format.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { fullTime } from '../ui/time.js';
import { capitalised, inWords } from '../ui/words.js';
import classes from './finance.module.css';

type State = 'open' | 'closed';

export function Breaks() {
  const [state, setState] = useState<State>('open');
  const breaks = useQuery(breaksQuery(state));
  return (
    <>
      <div className={classes.toolbar}>
        <SegmentedControl
          aria-label="Which breaks"
          value={state}
          onChange={(value) => {
            setState(value);
          }}
          data={[
            { value: 'open', label: 'Open' },
            { value: 'closed', label: 'Closed' },
          ]}
        />
      </div>
      {breaks.isPending && <Loading what="the breaks" rows={3} height={96} />}
      {breaks.isError && breaks.data === undefined && (
        <Failed error={breaks.error} what="The breaks" onRetry={() => void breaks.refetch()} />
      )}
      {breaks.data?.length === 0 && (
        <div className={classes.sheet}>
          <Empty
            icon={<IconCircleCheck size={26} />}
            title={state === 'open' ? 'Everything is explained' : 'None was closed yet'}
          >
            {state === 'open' && 'Every movement at the processor has its entry in the books.'}
          </Empty>
        </div>
      )}
      {breaks.data?.map((one) => (
        <article
          key={one.movementId}
          className={classes.sheet}
          aria-labelledby={one.movementId}
          data-testid="break"
        >
          <div className={classes.entryHead}>
            <Title order={2} id={one.movementId} className={classes.entryTitle}>
              {formatWithCode(one.net)}, {inWords(one.type).toLowerCase()}
            </Title>
            <span className={classes.quiet}>{fullTime(one.occurredAt)}</span>
          </div>
          <p className={classes.note}>{capitalised(one.why)}.</p>
          <dl className={classes.figures}>
            <Fact name="Movement">{one.movementId}</Fact>
            <Fact name="Source">{one.source ?? 'None'}</Fact>
            <Fact name="Found">{fullTime(one.openedAt)}</Fact>
            {one.closedAt !== null && (
              <Fact name="Closed">
                {fullTime(one.closedAt)}
                {one.resolution !== null && `: ${one.resolution}`}
              </Fact>
            )}
          </dl>
        </article>
      ))}
    </>
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
