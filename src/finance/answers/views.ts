// Reports of the ledger as they are shown: minor units become decimal strings, codes get their names
// and templates their words.
import {
  type AccountLine,
  CHART,
  changeOf,
  eventOf,
  type Explanation,
  type GeneralLedgerRow,
  type JournalEntry,
  nameOfCode,
  normalSide,
  type ReportAccount,
  type ReportRange,
  type TrialBalanceRow,
} from '../../ledger/index.js';
import { formatMinor } from '../../shared/money.js';
import { present } from '../../shared/refusal.js';
import type {
  AccountView,
  ExplanationView,
  GeneralLedgerPageView,
  JournalPage,
  RangeView,
  StatementLineView,
  TrialBalanceView,
} from '../contract.js';

type Currency = TrialBalanceView['currencies'][number];
type CodeLine = Currency['rows'][number];
export type TrialBalanceLine = CodeLine & { currency: string };

export const nameOf = (code: number) =>
  present(nameOfCode(code), `account code ${String(code)} is in the chart`);

function codeLine({ code, currency, debit, credit }: TrialBalanceRow): CodeLine {
  const name = nameOf(code);
  const { kind } = CHART[name];
  const balance = normalSide(kind) === 'debit' ? debit - credit : credit - debit;
  const money = (minor: bigint): string => formatMinor(minor, currency);
  const amounts = { debit: money(debit), credit: money(credit), balance: money(balance) };
  return { code, name, kind, ...amounts };
}

export const trialBalanceLine = (row: TrialBalanceRow): TrialBalanceLine => ({
  ...codeLine(row),
  currency: row.currency,
});

export function trialBalanceCurrencies(found: readonly TrialBalanceRow[]): Currency[] {
  return [...new Set(found.map(({ currency }) => currency))].map((currency) => {
    const rows = found.filter((row) => row.currency === currency);
    const total = (side: 'debit' | 'credit'): string =>
      formatMinor(
        rows.reduce((sum, row) => sum + row[side], 0n),
        currency,
      );
    return {
      currency,
      rows: rows.map(codeLine),
      totalDebit: total('debit'),
      totalCredit: total('credit'),
    };
  });
}

export const rangeView = (range: ReportRange): RangeView => ({
  fromPosition: range.after.toString(),
  toPosition: range.position.toString(),
  occurredFrom: range.occurredFrom?.toISOString() ?? null,
  occurredBefore: range.occurredBefore?.toISOString() ?? null,
});

export function generalLedgerLine(row: GeneralLedgerRow): GeneralLedgerPageView['rows'][number] {
  const money = (minor: bigint): string => formatMinor(minor, row.currency);
  return {
    account: row.address,
    code: row.code,
    name: nameOf(row.code),
    owner: row.owner,
    currency: row.currency,
    normalSide: row.normalSide,
    opening: money(row.opening),
    debit: money(row.debit),
    credit: money(row.credit),
    closing: money(row.closing),
  };
}

export function lineView(account: ReportAccount, line: AccountLine): StatementLineView {
  const money = (minor: bigint): string => formatMinor(minor, account.currency);
  return {
    version: line.version?.toString() ?? null,
    position: line.position?.toString() ?? null,
    entryId: line.entryId,
    reference: line.reference,
    template: line.template,
    event: eventOf(line.template),
    occurredAt: line.occurredAt.toISOString(),
    recordedAt: line.recordedAt.toISOString(),
    side: line.side,
    amount: money(line.amount),
    change: money(changeOf(account, line)),
    balance: money(line.balance),
  };
}

/** An account; `balance` in minor units is that of the moment. */
export function accountView(account: ReportAccount, balance: bigint): AccountView {
  const money = (minor: bigint): string => formatMinor(minor, account.currency);
  const { floor, ceiling } = account;
  return {
    account: account.address,
    code: account.code,
    name: nameOf(account.code),
    owner: account.owner,
    currency: account.currency,
    normalSide: account.normalSide,
    appendOnly: account.appendOnly,
    state: account.state,
    floor: floor === null ? null : money(floor),
    ceiling: ceiling === null ? null : money(ceiling),
    balance: money(balance),
    held: money(account.held),
    available: money(balance - account.held),
  };
}

export function explanationView(found: Explanation): ExplanationView {
  const { account, holds, residue, lines, next } = found;
  const money = (minor: bigint): string => formatMinor(minor, account.currency);
  return {
    account: account.address,
    currency: account.currency,
    normalSide: account.normalSide,
    balance: money(found.balance),
    held: money(found.held),
    available: money(found.balance - found.held),
    lines: lines.map((line) => lineView(account, line)),
    next,
    holds: holds.map((hold) => ({
      reference: hold.reference,
      reason: hold.reason,
      amount: money(hold.amount),
      since: hold.since.toISOString(),
      releasingAt: hold.releasingAt?.toISOString() ?? null,
    })),
    residue: { balance: money(residue.balance), held: money(residue.held) },
  };
}

export const entryView = (entry: JournalEntry): JournalPage['entries'][number] => ({
  id: entry.id,
  template: entry.template,
  event: eventOf(entry.template),
  reference: entry.reference,
  occurredAt: entry.occurredAt.toISOString(),
  recordedAt: entry.recordedAt.toISOString(),
  lines: entry.lines.map((line) => ({
    ...line,
    amount: formatMinor(BigInt(line.amount), line.currency),
  })),
});
