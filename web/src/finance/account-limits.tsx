// Freezing an account and opening it again, each with a reason that goes on record.
import { Button } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import type { AccountDetailView, LimitsBody } from '../../../src/finance/contract.js';
import { call } from '../api/client.js';
import { BOOKS, accountPath } from '../api/finance-queries.js';
import classes from './finance.module.css';
import { ReasonDialog } from '../ui/reason-dialog.js';

export function AccountLimits({ account }: { account: AccountDetailView }) {
  const [asking, setAsking] = useState(false);
  const isOpen = account.state === 'open';
  const send = (reason: string): Promise<unknown> => {
    const body: LimitsBody = { state: isOpen ? 'frozen' : 'open', reason };
    return call(`${accountPath(account.account)}/limits`, { method: 'POST', body });
  };
  return (
    <div className={classes.actions}>
      <Button
        variant="default"
        leftSection={isOpen ? <IconLock size={16} /> : <IconLockOpen size={16} />}
        onClick={() => {
          setAsking(true);
        }}
        data-testid="change-state"
      >
        {isOpen ? 'Freeze' : 'Open again'}
      </Button>
      <ReasonDialog
        queryKey={BOOKS}
        opened={asking}
        title={isOpen ? 'Freeze this account?' : 'Open this account again?'}
        what={
          isOpen
            ? 'Nothing can be paid from it or to it until somebody opens it again.'
            : 'It can pay and be paid again from this moment.'
        }
        confirm={isOpen ? 'Freeze the account' : 'Open the account'}
        isGrave={isOpen}
        send={send}
        onClose={() => {
          setAsking(false);
        }}
      />
    </div>
  );
}
