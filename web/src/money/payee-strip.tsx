// Who gets the money, by name and handle as they registered. In a group the payer chooses first.
import { Radio } from '@mantine/core';
import { PersonAvatar } from '../ui/person-avatar.js';
import classes from './money-sheet.module.css';
import pickerClasses from './source-picker.module.css';
import type { Order } from './use-order.js';

interface Props {
  order: Order;
  onPick: (personId: string) => void;
}

export function PayeeStrip({ order, onPick }: Props) {
  const { payee, payees } = order;
  if (payees.length > 1) {
    return (
      <Radio.Group label="To" value={payee?.personId ?? null} onChange={onPick}>
        <div className={pickerClasses.list}>
          {payees.map(({ personId, name, handle }) => (
            <Radio.Card key={personId} value={personId} className={pickerClasses.option}>
              <Radio.Indicator />
              <PersonAvatar name={name} seed={handle} size={32} />
              <span className={pickerClasses.words}>
                <span>{name}</span>
                <span className={pickerClasses.hint}>@{handle}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
    );
  }
  if (payee === null) return null;
  return (
    <div className={classes.payee}>
      <PersonAvatar name={payee.name} seed={payee.handle} size={44} />
      <div>
        <div className={classes.payeeName}>To {payee.name}</div>
        <div className={classes.handle}>@{payee.handle}</div>
      </div>
    </div>
  );
}
