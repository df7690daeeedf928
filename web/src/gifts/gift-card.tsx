// A gift in the thread: who gave it, how much of it is opened, and one's own part. What others got is there
// when it has ended, with the check that nobody had a hand in it.
import { Badge, Button, RingProgress } from '@mantine/core';
import { IconGift, IconSparkles } from '@tabler/icons-react';
import type { ThreadView } from '../../../src/chat/contract.js';
import type { GiftCard as Gift } from '../../../src/payments/gifts/contract.js';
import { sentenceOf } from '../api/client.js';
import { nameOf } from '../friends/people.js';
import cardClasses from '../friends/payment-card.module.css';
import { formatMoney } from '../money/format.js';
import { clockTime, deadline, exactTime } from '../ui/time.js';
import { CheckDraw } from './check-draw.js';
import classes from './gift-card.module.css';
import { useGift, useOpenGift } from './use-gift.js';

interface Props {
  gift: Gift;
  thread: ThreadView;
  viewerId: string;
}

export function GiftCard({ gift, thread, viewerId }: Props) {
  const { count, opened, state, giverId, total, updatedAt } = gift;
  const counted = `${String(opened)} of ${String(count)} opened`;
  const giver = giverId === viewerId ? 'You' : nameOf(thread, giverId);
  return (
    <article
      className={`${cardClasses.card ?? ''} ${classes.card ?? ''}`}
      data-testid="gift-card"
      data-gift-id={gift.giftId}
      data-state={state}
      aria-label={`Gift of ${formatMoney(total)} by ${giver}, ${counted}`}
    >
      <div className={cardClasses.body}>
        <RingProgress
          className={classes.ring}
          size={52}
          thickness={5}
          sections={
            opened === 0 ? [] : [{ value: (opened / count) * 100, color: 'var(--tn-accent)' }]
          }
          rootColor="var(--tn-line)"
          aria-hidden="true"
          label={<IconGift className={classes.icon} size={22} stroke={1.8} />}
        />
        <p className={cardClasses.sentence}>
          <span>{giver} gave the group</span>
          <span className={cardClasses.amount}>{formatMoney(total)}</span>
          <span>{partsWords(gift)}</span>
        </p>
      </div>
      {gift.note !== null && <p className={cardClasses.note}>{gift.note}</p>}
      <Own gift={gift} thread={thread} isGiver={giverId === viewerId} />
      <Results gift={gift} name={(id) => (id === viewerId ? 'You' : nameOf(thread, id))} />
      <p className={classes.count} data-testid="gift-count">
        <span>{counted}</span>
        <time dateTime={updatedAt} title={exactTime(updatedAt)}>
          {clockTime(updatedAt)}
        </time>
      </p>
      <CheckDraw gift={gift} />
    </article>
  );
}

function partsWords({ count, way }: Gift): string {
  if (count === 1) return 'in one part, for whoever is first';
  return way === 'luck' ? `in ${String(count)} parts by luck` : `in ${String(count)} equal parts`;
}

/** What the viewer has of it, or can do about it. */
function Own({ gift, thread, isGiver }: Omit<Props, 'viewerId'> & { isGiver: boolean }) {
  const { data: view } = useGift(gift);
  const opening = useOpenGift(gift.giftId, thread.id);
  const { currency } = gift.total;
  const isOpen = gift.state === 'open';
  if (view?.mine) {
    return (
      <p className={classes.mine} role="status" data-testid="gift-mine">
        <IconSparkles size={20} aria-hidden="true" />
        You got <strong>{formatMoney({ amount: view.mine, currency })}</strong>
      </p>
    );
  }
  if (!isOpen || view === undefined) return null;
  return (
    <div className={cardClasses.actions} data-calm>
      {view.canOpen && (
        <Button
          leftSection={<IconGift size={18} />}
          loading={opening.isPending}
          onClick={() => {
            opening.mutate();
          }}
          data-testid="gift-open"
        >
          Open the gift
        </Button>
      )}
      {!view.canOpen && !isGiver && <p className={classes.quiet}>You cannot open this one.</p>}
      <p className={classes.quiet}>
        Open until {deadline(gift.endsAt)}.{isGiver && ' What is left then comes back to you.'}
      </p>
      {opening.error && (
        <p className={cardClasses.refused} role="alert" data-testid="gift-error">
          {sentenceOf(opening.error)}
        </p>
      )}
    </div>
  );
}

function Results({ gift, name }: { gift: Gift; name: (id: string) => string }) {
  const { results, returned, giverId, total } = gift;
  const { currency } = total;
  if (results === null) return null;
  const isLeft = returned !== null && !/^[0.]*$/.test(returned);
  return (
    <ul className={classes.results} aria-label="Who got what">
      {results.map(({ personId, amount, luckiest }) => (
        <li key={personId} className={classes.result} data-testid="gift-result">
          <span className={classes.name}>{name(personId)}</span>
          {luckiest && (
            <Badge color="yellow" variant="light" className={classes.luckiest}>
              Luckiest
            </Badge>
          )}
          <span className={classes.sum}>{formatMoney({ amount, currency })}</span>
        </li>
      ))}
      {isLeft && (
        <li className={classes.result} data-testid="gift-returned">
          <span className={classes.name}>
            {name(giverId) === 'You' ? 'Back to you' : `Back to ${name(giverId)}`}
          </span>
          <span className={classes.sum}>{formatMoney({ amount: returned, currency })}</span>
        </li>
      )}
    </ul>
  );
}
