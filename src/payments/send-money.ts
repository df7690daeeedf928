// "Send money": one person pays another inside their thread. From the balance it is one database
// transaction with no call to anybody. From a card the same transaction writes the intent, and the
// charge follows outside of it. Sends are gathered: one flush carries up to 256 of them, and each is
// decided after the ones before it.
import { Injectable, Logger } from '@nestjs/common';
import { Cases, Fraud } from '../fraud/index.js';
import { Ledger } from '../ledger/index.js';
import { Batch } from '../shared/batch.js';
import { Transactor, type Tx } from '../shared/database.js';
import type { Answer } from '../shared/idempotency.js';
import { present } from '../shared/refusal.js';
import { insertSettlements } from './between/settlement-store.js';
import { Cards } from './cards/cards.js';
import { PricedSends } from './exchange/priced-sends.js';
import { ChargeCalls } from './funding/charge-calls.js';
import { KEYS } from './payment/idempotency.js';
import { refuseSend } from './payment/making.js';
import { isCharging, type Payment } from './payment/payment.js';
import { PaymentReplies } from './payment/payment-replies.js';
import { PaymentRecords } from './payment/payment-records.js';
import { PayingRequests } from './requests/paying.js';
import { Send } from './send.js';
import type { SendCommand } from './send-command.js';
import { Accepting } from './trust/accepting.js';
import { useExemptions } from './trust/exemptions/exemption-store.js';
import { Exemptions } from './trust/exemptions/exemptions.js';
import { SendGate } from './trust/send-gate.js';

/** What a flush decided: the sends that make payments, and the prices they were taken at. */
interface Decided {
  readonly made: Send[];
  readonly prices: PricedSends;
}

/** The pillars a send stands on. */
@Injectable()
export class SendParts {
  constructor(
    readonly ledger: Ledger,
    readonly fraud: Fraud,
    readonly cases: Cases,
    readonly records: PaymentRecords,
    readonly cards: Cards,
  ) {}
}

@Injectable()
export class SendMoney {
  private readonly log = new Logger(SendMoney.name);
  private readonly batch = new Batch((commands: SendCommand[]) => this.flush(commands), {
    key: (command) => `${command.personId} ${command.key}`,
  });

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: SendParts,
    private readonly gate: SendGate,
    private readonly calls: ChargeCalls,
    private readonly replies: PaymentReplies,
  ) {}

  /** Answers the send. Refusals are answers too, and are kept with the key. */
  async run(command: SendCommand): Promise<Answer> {
    await this.expectProcessor(command);
    const send = await this.batch.submit(command);
    if (send.answer !== undefined) return send.answer;
    const charged = present(send.payment, 'a send without an answer is being charged');
    // The charge is intended and may have been made, so nothing that goes wrong from here on is an
    // answer: the payment is being checked, and the sweeper finds out.
    await this.calls.ask(charged.id, send.chargeLeg).catch((error: unknown) => {
      this.log.error(
        `${charged.id}: the charge was interrupted; the sweeper will ask again`,
        error,
      );
    });
    return { reply: await this.replies.ofKey(command, charged.id), replayed: false };
  }

  // While the processor is known not to answer, a new charge is refused at once instead of leaving
  // somebody with "checking". The refusal is not kept with the key, so that the same request may be
  // made again a little later.
  private async expectProcessor(command: SendCommand): Promise<void> {
    if (command.cardId === null || this.calls.available) return;
    const given = await KEYS.replyOf(this.transactor.reader, command);
    if (given === undefined) throw refuseSend('card_payments_unavailable');
  }

  private flush(commands: SendCommand[]): Promise<Send[]> {
    return this.transactor.run(async (tx) => {
      const sends = commands.map((command) => new Send(command));
      const fresh = await this.claim(tx, sends);
      const { made, prices } = await this.decide(tx, fresh);
      await this.write(tx, made);
      await prices.write(tx);
      await this.remember(tx, fresh);
      return sends;
    });
  }

  /** Claims the keys; a send whose key was used before is answered here. */
  private async claim(tx: Tx, sends: readonly Send[]): Promise<Send[]> {
    const outcomes = await KEYS.claim(
      tx,
      sends.map((send) => send.command),
    );
    sends.forEach((send, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind === 'answered') send.answer = outcome;
    });
    return sends.filter(isOpen);
  }

  /** Reads and locks once for all of them, then decides each in turn. */
  private async decide(tx: Tx, sends: readonly Send[]): Promise<Decided> {
    const { records, cards, ledger, fraud } = this.parts;
    const asked = sends.map((send) => send.command);
    const rosters = await records.threads.rosters(
      tx,
      asked.map((command) => command.threadId),
    );
    const usable = await cards.usable(
      tx,
      asked.flatMap((command) => command.cardId ?? []),
    );
    const prices = await PricedSends.lock(
      tx,
      asked.map(({ quoteId }) => quoteId),
    );
    for (const send of sends) {
      send.resolve(rosters, usable, this.gate.config, prices);
    }
    const between = await records.threads.blocked(
      tx,
      sends.flatMap((send) => send.pairs()),
    );
    for (const send of sends) send.refuseBlocked(between);
    const open = sends.filter(isOpen);
    const accepting = await Accepting.read(
      tx,
      paymentsOf(open).map(({ payeeId }) => payeeId),
    );
    for (const send of open) send.mark(accepting);
    const payments = paymentsOf(open);
    const books = await ledger.lock(
      tx,
      open.flatMap((send) => send.accounts()),
    );
    const judge = await fraud.prepare(
      tx,
      payments.map((payment) => payment.payerId),
    );
    const requests = await PayingRequests.lock(
      tx,
      open.flatMap((send) => send.requestIds()),
    );
    const gate = await this.gate.prepare(
      tx,
      open.flatMap(({ payment, command: { confirmationId, occurrence } }) =>
        payment === undefined ? [] : [{ payment, confirmationId, occurrence }],
      ),
    );
    const exemptions = await Exemptions.lock(
      tx,
      open.flatMap(({ command: { exemptionId } }) => exemptionId ?? []),
    );
    for (const send of open) send.decide({ judge, gate, requests, exemptions, books });
    for (const send of sends) send.release(prices);
    await fraud.write(tx, judge);
    await ledger.write(tx, books);
    return { made: open.filter(isOpen), prices };
  }

  /** Writes what was made: the payments, what follows from each, and the cards in the threads. */
  private async write(tx: Tx, sends: readonly Send[]): Promise<void> {
    const { cases, records } = this.parts;
    await insertSettlements(
      tx,
      sends.flatMap(({ settlement }) => settlement ?? []),
    );
    await records.made(
      tx,
      sends.map((send) => send.record()),
    );
    await useExemptions(
      tx,
      sends.flatMap((send) => send.exempted()),
    );
    await cases.open(
      tx,
      sends.flatMap((send) => send.reviews()),
    );
    await this.calls.intend(
      tx,
      sends.flatMap((send) => send.charges()),
    );
  }

  /** Keeps each answer with its key. One that is being charged is answered later. */
  private async remember(tx: Tx, sends: readonly Send[]): Promise<void> {
    const replies = await this.replies.render(tx, paymentsOf(sends));
    for (const send of sends) {
      const { payment } = send;
      if (payment === undefined || isCharging(payment)) continue;
      const reply = present(replies.get(payment.id), 'each payment has a reply');
      send.answer = { reply, replayed: false };
    }
    await KEYS.remember(
      tx,
      sends.map(({ command, payment, answer }) => ({
        personId: command.personId,
        key: command.key,
        subjectId: payment?.id ?? null,
        reply: answer?.reply ?? null,
      })),
    );
  }
}

const isOpen = (send: Send): boolean => send.answer === undefined;

const paymentsOf = (sends: readonly Send[]): Payment[] =>
  sends.flatMap((send) => send.payment ?? []);
