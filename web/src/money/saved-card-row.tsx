// One saved card: what it is, whether it is the one offered first, and whether its time is over.
import { ActionIcon, Button } from '@mantine/core';
import { IconCreditCard, IconStarFilled, IconTrash, IconCalendarX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { cardsQuery } from '../api/queries.js';
import { TonePill } from '../ui/tone.js';
import { cardDetail, cardName } from './card-words.js';
import classes from './wallet-page.module.css';

interface Props {
  card: SavedCardView;
  onRemove: () => void;
}

export function SavedCardRow({ card, onRemove }: Props) {
  const queryClient = useQueryClient();
  const prefer = useMutation({
    mutationFn: () => call<undefined>(`/cards/${card.id}/default`, { method: 'PUT' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: cardsQuery.queryKey }),
  });
  const name = cardName(card);
  return (
    <li className={classes.row} data-testid={`saved-card-${card.last4}`}>
      <span className={classes.icon}>
        <IconCreditCard size={20} aria-hidden="true" />
      </span>
      <div className={classes.cardWords}>
        <div className={classes.words}>
          <div className={classes.named}>
            <span className={classes.who}>{name}</span>
            {card.isDefault && (
              <TonePill tone="good" icon={IconStarFilled}>
                Default
              </TonePill>
            )}
            {card.expired && (
              <TonePill tone="bad" icon={IconCalendarX}>
                Expired
              </TonePill>
            )}
          </div>
          <div className={classes.detail}>{cardDetail(card)}</div>
          {prefer.error && (
            <div className={classes.wrong} role="alert">
              {sentenceOf(prefer.error)}
            </div>
          )}
        </div>
        {!card.isDefault && !card.expired && (
          <Button
            variant="subtle"
            size="compact-sm"
            className={classes.action}
            loading={prefer.isPending}
            onClick={() => {
              prefer.mutate();
            }}
            aria-label={`Make ${name} the default`}
            data-testid="card-make-default"
          >
            Make default
          </Button>
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Remove ${name}`}
        onClick={onRemove}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </li>
  );
}
