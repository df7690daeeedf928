// The audit: each invariant of the books recomputed from the entries, now, on request. Every verdict
// comes with what was compared and how long it took; a failure names the first difference.
import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconPlayerPlay,
  IconScale,
  IconX,
  IconCheck,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { AuditView } from '../../../src/finance/contract.js';
import { auditQuery } from '../api/finance-queries.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import classes from './finance.module.css';

const count = new Intl.NumberFormat();
const milliseconds = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export function Audit() {
  const audit = useQuery(auditQuery);
  const { data, error, isFetching } = audit;
  return (
    <>
      <div className={classes.toolbar}>
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={isFetching}
          onClick={() => void audit.refetch()}
          data-testid="audit-run"
        >
          Run audit
        </Button>
        <div role="status" className={classes.toolbar} style={{ marginBottom: 0 }}>
          {data && !isFetching && <Outcome audit={data} />}
        </div>
      </div>
      {error && !isFetching && (
        <Failed error={error} what="The audit" onRetry={() => void audit.refetch()} />
      )}
      {isFetching && !data && <Loading what="the audit" rows={5} />}
      {!data && !isFetching && !error && (
        <div className={classes.sheet}>
          <Empty icon={<IconScale size={26} />} title="Prove the books">
            Running the audit adds every entry up again and compares the sums with every balance.
          </Empty>
        </div>
      )}
      {data && (
        <div className={classes.sheet}>
          <ul className={classes.invariants}>
            {data.checks.map((one) => (
              <Invariant key={one.name} check={one} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Outcome({ audit }: { audit: AuditView }) {
  const failed = audit.checks.filter(({ verdict }) => verdict === 'fail').length;
  return (
    <>
      {audit.passed ? (
        <TonePill tone="good" icon={IconCircleCheck}>
          Everything holds
        </TonePill>
      ) : (
        <TonePill tone="bad" icon={IconAlertTriangle}>
          {failed} of {audit.checks.length} {failed === 1 ? 'does' : 'do'} not hold
        </TonePill>
      )}
      <span className={classes.quiet}>Taken {exactTime(audit.takenAt)}</span>
    </>
  );
}

function Invariant({ check }: { check: AuditView['checks'][number] }) {
  const { name, statement, verdict, checked, ms, difference } = check;
  const passed = verdict === 'pass';
  return (
    <li
      className={classes.invariant}
      data-verdict={verdict}
      data-testid="audit-check"
      data-name={name}
    >
      <span className={classes.verdict} aria-hidden="true">
        {passed ? <IconCheck size={18} stroke={2.4} /> : <IconX size={18} stroke={2.4} />}
      </span>
      <div>
        <div className={classes.statement}>{statement}</div>
        <div className={classes.quiet}>{name}</div>
        {difference && <p className={classes.difference}>{difference}</p>}
      </div>
      <div className={classes.measures}>
        <strong>{passed ? 'Holds' : 'Does not hold'}</strong>
        <span>{count.format(checked)} compared</span>
        <span>{milliseconds.format(ms)} ms</span>
      </div>
    </li>
  );
}
