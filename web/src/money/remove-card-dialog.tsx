// The second question before a saved card is removed.
import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { cardsQuery } from '../api/queries.js';
import { Dialog } from '../ui/dialog.js';
import { useLast } from '../ui/use-last.js';
import { cardName } from './card-words.js';

interface Props {
  /** The card to remove; null while the dialog is closed. */
  card: SavedCardView | null;
  onClose: () => void;
}

export function RemoveCardDialog({ card, onClose }: Props) {
  const queryClient = useQueryClient();
  const shown = useLast(card);
  const remove = useMutation({
    mutationFn: (cardId: string) => call<undefined>(`/cards/${cardId}`, { method: 'DELETE' }),
    onSuccess: (_nothing, cardId) => {
      queryClient.setQueryData(cardsQuery.queryKey, (cards) =>
        cards?.filter(({ id }) => id !== cardId),
      );
      onClose();
    },
  });
  const close = (): void => {
    remove.reset();
    onClose();
  };
  return (
    <Dialog opened={card !== null} onClose={close} title="Remove this card?" size="sm">
      {shown && (
        <>
          <Text size="sm">
            {cardName(shown)} can no longer pay. Payments already made with it stay as they are.
          </Text>
          {remove.error && (
            <Alert color="red" role="alert" mt="md">
              {sentenceOf(remove.error)}
            </Alert>
          )}
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() => {
                remove.mutate(shown.id);
              }}
              data-testid="card-remove-confirm"
            >
              Remove card
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  );
}
