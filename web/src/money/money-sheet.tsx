// The sheet for sending money, beside its thread. It shows one step at a time; while the answer is
// awaited it stops covering the thread, and it comes back by itself if the payment was refused.
import { ActionIcon, Drawer, Group } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { useViewer } from '../session/viewer.js';
import { AddCardStep } from './add-card-step.js';
import { AmountStep } from './amount-step.js';
import { ConfirmStep } from './confirm-step.js';
import classes from './money-sheet.module.css';
import type { MoneySheetState, Step } from './use-money-sheet.js';
import { useOrder } from './use-order.js';
import { useSendMoney } from './use-send-money.js';

interface Props {
  thread: ThreadView;
  sheet: MoneySheetState;
}

const titles: Record<Step, string> = {
  amount: 'Send money',
  'add-card': 'Add a card',
  confirm: 'Look it over',
};

export function MoneySheet({ thread, sheet }: Props) {
  const viewer = useViewer();
  const narrow = useMediaQuery('(max-width: 47.99em)');
  const order = useOrder(thread, viewer.id, sheet.draft);
  const sending = useSendMoney({ onSent: sheet.finish, onRefused: () => sheet.open() });
  const { step } = sheet.draft;
  const waiting = sending.isPending;

  // What was refused is no longer on the sheet once something is edited.
  const edit: MoneySheetState['edit'] = (change) => {
    if (!waiting) sending.reset();
    sheet.edit(change);
  };

  return (
    <Drawer
      opened={sheet.opened}
      onClose={sheet.close}
      position={narrow ? 'bottom' : 'right'}
      size={narrow ? '100%' : 440}
      classNames={{ content: classes.content, header: classes.header, body: classes.body }}
      title={
        <Group gap="xs">
          {step !== 'amount' && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Back"
              disabled={waiting}
              onClick={() => edit({ step: 'amount' })}
            >
              <IconArrowLeft size={20} />
            </ActionIcon>
          )}
          {titles[step]}
        </Group>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
      withOverlay={!waiting}
      lockScroll={!waiting}
      trapFocus={!waiting}
      closeOnClickOutside={!waiting}
    >
      {step === 'amount' && <AmountStep order={order} draft={sheet.draft} edit={edit} />}
      {step === 'add-card' && (
        <AddCardStep onSaved={(card) => edit({ source: card.id, step: 'amount' })} />
      )}
      {step === 'confirm' && (
        <ConfirmStep
          order={order}
          waiting={waiting}
          error={sending.error}
          onSend={(body) => sending.mutate(body)}
          onChange={() => edit({ step: 'amount' })}
        />
      )}
    </Drawer>
  );
}
