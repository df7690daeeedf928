// Cashing out: how much and how fast, with the fee and the expected day of both ways, and then a last
// look.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PayoutAccountView } from '../../../src/payments/cash-out/contract.js';
import { Dialog } from '../ui/dialog.js';
import { CashOutConfirm } from './cash-out-confirm.js';
import { CashOutForm } from './cash-out-form.js';
import { useCashOut } from './use-cash-out.js';
import type { Choice } from './use-cash-out-quote.js';

export function CashOutButton({ account }: { account: PayoutAccountView }) {
  const [opened, setOpened] = useState(false);
  const close = (): void => {
    setOpened(false);
  };
  return (
    <div>
      <Button
        onClick={() => {
          setOpened(true);
        }}
        data-testid="cash-out-open"
      >
        Cash out
      </Button>
      <Dialog opened={opened} onClose={close} title="Cash out">
        <CashOut account={account} onClose={close} />
      </Dialog>
    </div>
  );
}

interface Props {
  account: PayoutAccountView;
  onClose: () => void;
}

function CashOut({ account, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [choice, setChoice] = useState<Choice | null>(null);
  const sending = useCashOut(onClose);
  const { destination, currency } = account;
  if (choice !== null) {
    return (
      <CashOutConfirm
        choice={choice}
        destination={destination ?? 'your bank account'}
        sending={sending}
        onBack={() => {
          sending.reset();
          setChoice(null);
        }}
      />
    );
  }
  return (
    <CashOutForm
      currency={currency ?? 'EUR'}
      typed={typed}
      onType={setTyped}
      onChosen={setChoice}
      onClose={onClose}
    />
  );
}
