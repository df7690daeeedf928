// The cards a person saved: the one offered first on top; added, and removed after a second question.
import { Button } from '@mantine/core';
import { IconCreditCard, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import { cardsQuery } from '../api/queries.js';
import { Dialog } from '../ui/dialog.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { CardForm } from './card-form.js';
import { RemoveCardDialog } from './remove-card-dialog.js';
import { SavedCardRow } from './saved-card-row.js';
import classes from './wallet-page.module.css';

export function SavedCards() {
  const cards = useQuery(cardsQuery);
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<SavedCardView | null>(null);
  if (cards.isPending) return <Loading what="your cards" rows={2} />;
  if (cards.isError) {
    return <Failed error={cards.error} what="Your cards" onRetry={() => void cards.refetch()} />;
  }
  return (
    <>
      <ul className={classes.list}>
        {cards.data.length === 0 && (
          <li>
            <Empty icon={<IconCreditCard size={26} />} title="No card saved">
              A card lets you send more than your balance holds.
            </Empty>
          </li>
        )}
        {cards.data.map((card) => (
          <SavedCardRow
            key={card.id}
            card={card}
            onRemove={() => {
              setLeaving(card);
            }}
          />
        ))}
      </ul>
      <div className={classes.more}>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => {
            setAdding(true);
          }}
          data-testid="wallet-add-card"
        >
          Add a card
        </Button>
      </div>
      <Dialog
        opened={adding}
        onClose={() => {
          setAdding(false);
        }}
        title="Add a card"
      >
        <CardForm
          onSaved={() => {
            setAdding(false);
          }}
        />
      </Dialog>
      <RemoveCardDialog
        card={leaving}
        onClose={() => {
          setLeaving(null);
        }}
      />
    </>
  );
}
