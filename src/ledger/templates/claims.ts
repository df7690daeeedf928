// Money that was sent to somebody who has yet to claim it. A claim ends once, as a whole: with the
// payee, with the payer, back on the card, or with the state. Only a gift is claimed in parts.
import { credit, debit, type Template } from './template.js';

export const CLAIMS = {
  P5: {
    event: 'money was sent to somebody who has yet to claim it',
    trigger: 'payment to somebody without an account',
    lines: [debit('user.available', 'payer'), credit('claim', 'claim')],
  },
  P5a: {
    event: 'the payee claimed the waiting money',
    trigger: "the payee's claim",
    lines: [debit('claim', 'claim'), credit('user.available', 'payee')],
    finishes: ['claim'],
  },
  P5b: {
    event: 'waiting money went back to the payer: cancelled, declined or expired',
    trigger: "the payer's cancellation, the payee's refusal, or the claim's expiry",
    lines: [debit('claim', 'claim'), credit('user.available', 'payer')],
    finishes: ['claim'],
  },
  P5br: {
    event: "waiting money is to go back to the payer's card",
    trigger: "the payer's cancellation, the payee's refusal, or the claim's expiry",
    lines: [debit('claim', 'claim'), credit('refund.payable', 'refund')],
    finishes: ['claim'],
  },
  P5c: {
    event: 'waiting money became unclaimed property by law',
    trigger: 'the day on which the law calls the claim dormant',
    lines: [debit('claim', 'claim'), credit('unclaimed.property', 'unclaimed')],
    finishes: ['claim'],
  },
  P5d: {
    event: 'unclaimed property was handed over to the state',
    trigger: 'bank line',
    lines: [debit('unclaimed.property', 'unclaimed'), credit('bank.operating', 'bank')],
  },
  P5g: {
    event: 'a gift to a group left its giver',
    trigger: 'gift from the balance',
    lines: [debit('user.available', 'payer'), credit('claim', 'claim')],
  },
  P5ga: {
    event: 'somebody opened their part of a gift',
    trigger: 'opening, at most once by each member of the group',
    lines: [debit('claim', 'claim'), credit('user.available', 'payee')],
  },
  P5gb: {
    event: 'what nobody opened of a gift went back to its giver',
    trigger: "the end of the gift's time",
    lines: [debit('claim', 'claim'), credit('user.available', 'payer')],
    finishes: ['claim'],
  },
} as const satisfies Record<string, Template>;
