// Step one of sending money: to whom, how much, from where, and a note. Obstacles are said plainly
// beside the amount before the server is asked; what is merely unfinished waits until somebody goes on.
import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ReceivesPicker } from '../exchange/receives-picker.js';
import { WhenOfDraft } from '../schedules/when-picker.js';
import { ArrivalPicker } from './arrival-picker.js';
import { AmountField } from './amount-field.js';
import { Keypad } from './keypad.js';
import classes from './money-sheet.module.css';
import { PayeeStrip } from './payee-strip.js';
import { SourcePicker } from './source-picker.js';
import type { Draft } from './use-money-sheet.js';
import type { Order } from './use-order.js';

const NOTE_LIMIT = 280;

interface Props {
  order: Order;
  draft: Draft;
  edit: (change: Partial<Draft>) => void;
  onAsk: (draft: Draft) => void;
  onSplit: (draft: Draft) => void;
  onGift: (draft: Draft) => void;
}

export function AmountStep({ order, draft, edit, ...instead }: Props) {
  const [tried, setTried] = useState(false);
  const obstacle = order.obstacleIsEarly && !tried ? null : order.obstacle;
  const goOn = (): void => {
    setTried(true);
    if (!order.body) return;
    edit({ step: 'confirm', confirmed: order.picked });
  };
  const type = (typed: string): void => {
    setTried(false);
    edit({ typed });
  };
  const addCard = (): void => {
    edit({ step: 'add-card' });
  };
  const pay = (source: string): void => {
    edit({ source });
  };
  const arrive = (arrival: string): void => {
    edit({ arrival });
  };
  const left = NOTE_LIMIT - draft.note.length;

  return (
    <form
      className={classes.step}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        goOn();
      }}
    >
      <div className={classes.scroll}>
        <PayeeStrip
          order={order}
          onPick={(payeeId) => {
            edit({ payeeId });
          }}
        />
        <AmountField
          order={order}
          typed={draft.typed}
          obstacle={obstacle}
          onType={type}
          onCurrency={(currency) => {
            edit({ currency });
          }}
          onAddCard={addCard}
        />
        <ReceivesPicker order={order} edit={edit} />
        <Textarea
          label="Note"
          description={left <= 80 ? `${String(left)} characters left` : undefined}
          placeholder="What is it for?"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={NOTE_LIMIT}
          value={draft.note}
          onChange={(event) => {
            edit({ note: event.currentTarget.value });
          }}
        />
        <Keypad typed={draft.typed} digits={order.digits} onType={type} />
        <SourcePicker order={order} onPick={pay} onAddCard={addCard} />
        <WhenOfDraft draft={draft} edit={edit} />
        {order.canWait && <ArrivalPicker arrival={draft.arrival} onPick={arrive} />}
      </div>
      <div className={classes.foot}>
        <Button type="submit" size="md" data-testid="confirm-continue">
          Continue
        </Button>
        {draft.request === null && draft.settle.length === 0 && draft.when === null && (
          <Instead draft={draft} isGroup={order.payees.length > 1} {...instead} />
        )}
      </div>
    </form>
  );
}

type InsteadProps = Omit<Props, 'order' | 'edit'> & { isGroup: boolean };

/** What else one may want with what was typed. */
function Instead({ draft, isGroup, onAsk, onSplit, onGift }: InsteadProps) {
  return (
    <Group grow gap="xs">
      <Button
        variant="subtle"
        onClick={() => {
          onAsk(draft);
        }}
        data-testid="ask-instead"
      >
        Ask for it instead
      </Button>
      <Button
        variant="subtle"
        onClick={() => {
          onSplit(draft);
        }}
        data-testid="split-instead"
      >
        Split a bill
      </Button>
      {isGroup && (
        <Button
          variant="subtle"
          onClick={() => {
            onGift(draft);
          }}
          data-testid="gift-instead"
        >
          Give a gift
        </Button>
      )}
    </Group>
  );
}
