// The way of money from the balance to a bank: the payout account first, then cashing out, and below
// what was cashed out. What the payout service must know is told to it alone, on its own page.
import { Alert, Button, List } from '@mantine/core';
import { IconBuildingBank, IconClockHour4, IconInfoCircle, IconLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { OnboardingView, PayoutAccountView } from '../../../src/payments/cash-out/contract.js';
import { payoutAccountQuery } from '../api/cash-out-queries.js';
import { call, sentenceOf } from '../api/client.js';
import { Failed, Loading } from '../ui/states.js';
import { capitalised } from '../ui/words.js';
import { CashOutButton } from './cash-out-dialog.js';
import { CashOutList } from './cash-out-list.js';
import classes from './cash-out.module.css';

export function CashOutSection() {
  const { payout } = useSearch({ from: '/signed-in/wallet' });
  const account = useQuery(payoutAccountQuery(payout === 'done'));
  if (account.isPending) return <Loading what="your payout account" rows={1} height={96} />;
  if (account.isError && account.data === undefined) {
    return (
      <Failed
        error={account.error}
        what="Your payout account"
        onRetry={() => void account.refetch()}
      />
    );
  }
  return (
    <>
      {payout === 'again' && account.data.state !== 'ready' && (
        <Alert color="gray" icon={<IconInfoCircle />} mb="md" role="status">
          That page works once, and its time was over. Go on with a new one.
        </Alert>
      )}
      <div className={classes.panel} data-testid="payout-account" data-state={account.data.state}>
        <Account account={account.data} returned={payout === 'done'} />
      </div>
      <CashOutList />
    </>
  );
}

interface AccountProps {
  account: PayoutAccountView;
  /** Whether the person has just come back from the payout service's page. */
  returned: boolean;
}

function Account({ account, returned }: AccountProps) {
  const { state, due, destination, instant } = account;
  switch (state) {
    case 'none':
      return (
        <Told icon={<IconBuildingBank size={22} />} title="Take money out to your bank">
          <p>Tell our payout service once where it should go.</p>
          <Onboard label="Set up your bank account" />
        </Told>
      );
    case 'needs_details':
      return (
        <Told icon={<IconInfoCircle size={22} />} title="A few details are missing">
          {returned && <p role="status">What you told is being looked at; this page follows.</p>}
          <Due due={due} />
          <Onboard label="Continue with your details" />
        </Told>
      );
    case 'under_review':
      return (
        <Told icon={<IconClockHour4 size={22} />} title="Your details are being looked at">
          <p>This usually takes minutes, at times a day. You need not do anything.</p>
        </Told>
      );
    case 'restricted':
      return (
        <Told icon={<IconLock size={22} />} title="Money cannot be paid out to you at the moment">
          <p>Your balance is untouched, and you can go on paying with it.</p>
          <Due due={due} />
          {due.length > 0 && <Onboard label="Tell what is missing" />}
        </Told>
      );
    case 'ready':
      return (
        <Told icon={<IconBuildingBank size={22} />} title={destination ?? 'Your bank account'}>
          <p>{instant ? 'Within minutes or in some days.' : 'Arrives in some days.'}</p>
          {due.length > 0 && (
            <>
              <Due due={due} later />
              <Onboard label="Tell it now" quiet />
            </>
          )}
          <CashOutButton account={account} />
        </Told>
      );
  }
}

interface ToldProps {
  icon: ReactNode;
  title: string;
  children: ReactNode;
}

function Told({ icon, title, children }: ToldProps) {
  return (
    <>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.told}>
        <h3 className={classes.title}>{title}</h3>
        {children}
      </div>
    </>
  );
}

function Due({ due, later = false }: { due: readonly string[]; later?: boolean }) {
  if (due.length === 0) return null;
  return (
    <div>
      <p>{later ? 'Soon the payout service also needs:' : 'The payout service still needs:'}</p>
      <List size="sm">
        {due.map((words) => (
          <List.Item key={words}>{capitalised(words)}</List.Item>
        ))}
      </List>
    </div>
  );
}

function Onboard({ label, quiet = false }: { label: string; quiet?: boolean }) {
  const begin = useMutation({
    mutationFn: () =>
      call<OnboardingView>('/payout-account/onboarding', { method: 'POST', body: {} }),
    onSuccess: ({ url }) => {
      window.location.assign(url);
    },
  });
  return (
    <div>
      <Button
        variant={quiet ? 'default' : 'filled'}
        // Until the other page is there this one still shows.
        loading={begin.isPending || begin.isSuccess}
        onClick={() => {
          begin.mutate();
        }}
        data-testid="payout-onboard"
      >
        {label}
      </Button>
      {begin.error && (
        <p className={classes.wrong} role="alert">
          {sentenceOf(begin.error)}
        </p>
      )}
    </div>
  );
}
