// Where the money comes from: the balance, one of the saved cards, or a card still to be added.
import { Radio } from '@mantine/core';
import { IconWallet } from '@tabler/icons-react';
import { BALANCE_FIRST, type Parts } from './balance-first.js';
import { AddCardButton, CardOptions } from './card-options.js';
import { partsWords } from './funding-words.js';
import { formatMoney } from './format.js';
import classes from './source-picker.module.css';
import type { Order } from './use-order.js';

interface Props {
  order: Order;
  onPick: (source: string) => void;
  onAddCard: () => void;
}

export function SourcePicker({ order, onPick, onAddCard }: Props) {
  const { picked, parts, cards, available, currency } = order;
  return (
    <div className={classes.root}>
      <Radio.Group label="From" value={picked} onChange={onPick}>
        <div className={classes.list}>
          <Radio.Card value="balance" className={classes.option} data-testid="source-balance">
            <Radio.Indicator />
            <IconWallet size={20} aria-hidden="true" />
            <span className={classes.words}>
              <span>Balance</span>
              {available !== null && (
                <span className={classes.hint}>
                  {formatMoney({ amount: available, currency })} available
                </span>
              )}
            </span>
          </Radio.Card>
          {parts && <Shared parts={parts} />}
          <CardOptions cards={cards} testId="source-card" />
        </div>
      </Radio.Group>
      <AddCardButton testId="source-add-card" onAddCard={onAddCard} />
    </div>
  );
}

/** What the balance has, and the card for the rest. */
function Shared({ parts }: { parts: Parts }) {
  return (
    <Radio.Card value={BALANCE_FIRST} className={classes.option} data-testid="source-balance-first">
      <Radio.Indicator />
      <IconWallet size={20} aria-hidden="true" />
      <span className={classes.words}>
        <span>Balance first, card for the rest</span>
        <span className={classes.hint}>{partsWords(parts)}</span>
      </span>
    </Radio.Card>
  );
}
