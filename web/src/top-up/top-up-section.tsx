// Money from a card into the balance: the way in, and below what was added. When the bank asks, its
// question comes over the page, and the row waits with it, after a reload too.
import { Button, Group } from '@mantine/core';
import { IconPlus, IconWallet } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../cash-out/cash-out.module.css';
import { ExchangeButton } from '../exchange/exchange-dialog.js';
import { CardForm } from '../money/card-form.js';
import { Dialog } from '../ui/dialog.js';
import { MoreButton } from '../ui/more-button.js';
import { Failed } from '../ui/states.js';
import { AddMoneyForm, type AddMoneyDraft } from './add-money-form.js';
import { TopUpRow } from './top-up-row.js';
import { topUpsQuery } from './top-up-queries.js';
import { useAddMoney, useTopUpBank } from './use-top-up.js';

const BLANK: AddMoneyDraft = { typed: '', currency: null, cardId: null };

export function TopUpSection() {
  const [draft, setDraft] = useState(BLANK);
  const [step, setStep] = useState<'closed' | 'amount' | 'card'>('closed');
  const bank = useTopUpBank();
  const adding = useAddMoney(({ id, state }) => {
    setStep('closed');
    setDraft(BLANK);
    if (state === 'authenticating') bank.confirm.mutate(id);
  });
  const edit = (change: Partial<AddMoneyDraft>): void => {
    setDraft((held) => ({ ...held, ...change }));
  };
  const close = (): void => {
    setStep('closed');
  };
  return (
    <>
      <div className={classes.panel}>
        <span className={classes.icon} aria-hidden="true">
          <IconWallet size={22} />
        </span>
        <div className={classes.told}>
          <h3 className={classes.title}>From your card into your balance</h3>
          <p>It is there at once, and costs nothing.</p>
          <Group gap="xs">
            <Button
              leftSection={<IconPlus size={16} />}
              onClick={() => {
                adding.reset();
                setStep('amount');
              }}
              data-testid="top-up-open"
            >
              Add money
            </Button>
            <ExchangeButton />
          </Group>
        </div>
      </div>
      <TopUpList bank={bank} />
      <Dialog
        opened={step !== 'closed'}
        onClose={close}
        title={step === 'card' ? 'Add a card' : 'Add money'}
      >
        {step === 'card' ? (
          <CardForm
            onSaved={({ id }) => {
              edit({ cardId: id });
              setStep('amount');
            }}
          />
        ) : (
          <AddMoneyForm
            draft={draft}
            edit={edit}
            adding={adding}
            onAddCard={() => {
              setStep('card');
            }}
            onClose={close}
          />
        )}
      </Dialog>
    </>
  );
}

function TopUpList({ bank }: { bank: ReturnType<typeof useTopUpBank> }) {
  const list = useInfiniteQuery(topUpsQuery);
  if (list.isError && list.data === undefined) {
    return <Failed error={list.error} what="What you added" onRetry={() => void list.refetch()} />;
  }
  const topUps = list.data?.pages.flatMap((page) => page.topUps) ?? [];
  if (topUps.length === 0) return null;
  return (
    <>
      <ul className={classes.list} aria-label="Money you added">
        {topUps.map((topUp) => (
          <TopUpRow key={topUp.id} topUp={topUp} bank={bank} />
        ))}
      </ul>
      <MoreButton list={list} />
    </>
  );
}
