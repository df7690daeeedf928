// Saved cards to choose from, inside a radio group, and the way to one more. Wherever money comes from a
// card it is chosen alike.
import { Radio, UnstyledButton } from '@mantine/core';
import { IconCreditCard, IconPlus } from '@tabler/icons-react';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import { cardDetail, cardName } from './card-words.js';
import classes from './source-picker.module.css';

interface Props {
  cards: readonly SavedCardView[];
  /** Before the last digits. */
  testId: string;
}

export function CardOptions({ cards, testId }: Props) {
  return cards.map((card) => (
    <Radio.Card
      key={card.id}
      value={card.id}
      className={classes.option}
      data-testid={`${testId}-${card.last4}`}
    >
      <Radio.Indicator />
      <IconCreditCard size={20} aria-hidden="true" />
      <span className={classes.words}>
        <span>{cardName(card)}</span>
        <span className={classes.hint} data-expired={card.expired || undefined}>
          {cardDetail(card)}
        </span>
      </span>
    </Radio.Card>
  ));
}

export function AddCardButton({ testId, onAddCard }: { testId: string; onAddCard: () => void }) {
  return (
    <UnstyledButton type="button" className={classes.add} onClick={onAddCard} data-testid={testId}>
      <IconPlus size={18} aria-hidden="true" />
      Add a card
    </UnstyledButton>
  );
}
