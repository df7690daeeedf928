// "Add money": a person's saved card fills their own balance. One transaction writes the top-up and the
// intent to charge; the charge follows outside of it, and its news is applied by ApplyTopUp, whoever
// brings them. The person's account is locked first, so that limits count what was asked for a moment ago.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { attempt, Transactor, type Tx } from '../../shared/database.js';
import { type Reply, replyRefused } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import { majorToMinor, type Money } from '../../shared/money.js';
import { present, Refusal } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { Cards, refuseCards } from '../cards/cards.js';
import { KEYS } from '../payment/idempotency.js';
import { accountsTouched, chargeEntry } from '../payment/payment.js';
import { limitsOf, NOTHING_SENT, tierNow } from '../trust/limits.js';
import { refusalOfAmount } from '../trust/payee.js';
import { asPayment, type TopUp, refuseTopUp } from './top-up.js';
import { TopUpCalls } from './top-up-calls.js';
import { topUpRefusal } from './top-up-limits.js';
import { TopUpRecords } from './top-up-records.js';
import { added, findTopUps } from './top-up-store.js';
import { topUpReply } from './top-up.view.js';

export interface TopUpCommand extends Claim {
  readonly amount: Money;
  readonly cardId: string;
  readonly at: Date;
}

/** What making a top-up has to do with. */
@Injectable()
export class MakeTopUpParts {
  constructor(
    readonly ledger: Ledger,
    readonly cards: Cards,
    readonly records: TopUpRecords,
    readonly intents: ProcessorCalls,
  ) {}
}

@Injectable()
export class MakeTopUp {
  private readonly log = new Logger(MakeTopUp.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: MakeTopUpParts,
    private readonly calls: TopUpCalls,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds money, once for each key. Refusals are answers too, and are kept with the key. */
  async run(command: TopUpCommand): Promise<Answer> {
    await this.expectProcessor(command);
    const claimed = await this.transactor.run((tx) => this.claim(tx, command));
    if (typeof claimed !== 'string') return claimed;
    // The charge is intended and may have been made, so nothing that goes wrong from here on is an
    // answer: the top-up is being checked, and the sweeper finds out.
    await this.calls.ask(claimed, 'top_up').catch((error: unknown) => {
      this.log.error(`${claimed}: the charge was interrupted; the sweeper asks again`, error);
    });
    return { reply: await this.replyOf(command, claimed), replayed: false };
  }

  // Not kept with the key, so that the same request may be made again a little later.
  private async expectProcessor(command: TopUpCommand): Promise<void> {
    if (this.calls.available) return;
    const given = await KEYS.replyOf(this.transactor.reader, command);
    if (given === undefined) throw refuseTopUp('top_up_cards_unavailable');
  }

  /** The id of the top-up that is to be charged, or the answer when there is one already. */
  private async claim(tx: Tx, command: TopUpCommand): Promise<Answer | string> {
    const [outcome] = await KEYS.claim(tx, [command]);
    if (outcome?.kind === 'answered') return outcome;
    const { personId, key } = command;
    try {
      const { id: subjectId } = await attempt(tx, () => this.make(tx, command));
      await KEYS.remember(tx, [{ personId, key, subjectId, reply: null }]);
      return subjectId;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const reply = replyRefused(error);
      await KEYS.remember(tx, [{ personId, key, subjectId: null, reply }]);
      return { reply, replayed: false };
    }
  }

  private async make(tx: Tx, command: TopUpCommand): Promise<TopUp> {
    const { ledger, cards, records, intents } = this.parts;
    const { personId, cardId, amount, at } = command;
    const beyond = refusalOfAmount(amount, this.config);
    if (beyond !== undefined) throw beyond;
    const usable = await cards.usable(tx, [cardId]);
    if (usable.get(cardId)?.personId !== personId) throw refuseCards('card_unknown');
    const topUp = newTopUp(command);
    const payment = asPayment(topUp);
    const books = await ledger.lock(tx, accountsTouched(payment));
    const { currency } = amount;
    const { known, sums } = await added(tx, personId, [currency], at);
    const limits = limitsOf(this.config.limits, tierNow(known), currency);
    const least = majorToMinor(this.config.topUp.minimumMajor[currency] ?? 1n, currency);
    const before = sums.get(currency) ?? NOTHING_SENT;
    const refusal = topUpRefusal(amount, least, known, limits, before);
    if (refusal !== undefined) throw refusal;
    // A card must not be charged for what could not be credited.
    const refused = books.try(chargeEntry(payment, topUp.id, 0n, at));
    if (refused !== undefined) throw refuseTopUp('top_up_restricted');
    await records.made(tx, topUp);
    await intents.intend(tx, [{ subjectId: topUp.id, leg: 'top_up' }]);
    return topUp;
  }

  /** If nobody knows yet what became of the charge, that is the answer (202), and stays it. */
  private async replyOf(claim: Claim, topUpId: string): Promise<Reply> {
    const given = await KEYS.replyOf(this.transactor.reader, claim);
    if (given !== undefined) return given;
    return this.transactor.run(async (tx) => {
      const [topUp] = await findTopUps(tx, [topUpId]);
      const reply = await topUpReply(tx, present(topUp, 'the top-up was committed'));
      await KEYS.answerWaiting(tx, topUpId, reply);
      return present(await KEYS.replyOf(tx, claim), 'an answered key has an answer');
    });
  }
}

const newTopUp = ({ personId, cardId, amount, at }: TopUpCommand): TopUp => ({
  id: newId('top'),
  personId,
  cardId,
  amount,
  state: 'charging',
  failureCode: null,
  authenticateBy: null,
  refunded: 0n,
  dispute: null,
  createdAt: at,
  updatedAt: at,
});
