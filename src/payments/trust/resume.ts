// A payment goes on after a wait that came before everything else: its payer did not undo it, or their
// trusted contact agreed. From here it goes the way of any other, as if it were sent now: whoever left or
// blocked meanwhile, judge, limits and books are asked as they are at this moment, and may still say no.
// Many go on in one transaction, each decided after the ones before it.
import { Injectable } from '@nestjs/common';
import { Cases, Fraud, type Judge } from '../../fraud/index.js';
import { type Books, Ledger } from '../../ledger/index.js';
import type { Tx } from '../../shared/database.js';
import { pairKey } from '../../shared/pairs.js';
import { Refusal } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { type FirstLeg, legFor, refuseSend, settled } from '../payment/making.js';
import { accountsTouched, isCharging, moved, type Payment } from '../payment/payment.js';
import { PaymentRecords } from '../payment/payment-records.js';
import type { Caused } from '../payment/payment-store.js';
import { Accepting } from './accepting.js';
import { Exemptions } from './exemptions/exemptions.js';
import type { Gate } from './gate.js';
import { payeeIn, refusePayee } from './payee.js';
import { SendGate } from './send-gate.js';

/** A payment whose wait is over; the caller has locked it. */
export interface Resumed {
  readonly payment: Payment;
  /** The hold in which a balance's money was set aside meanwhile. */
  readonly setAside: string;
  /** Whose word ended the wait: a person's id, or `clock`. */
  readonly actor: string;
  readonly cause: string;
}

/** The pillars it stands on. */
@Injectable()
export class ResumeParts {
  constructor(
    readonly ledger: Ledger,
    readonly fraud: Fraud,
    readonly cases: Cases,
    readonly records: PaymentRecords,
    readonly calls: ProcessorCalls,
  ) {}
}

/** What was decided, and how it is funded. */
interface Decided {
  readonly move: Caused;
  readonly leg: FirstLeg | null;
}

@Injectable()
export class ResumePayments {
  constructor(
    private readonly parts: ResumeParts,
    private readonly gate: SendGate,
  ) {}

  /** Writes what becomes of them, and answers it in their order. */
  async run(tx: Tx, waits: readonly Resumed[], at: Date): Promise<Payment[]> {
    const { ledger, fraud, cases, records, calls } = this.parts;
    const accepting = await Accepting.read(
      tx,
      waits.map(({ payment }) => payment.payeeId),
    );
    const marked = waits.map((wait) => ({ ...wait, payment: accepting.mark(wait.payment) }));
    const payments = marked.map(({ payment }) => payment);
    const obstacles = await this.obstaclesOf(tx, payments);
    const books = await ledger.lock(
      tx,
      payments.flatMap(accountsTouched),
      waits.map(({ setAside }) => setAside),
    );
    const judge = await fraud.prepare(
      tx,
      payments.map(({ payerId }) => payerId),
    );
    const gate = await this.gate.again(tx, payments);
    const exemptions = await Exemptions.usedBy(
      tx,
      payments.map(({ id }) => id),
    );
    const decided = marked.map((wait) =>
      decide(wait, {
        judge,
        gate,
        exemptions,
        books,
        at,
        obstacle: obstacles.get(wait.payment.id),
      }),
    );
    await fraud.write(tx, judge);
    await ledger.write(tx, books);
    const moves = decided.map(({ move }) => move);
    await records.allMoved(tx, moves);
    await cases.open(
      tx,
      moves.flatMap(({ payment: { id, state, reviewBy } }) =>
        state === 'held' && reviewBy !== null ? [{ candidateId: id, reviewBy }] : [],
      ),
    );
    await calls.intendAllNow(
      tx,
      decided.flatMap(({ move, leg }) =>
        leg === null ? [] : [{ subjectId: move.payment.id, leg }],
      ),
    );
    return moves.map(({ payment }) => payment);
  }

  /** Why payees cannot be paid any more, by payment: something happened between the two meanwhile. */
  private async obstaclesOf(
    tx: Tx,
    payments: readonly Payment[],
  ): Promise<ReadonlyMap<string, Refusal>> {
    const { threads } = this.parts.records;
    const rosters = await threads.rosters(tx, [...new Set(payments.map((one) => one.threadId))]);
    const blocked = await threads.blocked(
      tx,
      payments.map(({ payerId, payeeId }) => [payerId, payeeId]),
    );
    return new Map(
      payments.flatMap(({ id, threadId, payerId: personId, payeeId }) => {
        const payee = payeeIn(rosters.get(threadId), { personId, payeeId });
        if (payee instanceof Refusal) return [[id, payee] as const];
        const isBlocked = blocked.has(pairKey([personId, payeeId]));
        return isBlocked ? [[id, refusePayee('payee_unavailable')] as const] : [];
      }),
    );
  }
}

interface Knowing {
  readonly judge: Judge;
  readonly gate: Gate;
  readonly exemptions: Exemptions;
  readonly books: Books;
  readonly at: Date;
  readonly obstacle: Refusal | undefined;
}

function decide(wait: Resumed, { judge, gate, exemptions, books, at, obstacle }: Knowing): Decided {
  const { payment, setAside, actor, cause } = wait;
  const { id, payerId, payeeId, amount } = payment;
  const assessment = judge.assess({ id, payerId, payeeId, amount, occurredAt: at });
  const decision = exemptions.decisionOn(assessment);
  const toReview = decision !== 'allow';
  // One that could be undone was counted for its payer's limits when they sent it.
  const beyond = payment.state === 'asking' ? gate.refusalOf(payment) : undefined;
  const refused = obstacle ?? (decision === 'block' ? refuseSend('payment_blocked') : beyond);
  const outcome = refused ?? settled(payment, books, { at, toReview, setAside });
  if (outcome instanceof Refusal) {
    judge.refuse(assessment);
    if (books.isPending(setAside)) books.voidHold(setAside);
    const next = moved(payment, 'failed', at, { failureCode: outcome.code });
    return { move: { payment: next, actor: 'platform', cause }, leg: null };
  }
  if (payment.state === 'asking') gate.count(outcome);
  const { state, reviewBy, expiresAt } = outcome;
  const agreedAt = payment.state === 'asking' ? at : payment.agreedAt;
  const next = moved(payment, state, at, { reviewBy, expiresAt, agreedAt });
  const leg = isCharging(next) ? legFor(next, { toReview, at }) : null;
  return { move: { payment: next, actor, cause }, leg };
}
