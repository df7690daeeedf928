// One event on its way to one endpoint: its attempts, and sending it again.
import { Button } from '@mantine/core';
import {
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconRepeat,
  type Icon,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WebhookDeliveryView } from '../../../src/platform/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Row } from '../ui/sheet.js';
import { ago, exactTime, fullTime, useNow } from '../ui/time.js';
import { type Tone, TonePill } from '../ui/tone.js';
import { type DeliveryState, HOSTS } from './staff-queries.js';
import classes from './staff.module.css';

const STATES: Readonly<Record<DeliveryState, { icon: Icon; tone: Tone; words: string }>> = {
  pending: { icon: IconClock, tone: 'wait', words: 'Waiting' },
  delivered: { icon: IconCircleCheck, tone: 'good', words: 'Delivered' },
  dead: { icon: IconCircleX, tone: 'bad', words: 'Given up' },
};

interface Props {
  endpointId: string;
  delivery: WebhookDeliveryView;
}

export function DeliveryRow({ endpointId, delivery }: Props) {
  const { eventId, type, paymentId, state, nextAt, createdAt, attempts } = delivery;
  const queryClient = useQueryClient();
  const now = useNow();
  const replay = useMutation({
    mutationFn: () =>
      call(`/admin/webhooks/${endpointId}/deliveries/${eventId}/replay`, {
        method: 'POST',
        body: {},
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: HOSTS }),
  });
  const { icon, tone, words } = STATES[state];
  return (
    <Row
      icon={icon}
      name={type}
      pill={
        <TonePill tone={tone} icon={icon}>
          {words}
          {nextAt !== null && attempts.length > 0 && `, next ${ago(nextAt, now)}`}
        </TonePill>
      }
      detail={
        <>
          {paymentId}, {fullTime(createdAt)}
          {replay.error && `. ${sentenceOf(replay.error)}`}
          <ul className={classes.attempts} aria-label="Attempts">
            {attempts.map(({ at, ms, status, error }) => (
              <li key={at}>
                {exactTime(at)}: {status ?? error ?? 'no answer'} after {ms} ms
              </li>
            ))}
          </ul>
        </>
      }
      testId="delivery"
    >
      {state !== 'pending' && (
        <Button
          variant={state === 'dead' ? 'filled' : 'default'}
          size="compact-sm"
          leftSection={<IconRepeat size={16} />}
          loading={replay.isPending}
          onClick={() => {
            replay.mutate();
          }}
          aria-label={`Send ${type} again`}
          data-testid="delivery-replay"
        >
          Send again
        </Button>
      )}
    </Row>
  );
}
