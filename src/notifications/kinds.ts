// The closed list of what people are told of: by which channel unless they switch it, and whether a mute
// or a block keeps it away. What somebody else does can be kept away; what becomes of one's own money and
// account cannot.
import type { NotificationKind } from '../shared/contract.js';
import type { NotificationChannel } from './contract.js';

/** `always` and `never` cannot be switched. */
export type Default = 'on' | 'off' | 'always' | 'never';

export interface Kind extends Readonly<Record<NotificationChannel, Default>> {
  /** How its switch is called. */
  readonly words: string;
  /** A muted thread or a block keeps it away. */
  readonly hushed: boolean;
}

const both = (words: string, hushed: boolean): Kind => ({ words, hushed, app: 'on', email: 'on' });

export const KINDS: Readonly<Record<NotificationKind, Kind>> = {
  money_received: both('Somebody pays you', true),
  payment_held: both('A payment is held for review', false),
  payment_decided: both('A review is decided', false),
  payment_failed: both('Your payment fails', false),
  payment_arriving: both('A payment to you arrives later', true),
  payment_waiting: both('A payment waits to be accepted, or was', false),
  payment_expiring: { ...both('A payment can be accepted for one more day', false), email: 'off' },
  payment_returned: both('A payment goes back', false),
  request_received: both('Somebody asks you for money', true),
  request_paid: both('Your request is paid', true),
  request_declined: both('Your request is declined', true),
  request_reminder: both('You are reminded of a request', true),
  request_expiring: { ...both('A request ends tomorrow', true), email: 'off' },
  gift_received: { ...both('Somebody gives your group a gift', true), email: 'off' },
  gift_returned: { ...both('What nobody opened of your gift comes back', false), email: 'off' },
  schedule_due: { ...both('A scheduled payment of yours is near', false), email: 'off' },
  schedule_trouble: both('A scheduled payment is late, refused or needs you', false),
  refund: both('Money is given back to you', false),
  dispute: both('A payment to you is disputed', false),
  contest: both('A payment is asked back, reported or appealed', false),
  contact_asked: both('You are asked as a trusted contact', true),
  contact_answered: both('Your trusted contact answers', false),
  mentioned: { ...both('Somebody mentions you', true), email: 'off' },
  message_waiting: { ...both('Messages you have not read', true), email: 'never' },
  // Identity writes these letters itself, to an address that somebody may just have taken away.
  security: {
    words: 'Your account and its security',
    hushed: false,
    app: 'always',
    email: 'always',
  },
};

export const ALL_KINDS = Object.keys(KINDS) as NotificationKind[];

/** Whether a channel carries it, given what the person chose; undefined is no choice. */
export function isOn(byDefault: Default, chosen: boolean | undefined): boolean {
  if (byDefault === 'always' || byDefault === 'never') return byDefault === 'always';
  return chosen ?? byDefault === 'on';
}

export const isFree = (byDefault: Default): boolean => byDefault === 'on' || byDefault === 'off';
