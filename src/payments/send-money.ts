// "Send money": one person pays another inside their thread. From the balance it is one database
// transaction with no call to anybody. From a card the same transaction writes the intent, and the
// charge follows outside of it. Sends are gathered: one flush carries up to 256 of them, and each is
// decided after the ones before it.
import { Inject, Injectable } from '@nestjs/common';
import { Chat, type Roster } from '../chat/index.js';
import { type Assessment, Cases, Fraud } from '../fraud/index.js';
import { type Books, Ledger } from '../ledger/index.js';
import { Batch } from '../shared/batch.js';
import { CONFIG, type Config } from '../shared/config.js';
import { Transactor, type Tx } from '../shared/database.js';
import { type Reply, replyRefused } from '../shared/http.js';
import { newId } from '../shared/ids.js';
import { present, type Refusal } from '../shared/refusal.js';
import { Cards } from './cards/cards.js';
import { ProcessorCalls } from './funding/processor-calls.js';
import { claimKeys, rememberReplies, type Remembered } from './idempotency.js';
import { accountsTouched, type Payment } from './payment.js';
import { insertPayments } from './payment-store.js';
import { PaymentReplies } from './payment-replies.js';
import { toThreadCard } from './payment.view.js';
import { decideSend, refuseSend, resolveSend, type SendCommand } from './send-rules.js';

export interface SendAnswer {
  readonly reply: Reply;
  /** True when this is the first answer again. */
  readonly replayed: boolean;
}

/** A send on its way through a flush. */
interface Send {
  readonly command: SendCommand;
  readonly kind: Roster['kind'];
  payment: Payment;
}

type Flushed =
  | { readonly kind: 'answered'; readonly answer: SendAnswer }
  | { readonly kind: 'charging'; readonly payment: Payment };

/** The pillars a send stands on. */
@Injectable()
export class SendParts {
  constructor(
    readonly ledger: Ledger,
    readonly fraud: Fraud,
    readonly cases: Cases,
    readonly chat: Chat,
    readonly cards: Cards,
  ) {}
}

@Injectable()
export class SendMoney {
  private readonly batch = new Batch((commands: SendCommand[]) => this.flush(commands), {
    key: (command) => `${command.personId} ${command.key}`,
  });

  constructor(
    private readonly transactor: Transactor,
    @Inject(CONFIG) private readonly config: Config,
    private readonly parts: SendParts,
    private readonly replies: PaymentReplies,
    private readonly calls: ProcessorCalls,
  ) {}

  /** Answers the send. Refusals are answers too, and are kept with the key. */
  async run(command: SendCommand): Promise<SendAnswer> {
    const flushed = await this.batch.submit(command);
    if (flushed.kind === 'answered') return flushed.answer;
    await this.calls.ask(flushed.payment.id, 'charge');
    return { reply: await this.replies.ofKey(command, flushed.payment), replayed: false };
  }

  private flush(commands: SendCommand[]): Promise<Flushed[]> {
    return this.transactor.run(async (tx) => {
      const claims = await claimKeys(tx, commands);
      const fresh = commands.filter((_, index) => claims[index]?.kind === 'fresh');
      const decided = await this.decide(tx, fresh);
      const sends = fresh.flatMap((command) => decided.sends.get(command) ?? []);
      await this.write(tx, sends, decided);
      const replies = await this.replies.render(
        tx,
        sends.map((send) => send.payment),
      );
      const remembered = fresh.map((command) => remember(command, decided, replies));
      await rememberReplies(tx, remembered);
      const answers = new Map(fresh.map((command, index) => [command, remembered[index]]));
      return commands.map((command, index): Flushed => {
        const claim = present(claims[index], 'each command has a claim');
        if (claim.kind === 'answered') return { kind: 'answered', answer: claim };
        const reply = answers.get(command)?.reply ?? null;
        if (reply !== null) return { kind: 'answered', answer: { reply, replayed: false } };
        return {
          kind: 'charging',
          payment: present(decided.sends.get(command), 'a charge').payment,
        };
      });
    });
  }

  // Everything is read and locked once for the whole batch; then each item is decided in turn.
  private async decide(tx: Tx, commands: readonly SendCommand[]): Promise<Decided> {
    const { chat, cards, ledger, fraud } = this.parts;
    const rosters = await chat.rosters(
      tx,
      commands.map((command) => command.threadId),
    );
    const usable = await cards.usable(
      tx,
      commands.flatMap((command) => command.cardId ?? []),
    );
    const sends = new Map<SendCommand, Send>();
    const refused = new Map<SendCommand, Refusal>();
    for (const command of commands) {
      const resolved = resolveSend(command, rosters, usable, this.config);
      if ('refusal' in resolved) refused.set(command, resolved.refusal);
      else
        sends.set(command, {
          command,
          kind: resolved.kind,
          payment: newPayment(command, resolved.payeeId),
        });
    }
    const all = [...sends.values()];
    const books = await ledger.lock(
      tx,
      all.flatMap((send) => accountsTouched(send.payment)),
    );
    const assessments = await fraud.assess(
      tx,
      all.map(({ payment }) => candidateOf(payment)),
    );
    all.forEach((send, index) => {
      const assessment = present(assessments[index], 'each candidate has an assessment');
      const outcome = decideSend(send.payment, assessment, books);
      if (typeof outcome === 'string') {
        refused.set(send.command, refuseSend(outcome));
        sends.delete(send.command);
      } else {
        send.payment = outcome;
      }
    });
    return { sends, refused, books, assessments };
  }

  private async write(
    tx: Tx,
    sends: readonly Send[],
    { books, assessments }: Decided,
  ): Promise<void> {
    const { ledger, cases, chat } = this.parts;
    const payments = sends.map((send) => send.payment);
    await insertPayments(
      tx,
      sends.map(({ payment, command }) => ({
        payment,
        actor: command.personId,
        cause: `key ${command.key}`,
      })),
    );
    await ledger.write(tx, books);
    await cases.open(
      tx,
      payments.flatMap((payment) => heldCase(payment)),
    );
    const toReview = reviewed(assessments);
    await this.calls.intend(
      tx,
      payments
        .filter(isCharging)
        .map(({ id }) => ({ paymentId: id, leg: 'charge', manual: toReview.has(id) })),
    );
    await chat.append(
      tx,
      sends.map(({ payment, kind }) => ({
        threadId: payment.threadId,
        authorId: payment.payerId,
        createdAt: payment.createdAt,
        card: toThreadCard(payment, kind),
      })),
    );
  }
}

interface Decided {
  readonly sends: Map<SendCommand, Send>;
  readonly refused: Map<SendCommand, Refusal>;
  readonly books: Books;
  readonly assessments: readonly Assessment[];
}

const isCharging = (payment: Payment): boolean => payment.state === 'funding';

const heldCase = ({ id, state, reviewBy }: Payment): { candidateId: string; reviewBy: Date }[] =>
  state === 'held' && reviewBy !== null ? [{ candidateId: id, reviewBy }] : [];

const reviewed = (assessments: readonly Assessment[]): ReadonlySet<string> =>
  new Set(assessments.filter((a) => a.decision === 'review').map((a) => a.candidateId));

const candidateOf = ({ id, payerId, payeeId, amount, createdAt }: Payment) => ({
  id,
  payerId,
  payeeId,
  amount,
  occurredAt: createdAt,
});

function newPayment(command: SendCommand, payeeId: string): Payment {
  return {
    id: newId('pay'),
    threadId: command.threadId,
    payerId: command.personId,
    payeeId,
    amount: command.amount,
    note: command.note,
    cardId: command.cardId,
    state: 'funding',
    moves: 1,
    failureCode: null,
    reviewBy: null,
    createdAt: command.at,
    updatedAt: command.at,
  };
}

function remember(
  command: SendCommand,
  { sends, refused }: Decided,
  replies: ReadonlyMap<string, Reply>,
): Remembered {
  const { personId, key } = command;
  const refusal = refused.get(command);
  if (refusal !== undefined)
    return { personId, key, subjectId: null, reply: replyRefused(refusal) };
  const { payment } = present(sends.get(command), 'a send that was not refused was made');
  const reply = isCharging(payment) ? null : present(replies.get(payment.id), 'a reply');
  return { personId, key, subjectId: payment.id, reply };
}
