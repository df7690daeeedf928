// A bill in the thread, drawn only from what the server says: what it was for, who owes what of it, and how
// many have paid. One's own share has its button, which says who would be paid.
import { Button, RingProgress } from '@mantine/core';
import { IconReceipt2 } from '@tabler/icons-react';
import { useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import type { SplitCard as Split } from '../../../src/payments/splits/contract.js';
import { sentenceOf } from '../api/client.js';
import { nameOf } from '../friends/people.js';
import type { PaidRequest } from '../friends/use-paying.js';
import { useRequestVerb } from '../money/use-request.js';
import { formatMoney, formatWithCode } from '../money/format.js';
import cardClasses from '../friends/payment-card.module.css';
import { clockTime, deadline, exactTime } from '../ui/time.js';
import { ShareRow } from './share-row.js';
import type { SplitStart } from './split-draft.js';
import { SplitSheet } from './split-sheet.js';
import { oddSentence } from './split-words.js';
import classes from './split-card.module.css';
import { type SplitVerb, useSplitVerb } from './use-split.js';

interface Props {
  split: Split;
  thread: ThreadView;
  viewerId: string;
  onPay: (share: PaidRequest) => void;
}

export function SplitCard({ split, thread, viewerId, onPay }: Props) {
  const verb = useSplitVerb(split.splitId, thread.id);
  const isMaker = split.makerId === viewerId;
  const { currency } = split.total;
  const name = (id: string): string => (id === viewerId ? 'You' : nameOf(thread, id));
  const mine = split.shares.find(({ personId }) => personId === viewerId);
  const titles = split.note?.filter((title) => title !== '').join(', ') ?? '';
  const isDone = split.paidCount === split.owingCount;
  const counted = `${String(split.paidCount)} of ${String(split.owingCount)} paid`;

  return (
    <article
      className={`${cardClasses.card ?? ''} ${classes.card ?? ''}`}
      data-testid="split-card"
      data-split-id={split.splitId}
      data-done={isDone || undefined}
      aria-label={`Bill of ${formatMoney(split.total)}, ${counted}`}
    >
      <Head split={split} paidBy={name(split.makerId)} title={titles} />
      <Rounds split={split} name={name} />
      <ul className={classes.shares} aria-label="Who owes what">
        <OwnPart split={split} name={name(split.makerId)} />
        {split.shares.map((share) => (
          <ShareRow
            key={share.personId}
            share={share}
            currency={currency}
            name={name(share.personId)}
            hasLeft={!thread.participants.some(({ personId }) => personId === share.personId)}
            onVerb={isMaker ? verb.mutate : null}
          />
        ))}
      </ul>
      <p className={classes.count} data-testid="split-count">
        <span>{counted}</span>
        <time dateTime={split.updatedAt} title={exactTime(split.updatedAt)}>
          {clockTime(split.updatedAt)}
        </time>
      </p>
      {mine?.request && (
        <MyShare
          split={split}
          share={mine}
          threadId={thread.id}
          makerName={nameOf(thread, split.makerId)}
          onPay={onPay}
        />
      )}
      {isMaker && <MakerActions split={split} thread={thread} verb={verb} />}
    </article>
  );
}

function Head({ split, paidBy, title }: { split: Split; paidBy: string; title: string }) {
  const { paidCount, owingCount } = split;
  const part = owingCount === 0 ? 100 : (paidCount / owingCount) * 100;
  return (
    <div className={cardClasses.body}>
      <RingProgress
        className={classes.ring}
        size={52}
        thickness={5}
        sections={part === 0 ? [] : [{ value: part, color: 'var(--tn-accent)' }]}
        rootColor="var(--tn-line)"
        aria-hidden="true"
        label={<IconReceipt2 className={classes.icon} size={22} stroke={1.8} />}
      />
      <p className={cardClasses.sentence}>
        <span>{paidBy} paid</span>
        <span className={cardClasses.amount}>{formatMoney(split.total)}</span>
        {title !== '' && <span className={classes.title}>{title}</span>}
      </p>
    </div>
  );
}

/** Each round, when there are several, and who bears what does not divide evenly. */
function Rounds({ split, name }: { split: Split; name: (id: string) => string }) {
  const { rounds, note, total } = split;
  const { currency } = total;
  const lines = rounds.flatMap(({ total: sum, fromPersonId, odd }, index) => {
    const title = note?.[index] ?? '';
    const called =
      fromPersonId === null
        ? title || `Round ${String(index + 1)}`
        : `${possessive(name(fromPersonId))} share, divided anew`;
    const words = `${called}: ${formatMoney({ amount: sum, currency })}`;
    const uneven = odd ? oddSentence(odd, currency, name) : '';
    return rounds.length > 1 ? [`${words}. ${uneven}`.trim()] : uneven === '' ? [] : [uneven];
  });
  if (lines.length === 0) return null;
  return (
    <ul className={classes.rounds} aria-label="Rounds">
      {lines.map((line, index) => (
        <li key={`${String(index)} ${line}`}>{line}</li>
      ))}
    </ul>
  );
}

function OwnPart({ split, name }: { split: Split; name: string }) {
  if (/^[0.]*$/.test(split.own)) return null;
  return (
    <li className={classes.share}>
      <span className={classes.name}>
        {name === 'You' ? 'Your own part' : `${possessive(name)} own part`}
      </span>
      <span className={classes.sum}>
        {formatMoney({ amount: split.own, currency: split.total.currency })}
      </span>
    </li>
  );
}

interface MyShareProps {
  split: Split;
  share: Split['shares'][number];
  threadId: string;
  makerName: string;
  onPay: Props['onPay'];
}

function MyShare({ split, share, threadId, makerName, onPay }: MyShareProps) {
  const { request, left } = share;
  const verb = useRequestVerb(request?.id ?? '', threadId);
  if (request === null) return null;
  const money = { amount: left, currency: split.total.currency };
  return (
    <div className={cardClasses.actions} data-calm>
      {!/^[0.]*$/.test(left) && (
        <Button
          onClick={() => {
            onPay({
              requestId: request.id,
              revision: request.revision,
              requesterId: split.makerId,
              left,
              amount: money,
              note: split.note?.filter((title) => title !== '').join(', ') || null,
            });
          }}
          data-testid="split-pay"
        >
          Pay {formatWithCode(money)} to {makerName}
        </Button>
      )}
      <Button
        variant="default"
        size="sm"
        loading={verb.isPending}
        onClick={() => {
          verb.mutate('decline');
        }}
        data-testid="split-decline"
      >
        Say no
      </Button>
      <p className={classes.until}>Open until {deadline(request.expiresAt)}.</p>
      <Refused error={verb.error} />
    </div>
  );
}

interface MakerProps {
  split: Split;
  thread: ThreadView;
  verb: ReturnType<typeof useSplitVerb>;
}

function MakerActions({ split, thread, verb }: MakerProps) {
  const [start, setStart] = useState<SplitStart | null>(null);
  const isAsked = split.shares.some(({ request }) => request !== null);
  const act = (word: SplitVerb['word']): void => {
    verb.mutate({ word });
  };
  const isBusy = (word: SplitVerb['word']): boolean =>
    verb.isPending && verb.variables.word === word && verb.variables.personId === undefined;
  const close = (): void => {
    setStart(null);
  };
  return (
    <div className={cardClasses.actions} data-calm>
      <div className={classes.acts}>
        <Button
          variant="default"
          size="sm"
          onClick={() => {
            setStart({
              typed: '',
              currency: split.total.currency,
              title: '',
              splitId: split.splitId,
            });
          }}
          data-testid="split-add-round"
        >
          Add a round
        </Button>
        {isAsked && (
          <Button
            variant="default"
            size="sm"
            loading={isBusy('remind')}
            onClick={() => {
              act('remind');
            }}
            data-testid="split-remind"
          >
            Remind
          </Button>
        )}
        {isAsked && (
          <Button
            variant="default"
            size="sm"
            loading={isBusy('cancel')}
            onClick={() => {
              act('cancel');
            }}
            data-testid="split-cancel"
          >
            Take back
          </Button>
        )}
      </div>
      <Refused error={verb.error} />
      <SplitSheet thread={thread} start={start} onMade={close} onClose={close} />
    </div>
  );
}

function Refused({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p className={cardClasses.refused} role="alert" data-testid="split-error">
      {sentenceOf(error)}
    </p>
  );
}

const possessive = (name: string): string => (name === 'You' ? 'Your' : `${name}’s`);
