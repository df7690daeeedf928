// What a notification says: one sentence with a name and an amount, the same on screen and as the subject
// of a letter. Nothing that a person wrote is ever in it.
import { NOTICE_WORDS, type NoticeKind } from '../identity/index.js';
import type { MoneyView, NotificationKind } from '../shared/contract.js';
import { present } from '../shared/refusal.js';

export interface Said {
  readonly kind: NotificationKind;
  readonly detail: string | null;
  /** The other person's registered name. */
  readonly name: string;
  readonly amount: MoneyView | null;
}

export function sentenceOf(said: Said): string {
  const { kind, detail, name } = said;
  const sum = sumOf(said.amount);
  switch (kind) {
    case 'money_received':
      return `${name} sent you ${sum}`;
    case 'payment_held':
      return detail === 'incoming'
        ? `${sum} from ${name} is being reviewed`
        : `Your payment of ${sum} to ${name} is being reviewed`;
    case 'payment_decided':
      return decided(detail, name, sum);
    case 'payment_failed':
      return `Your payment of ${sum} to ${name} did not go through`;
    case 'payment_arriving':
      return `${name} sent you ${sum}, which arrives later`;
    case 'payment_waiting':
      return detail === 'accepted'
        ? `${name} accepted your payment of ${sum}`
        : `${name} sent you ${sum}; accept or decline it`;
    case 'payment_expiring':
      return detail === 'incoming'
        ? `${sum} from ${name} can be accepted until tomorrow`
        : `Your payment of ${sum} to ${name} goes back tomorrow unless they accept it`;
    case 'payment_returned':
      return returned(detail, name, sum);
    case 'request_received':
      return `${name} asks you for ${sum}`;
    case 'request_paid':
      return `${name} paid ${sum} of your request`;
    case 'request_declined':
      return `${name} declined your request of ${sum}`;
    case 'request_reminder':
      return `${name} reminds you of a request of ${sum}`;
    case 'request_expiring':
      return `The request of ${sum} from ${name} ends tomorrow`;
    case 'gift_received':
      return `${name} gave your group ${sum}`;
    case 'gift_returned':
      return `Nobody opened ${sum} of your gift in time; you have it again`;
    case 'schedule_due':
      return `Your scheduled payment of ${sum} to ${name} is sent ${detail === 'tomorrow' ? 'tomorrow' : 'soon'}`;
    case 'schedule_trouble':
      return `Your scheduled payment of ${sum} to ${name} ${TROUBLES[detail ?? ''] ?? 'needs you'}`;
    case 'refund':
      return `${sum} of your payment to ${name} is given back`;
    case 'dispute':
      return disputed(detail, name, sum);
    case 'contest':
      return contested(detail, name, sum);
    case 'contact_asked':
      return detail === 'to_be_one'
        ? `${name} asks you to be their trusted contact`
        : `${name} asks you to agree to a payment of ${sum}`;
    case 'contact_answered':
      return answered(detail, name, sum);
    case 'mentioned':
      return `${name} mentioned you`;
    case 'message_waiting':
      return `There are messages from ${name} you have not read`;
    case 'security':
      return present(
        NOTICE_WORDS[detail as NoticeKind],
        `there is a sentence for ${String(detail)}`,
      );
  }
}

function decided(detail: string | null, name: string, sum: string): string {
  if (detail === 'incoming') return `${sum} from ${name} was not approved`;
  const outcome = detail === 'released' ? 'was approved and has arrived' : 'was not approved';
  return `Your payment of ${sum} to ${name} ${outcome}`;
}

function returned(detail: string | null, name: string, sum: string): string {
  if (detail === 'incoming') return `${sum} from ${name} went back to them`;
  if (detail === 'declined') return `${name} declined your payment of ${sum}; you have it again`;
  return detail === 'expired'
    ? `${name} did not accept your payment of ${sum} in time; you have it again`
    : `Your payment of ${sum} to ${name} could not arrive; you have it again`;
}

function disputed(detail: string | null, name: string, sum: string): string {
  const whose = `${name}’s bank`;
  if (detail === 'inquiry') return `${whose} asks about the ${sum} you received`;
  if (detail === 'open') return `${whose} disputes the ${sum} you received`;
  const outcome = detail === 'won' ? 'is decided in your favor' : 'is lost';
  return `The dispute about ${sum} from ${name} ${outcome}`;
}

const TROUBLES: Readonly<Record<string, string>> = {
  late: 'was sent late',
  bank: 'waits until you confirm it with your bank',
  missed: 'was missed and is not sent any more',
  refused: 'was refused',
  paused: 'was refused three times and is paused now',
};

function answered(detail: string | null, name: string, sum: string): string {
  if (detail === 'agreed') return `${name} agreed to your payment of ${sum}`;
  if (detail === 'declined') return `${name} did not agree to your payment of ${sum}`;
  if (detail === 'accepted') return `${name} is now your trusted contact`;
  return detail === 'left'
    ? `${name} is no longer your trusted contact`
    : `${name} will not be your trusted contact`;
}

// Said to each side as it stands to the payment, and never why somebody reported it.
function contested(detail: string | null, name: string, sum: string): string {
  const [what = '', to] = (detail ?? '').split(':');
  switch (what) {
    case 'asked_back':
      return `${name} says that ${sum} sent to you was a mistake`;
    case 'kept':
      return `${name} keeps the ${sum} you asked back`;
    case 'unanswered':
      return `${name} did not answer about the ${sum} you asked back`;
    case 'escalated':
      return `${name} asked us to decide about the ${sum} you received`;
    case 'reported':
      return `${name} reported a problem with the ${sum} you received`;
    case 'answered':
      return `${name} answered your report about ${sum}`;
    case 'appealed':
      return `${name} appealed the decision about ${sum}`;
    case 'overturned':
      return `You may send ${sum} to ${name} again`;
    default:
      return ended(what, to === 'payer', name, sum);
  }
}

// How something contested came out, to the payer and to the payee.
function ended(what: string, isPayer: boolean, name: string, sum: string): string {
  const payment = isPayer ? `your payment of ${sum} to ${name}` : `the ${sum} from ${name}`;
  switch (what) {
    case 'stands':
      return isPayer ? `${name} keeps the ${sum}: we have decided` : `You keep ${payment}`;
    case 'goes_back':
      return isPayer ? `${sum} from ${name} comes back to you` : `${sum} goes back to ${name}`;
    case 'nothing_there':
      return `Nothing was left to give back of ${payment}`;
    case 'granted':
      return `Our decision: ${payment} goes back, unless it is appealed`;
    case 'denied':
    case 'released':
      return `Our decision: ${payment} stays with who received it`;
    case 'lapsed':
      return `We did not decide in time about ${payment}; nothing is frozen any more`;
    case 'extended':
      return `We need more time to decide about ${payment}`;
    default:
      return `Our decision: ${payment} stays rejected`;
  }
}

// Intl reads the decimal string itself, so no amount passes through a floating point number.
function sumOf(amount: MoneyView | null): string {
  if (amount === null) return '';
  const digits = amount.amount.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: amount.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount.amount as `${number}`);
}
