// The look before a payment: who it goes to as they registered, what there was between the two, what
// is worth a warning, and whether it could be made now. It moves nothing and promises nothing: the
// send decides again, under lock.
import { Inject, Injectable } from '@nestjs/common';
import { askedAfterMinutes, Chat, contactsOf } from '../../chat/index.js';
import { type PayeeFacts, ShownWarnings, warningsOf } from '../../fraud/index.js';
import { memberSince } from '../../identity/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, Transactor } from '../../shared/database.js';
import { formatMoney, type Money } from '../../shared/money.js';
import { People, type Profile } from '../../shared/people.js';
import { present, Refusal } from '../../shared/refusal.js';
import type { PaymentCheckView } from './contract.js';
import { type History, historyBetween, newPayersOf } from './history-store.js';
import { limitRefusal, limitsOf } from './limits.js';
import { lookAlikeOf } from './look-alikes.js';
import { payeeIn, refuseCurrency } from './payee.js';
import { standingsNow } from './standing-store.js';

export interface CheckCommand {
  readonly personId: string;
  readonly threadId: string;
  readonly payeeId: string | null;
  readonly amount: Money;
  readonly source: 'balance' | 'card';
  readonly at: Date;
}

@Injectable()
export class CheckPayment {
  constructor(
    private readonly transactor: Transactor,
    private readonly chat: Chat,
    private readonly people: People,
    private readonly shown: ShownWarnings,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Refuses what names no payee of the thread, as a send does. */
  async run(command: CheckCommand): Promise<PaymentCheckView> {
    const { reader } = this.transactor;
    const { personId, threadId, amount, source } = command;
    const { currencies } = this.config;
    if (!currencies.includes(amount.currency)) throw refuseCurrency(currencies);
    const payeeId = payeeIn((await this.chat.rosters(reader, [threadId])).get(threadId), command);
    if (payeeId instanceof Refusal) throw payeeId;
    const payee = await this.profile(reader, payeeId);
    const history = await historyBetween(reader, personId, payeeId);
    const facts = await this.facts(reader, command, payee, history);
    const warnings = warningsOf(facts);
    const codes = warnings.map(({ code }) => code);
    const parties = { payerId: personId, payeeId, amount };
    const obstacle = await this.obstacle(reader, command, payeeId);
    return {
      payee: { id: payee.id, name: payee.name, handle: payee.handle },
      history: {
        count: history.count,
        since: history.since?.toISOString() ?? null,
        last: history.last?.toISOString() ?? null,
      },
      firstPayment: history.count === 0,
      looksLike: facts.looksLike,
      warning:
        warnings.length === 0
          ? null
          : {
              id: await this.transactor.run((tx) => this.shown.show(tx, parties, codes)),
              signals: warnings,
            },
      fee: formatMoney({ minor: 0n, currency: amount.currency }),
      arrives: source === 'balance' ? 'at_once' : 'when_card_pays',
      undo: 'none',
      obstacle: obstacle && { code: obstacle.code, message: wordsOf(obstacle) },
    };
  }

  private async profile(db: Database, personId: string): Promise<Profile> {
    const found = await this.people.profiles(db, [personId]);
    return present(found.get(personId), 'a participant is a person');
  }

  private async facts(
    db: Database,
    { personId, threadId, at }: CheckCommand,
    payee: Profile,
    history: History,
  ): Promise<PayeeFacts> {
    const since = (await memberSince(db, payee.id)) ?? at;
    const contacts = await this.people.profiles(db, await contactsOf(db, personId));
    const twin = lookAlikeOf(payee, contacts.values());
    return {
      payeeName: payee.name,
      paidBefore: history.count > 0,
      accountMinutes: Math.floor((at.getTime() - since.getTime()) / 60_000),
      askedAfterMinutes: await askedAfterMinutes(db, threadId, payee.id),
      newPayers7d: await newPayersOf(db, payee.id),
      looksLike: twin && { name: twin.name, handle: twin.handle },
    };
  }

  private async obstacle(
    db: Database,
    { personId, amount }: CheckCommand,
    payeeId: string,
  ): Promise<Refusal | null> {
    const pair = { payerId: personId, payeeId, currency: amount.currency };
    const { tier, sent } = (await standingsNow(db, [pair])).of(pair);
    const limits = limitsOf(this.config.limits, tier, amount.currency);
    return limitRefusal(amount, tier, limits, sent) ?? null;
  }
}

const wordsOf = ({ title, detail }: Refusal): string =>
  detail === undefined ? title : `${title} ${detail}`;
