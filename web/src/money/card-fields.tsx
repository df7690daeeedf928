// The processor's card fields and the button that saves the card. A refusal by the card's bank is the
// processor's sentence, shown as it came.
import { Alert, Button } from '@mantine/core';
import { PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import { IconAlertCircle, IconLock } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import { call, Problem, sentenceOf } from '../api/client.js';
import { cardsQuery } from '../api/queries.js';
import classes from './card-fields.module.css';
import { cardRefusal } from './card-words.js';

/** The processor said no to the card, in its own words. */
class CardRefused extends Error {}

interface Props {
  setupIntentId: string;
  /** Why the last card was not taken after the processor took it; null for none. */
  refused: string | null;
  onSaved: (card: SavedCardView) => void;
  /** The setup is used up by a card that is not taken; another card needs another one. */
  onRefused: (sentence: string) => void;
}

export function CardFields({ setupIntentId, refused, onSaved, onRefused }: Props) {
  const stripe = useStripe();
  const elements = useElements();
  const queryClient = useQueryClient();
  const [ready, setReady] = useState(false);
  // The processor confirms a setup once; after a lost answer only our own server is asked again.
  const confirmed = useRef(false);
  const save = useMutation({
    mutationFn: async () => {
      if (stripe === null || elements === null)
        throw new CardRefused('The card form is not ready.');
      if (!confirmed.current) {
        const { error } = await stripe.confirmSetup({ elements, redirect: 'if_required' });
        if (error) throw new CardRefused(error.message ?? 'The card was not accepted.');
        confirmed.current = true;
      }
      return call<SavedCardView>('/cards', { method: 'POST', body: { setupIntentId } });
    },
    onSuccess: (card) => {
      queryClient.setQueryData(cardsQuery.queryKey, (cards = []) => [
        card,
        ...cards.filter(({ id }) => id !== card.id),
      ]);
      // The server decides which card is offered first, and may decide it anew.
      void queryClient.invalidateQueries({ queryKey: cardsQuery.queryKey });
      onSaved(card);
    },
    onError: (error) => {
      const sentence = error instanceof Problem ? cardRefusal(error.code) : null;
      if (sentence !== null) onRefused(sentence);
    },
  });
  const refusal =
    save.error instanceof CardRefused
      ? save.error.message
      : save.error
        ? sentenceOf(save.error)
        : save.isIdle && refused;

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <PaymentElement
        onReady={() => {
          setReady(true);
        }}
      />
      {refusal && (
        <Alert color="red" role="alert" icon={<IconAlertCircle />} data-testid="sheet-error">
          {refusal}
        </Alert>
      )}
      <p className={classes.promise}>
        <IconLock size={16} aria-hidden="true" />
        Your card number goes straight to the card processor; Tenner never sees it.
      </p>
      <Button
        type="submit"
        size="md"
        disabled={!ready}
        loading={save.isPending}
        data-testid="card-save"
      >
        Save card
      </Button>
    </form>
  );
}
