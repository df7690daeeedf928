// The sheet for sending money, beside its thread. It shows one step at a time; while the answer is
// awaited it stops covering the thread, and it comes back by itself if the payment was refused.
import { ActionIcon, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { isFinal } from '../api/client.js';
import { ScheduleStep } from '../schedules/schedule-step.js';
import { useViewer } from '../session/viewer.js';
import { coolOff } from '../trust/cool-off.js';
import dialogClasses from '../ui/dialog.module.css';
import { AddCardStep } from './add-card-step.js';
import { AmountStep } from './amount-step.js';
import { ConfirmStep } from './confirm-step.js';
import classes from './money-sheet.module.css';
import type { Draft, MoneySheetState, Step } from './use-money-sheet.js';
import { useOrder } from './use-order.js';
import type { SendingMoney } from './use-send-money.js';

interface Props {
  thread: ThreadView;
  sheet: MoneySheetState;
  sending: SendingMoney;
  onClosed: () => void;
  /** Somebody wants to ask for it instead. */
  onAsk: (draft: Draft) => void;
  /** Somebody wants to divide it among people of the thread. */
  onSplit: (draft: Draft) => void;
  /** Somebody wants to give it to all of the group. */
  onGift: (draft: Draft) => void;
}

const titles: Record<Step, string> = {
  amount: 'Send money',
  'add-card': 'Add a card',
  confirm: 'Confirm',
};

export function MoneySheet({ thread, sheet, sending, onClosed, ...other }: Props) {
  const viewer = useViewer();
  const narrow = useMediaQuery('(max-width: 47.99em)');
  const asked = !sending.isIdle && !isFinal(sending.error);
  const { step, when } = sheet.draft;
  // What is scheduled is compared with limits and balance when it is sent.
  const order = useOrder(thread, viewer.id, sheet.draft, asked || when !== null);
  const waiting = sending.isPending;

  // What was refused is no longer on the sheet once something is edited.
  const edit: MoneySheetState['edit'] = (change) => {
    if (!waiting) sending.reset();
    sheet.edit(change);
  };

  return (
    <Drawer.Root
      opened={sheet.opened}
      onClose={sheet.close}
      // The library remembers the focus anew when the trap opens while the answer is awaited, and
      // would give it back to a button that is gone; whoever opened the sheet does it instead.
      returnFocus={false}
      onExitTransitionEnd={onClosed}
      position={narrow ? 'bottom' : 'right'}
      size={narrow ? '100%' : 440}
      lockScroll={!waiting}
      trapFocus={!waiting}
      closeOnClickOutside={!waiting}
      classNames={{ content: classes.content }}
    >
      {!waiting && <Drawer.Overlay backgroundOpacity={0.4} />}
      <Drawer.Content data-waiting={waiting || undefined} aria-modal={!waiting}>
        <div className={dialogClasses.head}>
          {step !== 'amount' && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Back"
              disabled={waiting}
              onClick={() => {
                edit({ step: 'amount' });
              }}
            >
              <IconArrowLeft size={20} />
            </ActionIcon>
          )}
          <Drawer.Title className={dialogClasses.title}>{titles[step]}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body className={classes.body}>
          {step === 'amount' && (
            <AmountStep order={order} draft={sheet.draft} edit={edit} {...other} />
          )}
          {step === 'add-card' && (
            <AddCardStep
              onSaved={(card) => {
                edit({ source: card.id, step: 'amount' });
              }}
            />
          )}
          {step === 'confirm' && when !== null && (
            <ScheduleStep order={order} when={when} sheet={sheet} />
          )}
          {step === 'confirm' && when === null && (
            <ConfirmStep
              order={order}
              waiting={waiting || sending.isSuccess}
              asksBank={sending.asksBank}
              error={sending.error}
              onSend={(body) => {
                sending.mutate(body);
              }}
              onChange={() => {
                edit({ step: 'amount' });
              }}
              onStop={sheet.close}
              onCoolOff={() => {
                coolOff(thread.id, sheet.draft);
                sheet.close();
              }}
              onBalance={() => {
                edit({ source: 'balance', confirmed: 'balance' });
              }}
            />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
