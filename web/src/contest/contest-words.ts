// How what is contested about a payment is told to each side: what happened, until when, whose turn it is
// and what comes next. One table from state and side to words.
import type { ContestCard } from '../../../src/payments/returns/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { formatMoney } from '../money/format.js';
import type { Side } from '../money/payment-words.js';
import { deadline } from '../ui/time.js';
import type { Tone } from '../ui/tone.js';

/** What the viewer can do about it now. */
export type ContestAct = 'keep' | 'escalate' | 'answer' | 'appeal' | 'appeal_rejection';

export interface ContestLine {
  what: 'askBack' | 'report' | 'rejection';
  state: string;
  tone: Tone;
  sentence: string;
  /** What comes next. */
  next: string;
  acts: readonly ContestAct[];
}

interface Facts {
  contest: ContestCard;
  side: Side;
  amount: MoneyView;
  payerName: string;
  payeeName: string;
}

const by = (iso: string | null): string => (iso === null ? 'soon' : `by ${deadline(iso)}`);
const until = (iso: string | null): string => (iso === null ? '' : ` until ${deadline(iso)}`);

/** The lines of a card, in the order of what matters most; none for who is not part of it. */
export function contestLines(facts: Facts): ContestLine[] {
  const { contest, side } = facts;
  if (side === 'observer') return [];
  return [reportLine(facts), askBackLine(facts), rejectionLine(contest, side)].filter(
    (line) => line !== null,
  );
}

function askBackLine({ contest, side, payerName, payeeName }: Facts): ContestLine | null {
  const { askBack } = contest;
  if (askBack === null) return null;
  const { state, answerBy, escalateBy, decideBy } = askBack;
  const mine = side === 'payer';
  const line = (tone: Tone, sentence: string, next = '', acts: ContestAct[] = []): ContestLine => ({
    what: 'askBack',
    state,
    tone,
    sentence,
    next,
    acts,
  });
  switch (state) {
    case 'asked':
      return mine
        ? line('wait', `You asked ${payeeName} to return it`, `They can answer${until(answerBy)}.`)
        : line(
            'wait',
            `${payerName} says this was a mistake`,
            `Return it or keep it${until(answerBy)}.`,
            ['keep'],
          );
    case 'kept':
    case 'unanswered': {
      const answered = state === 'kept' ? 'keeps it' : 'did not answer';
      return mine
        ? line('calm', `${payeeName} ${answered}`, `You can ask our team${until(escalateBy)}.`, [
            'escalate',
          ])
        : line('calm', state === 'kept' ? 'You keep it' : 'You did not answer');
    }
    case 'escalated':
      return line('wait', 'Our team is looking at it', `Decided ${by(decideBy)}.`);
    case 'returned':
      return line('calm', 'It was asked back and returned');
    case 'stands':
      return line('calm', mine ? `${payeeName} keeps it: decided` : 'You keep it: decided');
    case 'overtaken':
      return line('calm', 'The bank decides about it now');
  }
}

function reportLine(facts: Facts): ContestLine | null {
  const { report } = facts.contest;
  if (report === null) return null;
  const { state, appealBy, appealOf, decideBy, answerBy, answered, extended } = report;
  const mine = facts.side === 'payer';
  const mayAppeal = appealOf === facts.side;
  const acts: ContestAct[] = mayAppeal ? ['appeal'] : [];
  const appealNext = mayAppeal ? `You can appeal${until(appealBy)}.` : '';
  const line = (tone: Tone, sentence: string, next = '', may: ContestAct[] = []): ContestLine => ({
    what: 'report',
    state,
    tone,
    sentence,
    next,
    acts: may,
  });
  switch (state) {
    case 'examined': {
      const more = extended ? 'We need more time: decided' : 'Decided';
      const answer = mine || answered ? '' : ` You can answer${until(answerBy)}.`;
      const may: ContestAct[] = mine || answered ? [] : ['answer'];
      return line('wait', reported(facts), `${more} ${by(decideBy)}.${answer}`, may);
    }
    case 'appealed':
      return line('wait', appealedWords(facts), `Decided anew ${by(decideBy)}.`);
    case 'granted':
      return line(
        mine ? 'good' : 'bad',
        mine ? 'Our team agrees with you' : 'Our team decided that it goes back',
        mayAppeal ? appealNext : `What is frozen comes back ${by(appealBy)}, unless appealed.`,
        acts,
      );
    case 'denied':
      return line('calm', 'Our team found no reason to return it', appealNext, acts);
    case 'lapsed':
      return line('calm', 'It was not decided in time, and is released', appealNext, acts);
    case 'returned':
      return line(
        'calm',
        mine ? 'Your report has ended in your favor' : 'What was frozen went back',
      );
    case 'released':
      return line('calm', 'The report has ended; nothing is frozen');
    case 'overtaken':
      return line('calm', 'The bank decides about it now');
  }
}

function appealedWords({ contest, amount: { currency } }: Facts): string {
  const frozen = contest.report?.frozen ?? null;
  const words = 'The decision is appealed';
  return frozen === null
    ? words
    : `${words}: ${formatMoney({ amount: frozen, currency })} is frozen`;
}

/** "You reported this: €12.00 of €20.00 is frozen". */
function reported({ contest, side, amount, payerName }: Facts): string {
  const frozen = contest.report?.frozen ?? null;
  const who = side === 'payer' ? 'You reported this' : `${payerName} reported a problem`;
  if (frozen === null) return `${who}: nothing was left to freeze`;
  const part = formatMoney({ amount: frozen, currency: amount.currency });
  return frozen === amount.amount
    ? `${who}: ${part} is frozen`
    : `${who}: ${part} of ${formatMoney(amount)} is frozen`;
}

function rejectionLine({ rejection }: ContestCard, side: Side): ContestLine | null {
  if (rejection === null || side !== 'payer') return null;
  const { state, until: time, exemptionId } = rejection;
  const base = { what: 'rejection', state, next: '', acts: [] } as const;
  switch (state) {
    case 'possible':
      return {
        ...base,
        tone: 'calm',
        sentence: 'Was this wrong?',
        next: `You can appeal${until(time)}.`,
        acts: ['appeal_rejection'],
      };
    case 'appealed':
      return {
        ...base,
        tone: 'wait',
        sentence: 'You appealed',
        next: `Somebody else decides ${by(time)}.`,
      };
    case 'overturned':
      return exemptionId === null
        ? { ...base, tone: 'calm', sentence: 'Your appeal succeeded, and you sent it again' }
        : {
            ...base,
            tone: 'good',
            sentence: 'Your appeal succeeded',
            next: `You can send it again${until(time)}.`,
          };
    case 'upheld':
      return { ...base, tone: 'calm', sentence: 'It stays rejected: decided on your appeal' };
  }
}

/** Who gave back last, for the line about what was given back; null when it is not known. */
export function returnedBy(
  contest: ContestCard | null,
  side: Side,
  payeeName: string,
): string | null {
  const last = contest ? contest.lastReturn : null;
  if (last === null) return null;
  const payee = side === 'payee' ? 'you' : payeeName;
  const who = { payee, staff: 'our team', processor: 'the card’s bank' }[last.by];
  return `by ${who}, ${deadline(last.at)}`;
}
