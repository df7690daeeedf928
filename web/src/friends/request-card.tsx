// A request in the thread, drawn only from what the server says. It never looks like money that is
// coming in: no sign, no green, and the button says who would be paid.
import { Button } from '@mantine/core';
import {
  IconCircleCheck,
  IconCircleX,
  IconClockHour4,
  IconHandStop,
  type Icon,
} from '@tabler/icons-react';
import type {
  RequestCard as Request,
  RequestState,
} from '../../../src/payments/requests/contract.js';
import { sentenceOf } from '../api/client.js';
import { formatMoney, formatWithCode } from '../money/format.js';
import { useRequestVerb } from '../money/use-request.js';
import { clockTime, deadline, shortTime } from '../ui/time.js';
import { CardState } from './card-state.js';
import classes from './payment-card.module.css';

interface Props {
  request: Request;
  threadId: string;
  viewerId: string;
  requesterName: string;
  payerName: string;
  onPay: (request: Request) => void;
}

export function RequestCard(props: Props) {
  const { request, threadId, viewerId, requesterName, payerName, onPay } = props;
  const verb = useRequestVerb(request.requestId, threadId);
  const asksMe = request.payerId === viewerId;
  const [before, after] = asksMe
    ? [`${requesterName} asks you for`, '']
    : ['You asked for', `from ${payerName}`];
  const words = wordsOf(request, asksMe, payerName);
  const left = { amount: request.left, currency: request.amount.currency };
  const isOpen = request.state === 'open';

  return (
    <article
      className={classes.card}
      data-testid="request-card"
      data-state={request.state}
      data-request-id={request.requestId}
      aria-label={`${before} ${formatMoney(request.amount)} ${after}`.trim()}
    >
      <div className={classes.body}>
        <span className={classes.direction} aria-hidden="true">
          <IconHandStop size={22} stroke={2} />
        </span>
        <p className={classes.sentence}>
          <span>{before} </span>
          <span className={classes.amount}>{formatMoney(request.amount)}</span>
          {after && <span> {after}</span>}
        </p>
      </div>
      {request.note && <p className={classes.note}>{request.note}</p>}
      <CardState words={words} updatedAt={request.updatedAt} time={clockTime(request.updatedAt)} />
      {isOpen && (
        <div className={classes.actions} data-calm>
          {asksMe && !isNothing(left.amount) && (
            <Button
              onClick={() => {
                onPay(request);
              }}
              data-testid="request-pay"
            >
              Pay {formatWithCode(left)} to {requesterName}
            </Button>
          )}
          <div className={classes.buttons}>
            {asksMe ? (
              <VerbButton verb={verb} word="decline" label="Say no" />
            ) : (
              <>
                <VerbButton verb={verb} word="remind" label="Remind" />
                <VerbButton verb={verb} word="cancel" label="Take back" />
              </>
            )}
          </div>
          {verb.error && (
            <p className={classes.refused} role="alert" data-testid="request-error">
              {sentenceOf(verb.error)}
            </p>
          )}
        </div>
      )}
    </article>
  );
}

type Verb = ReturnType<typeof useRequestVerb>;

function VerbButton({
  verb,
  word,
  label,
}: {
  verb: Verb;
  word: Parameters<Verb['mutate']>[0];
  label: string;
}) {
  return (
    <Button
      variant="default"
      size="sm"
      loading={verb.isPending && verb.variables === word}
      onClick={() => {
        verb.mutate(word);
      }}
      data-testid={`request-${word}`}
    >
      {label}
    </Button>
  );
}

interface StateWords {
  icon: Icon;
  tone: 'good' | 'wait' | 'bad' | 'calm';
  label: string;
  explanation: string;
}

function wordsOf(request: Request, asksMe: boolean, payerName: string): StateWords {
  const { state, paid, setOff, amount, remindedAt } = request;
  const part = isNothing(paid)
    ? ''
    : `${formatMoney({ amount: paid, currency: amount.currency })} of it is paid. `;
  const reminded = remindedAt === null ? '' : `Reminded ${shortTime(remindedAt)}. `;
  const open = asksMe ? 'You decide' : `Waiting for ${payerName}`;
  const words: Record<RequestState, [Icon, StateWords['tone'], string, string]> = {
    open: [
      IconClockHour4,
      'calm',
      open,
      `${part}${reminded}Open until ${deadline(request.expiresAt)}.`,
    ],
    paid: isNothing(setOff)
      ? [IconCircleCheck, 'good', 'Paid', '']
      : [IconCircleCheck, 'good', 'Settled', setOffWords(request, asksMe)],
    declined: [IconCircleX, 'calm', asksMe ? 'You said no' : `${payerName} said no`, part],
    cancelled: [IconCircleX, 'calm', 'Taken back', part],
    expired: [IconCircleX, 'calm', 'No longer open', part],
  };
  const [icon, tone, label, explanation] = words[state];
  return { icon, tone, label, explanation: explanation.trim() };
}

// Cards from before there was such a thing do not say what was set off.
function setOffWords({ setOff, paid, amount }: Request, asksMe: boolean): string {
  const off = formatMoney({ amount: setOff, currency: amount.currency });
  const against = asksMe ? 'what you were owed' : 'what you owed';
  const rest = isNothing(paid)
    ? ''
    : ` ${formatMoney({ amount: paid, currency: amount.currency })} of it was paid.`;
  return `${off} was set off against ${against}.${rest}`;
}

const isNothing = (amount: string | undefined): boolean => /^[0.]*$/.test(amount ?? '');
