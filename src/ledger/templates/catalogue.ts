// All posting templates under one roof. A journey through the business is a list of their names, and
// whoever reads the books can name the event behind every line. No name means two events.
import { CHARGES } from './charges.js';
import { CLAIMS } from './claims.js';
import { CONNECTED_ACCOUNTS } from './connected-accounts.js';
import { CORRECTIONS, FREE_TEMPLATES } from './corrections.js';
import { DISPUTES } from './disputes.js';
import { EXCHANGE } from './exchange.js';
import { FEES } from './fees.js';
import { PAYMENTS } from './payments.js';
import { PAYOUTS } from './payouts.js';
import { RECEIVABLES } from './receivables.js';
import { REFUNDS } from './refunds.js';
import type { Template, TemplateWords } from './template.js';
import { TREASURY } from './treasury.js';

export const TEMPLATES = {
  ...CHARGES,
  ...PAYMENTS,
  ...CLAIMS,
  ...CONNECTED_ACCOUNTS,
  ...REFUNDS,
  ...DISPUTES,
  ...PAYOUTS,
  ...FEES,
  ...TREASURY,
  ...RECEIVABLES,
  ...EXCHANGE,
  ...CORRECTIONS,
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof TEMPLATES;

export type FreeTemplateName = keyof typeof FREE_TEMPLATES;

/** Events that post nothing, listed so that nobody looks for their entry. */
export const LINELESS_EVENTS = {
  P1: {
    event: 'a charge was authorised and not yet captured: a hold, no entry',
    trigger: 'authorisation of a charge; voided on cancellation or expiry, posted on capture as P2',
  },
  P8a: {
    event: 'a bank asked about a charge: no money moves, no entry',
    trigger: 'dispute event with a status of warning',
  },
} as const satisfies Record<string, TemplateWords>;

const WORDS = new Map<string, TemplateWords>(
  Object.entries<TemplateWords>({ ...TEMPLATES, ...FREE_TEMPLATES, ...LINELESS_EVENTS }),
);

/** What an entry of that template records, in words. */
export const eventOf = (template: string): string => WORDS.get(template)?.event ?? template;
