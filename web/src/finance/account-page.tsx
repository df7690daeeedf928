// One account: what it has and may do, its statement, and why its balance is what it is.
import { SegmentedControl, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccountDetailView } from '../../../src/finance/contract.js';
import { accountQuery } from '../api/finance-queries.js';
import { formatWithCode } from '../money/format.js';
import { FINANCE_ROLES, useHolds } from '../session/viewer.js';
import { Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import { inWords } from '../ui/words.js';
import { AccountLimits } from './account-limits.js';
import { Explanation } from './explanation.js';
import classes from './finance.module.css';
import { Statement } from './statement.js';

const VIEWS = [
  { value: 'statement', label: 'Statement' },
  { value: 'explanation', label: 'Why this balance' },
];

export function AccountPage() {
  const { address } = useParams({ from: '/signed-in/finance/accounts/$address' });
  const [view, setView] = useState('statement');
  const found = useQuery(accountQuery(address));
  if (found.isPending) return <Loading what="the account" rows={5} />;
  if (found.isError) {
    return <Failed error={found.error} what="The account" onRetry={() => void found.refetch()} />;
  }
  return (
    <>
      <Summary account={found.data} />
      <div className={classes.toolbar}>
        <SegmentedControl
          aria-label="What to see of the account"
          data={VIEWS}
          value={view}
          onChange={setView}
        />
      </div>
      {view === 'statement' ? <Statement address={address} /> : <Explanation address={address} />}
    </>
  );
}

function Summary({ account }: { account: AccountDetailView }) {
  const { currency, floor, ceiling, changes } = account;
  const mayFreeze = useHolds(...FINANCE_ROLES);
  const money = (amount: string | null): string =>
    amount === null ? 'None' : formatWithCode({ amount, currency });
  const figures = [
    ['Balance', money(account.balance)],
    ['Held', money(account.held)],
    ['Available', money(account.available)],
    ['Grows by', account.normalSide === 'debit' ? 'Debits' : 'Credits'],
    ...(account.appendOnly
      ? [['Limits', 'Never refuses']]
      : [
          ['Floor', money(floor)],
          ['Ceiling', money(ceiling)],
          ['State', inWords(account.state)],
        ]),
  ];
  return (
    <section className={classes.sheet} aria-labelledby="account" data-testid="account">
      <div className={classes.sheetHead}>
        <Title order={2} id="account" className={classes.address}>
          {account.account}
        </Title>
        <span className={classes.quiet}>Code {account.code}</span>
      </div>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {changes.map((change) => (
        <p key={change.number} className={classes.note}>
          {inWords(change.state)} since {exactTime(change.recordedAt)} by {change.changedBy}:{' '}
          {change.reason}
        </p>
      ))}
      {mayFreeze && !account.appendOnly && account.state !== 'closed' && (
        <AccountLimits account={account} />
      )}
    </section>
  );
}
