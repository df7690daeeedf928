// What the books were wrong about, or could not explain at first. A movement at the processor that
// nobody recognises is booked at once, so that the processor's accounts always agree with it, and is
// explained later. An amount that came and one that went are two amounts; one of them is zero.
import type { AccountName } from '../chart.js';
import { credit, debit, type Template, type TemplateLine, type TemplateWords } from './template.js';

const either = (account: AccountName, role: string): readonly TemplateLine[] => [
  debit(account, role, 'came'),
  credit('suspense.processor', 'suspense', 'came'),
  debit('suspense.processor', 'suspense', 'went'),
  credit(account, role, 'went'),
];

const explained = (account: AccountName, role: string): readonly TemplateLine[] => [
  debit('suspense.processor', 'suspense', 'came'),
  credit(account, role, 'came'),
  debit(account, role, 'went'),
  credit('suspense.processor', 'suspense', 'went'),
];

export const CORRECTIONS = {
  P16: {
    event: 'money came or went at the processor and nobody knows why',
    trigger: 'balance transaction of an unknown kind or object',
    lines: either('stripe.available', 'available'),
  },
  P16t: {
    event: 'a difference too small to pursue was accepted by a named rule',
    trigger: "finance's tolerance rule, before P16r",
    lines: explained('rounding', 'rounding'),
  },
  P16r: {
    event: 'an unknown movement was recognised; the entry of its true kind follows',
    trigger: "finance's decision, in one group with the template of the true kind",
    lines: explained('stripe.available', 'available'),
    finishes: ['suspense.processor'],
  },
} as const satisfies Record<string, Template>;

/** Templates whose lines are free: what they undo or put right is different each time. */
export const FREE_TEMPLATES = {
  P15: {
    event: 'an entry was reversed or corrected, with a reason and a second person',
    trigger: "finance's correction, dated in an open period",
  },
} as const satisfies Record<string, TemplateWords>;
