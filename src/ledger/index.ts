export { AccountLimits } from './account-limits.js';
export { Corrections } from './postings/corrections.js';
export type { Outcome, Posting } from './postings/posting.js';
export { GatheredPostings } from './postings/gathered-postings.js';
export { Postings } from './postings/postings.js';
export type { Books } from './books/books.js';
export type { HoldDraft } from './books/staged.js';
export type { BooksRefusal } from './refusals.js';
export {
  type AccountRef,
  addressOf,
  CHART,
  nameOfCode,
  normalSide,
  platformAccount,
  refOfAddress,
} from './chart.js';
export { LEDGER_CHECKS } from './checks.js';
export type { LedgerHeadView, PlaceView, ReceiptView } from './contract.js';
export { ableToPay, balancesAfter, postedReferences } from './lookups.js';
export { LEDGER_MIGRATIONS } from './migrations/index.js';
export { LedgerModule } from './ledger.module.js';
export { Ledger } from './ledger.js';
export { Periods } from './periods.js';
export { refuseLedger } from './refusals.js';
export {
  type AccountSearch,
  accountAt,
  accountsPage,
  changesOf,
  type ReportAccount,
} from './reports/accounts.js';
export { type AccountLine, changeOf } from './reports/account-lines.js';
export { AsOf, type Place, type ReportRange } from './reports/as-of.js';
export { type Cell, csvLine } from './reports/csv.js';
export { explainedLines, type Explanation, explanation } from './reports/explanation.js';
export { generalLedger, type GeneralLedgerRow } from './reports/general-ledger.js';
export {
  journal,
  type JournalEntry,
  journalEntry,
  type JournalEntryDetail,
  type JournalSearch,
} from './reports/journal.js';
export { statementLines, statementTotals } from './reports/statement.js';
export { trialBalance, type TrialBalanceRow } from './reports/trial-balance.js';
export { Balances } from './seals/balances.js';
export { exportLedger, type ExportRange } from './seals/export.js';
export { type Placed, Receipts } from './seals/receipts.js';
export { Sealer } from './seals/sealer.js';
export { eventOf } from './templates/catalogue.js';
export { draftEntry, type EntryDraft, freeEntry } from './templates/draft.js';
