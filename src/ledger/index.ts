export type { Books, HoldDraft } from './books.js';
export { type AccountRef, CHART, nameOfCode, normalSide, platformAccount } from './chart.js';
export { LEDGER_CHECKS } from './checks.js';
export { LedgerModule } from './ledger.module.js';
export { Ledger } from './ledger.js';
export { Ledger1764000001000 } from './migrations/1764000001000-ledger.js';
export { journal, trialBalance } from './reports.js';
export { draftEntry, type EntryDraft, eventOf } from './templates.js';
