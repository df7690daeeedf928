// The look before a payment: who it goes to as they registered, what there was between the two, what
// is worth a warning, and whether it could be made now. It moves nothing and promises nothing: the
// send decides again, under lock.
import { Inject, Injectable } from '@nestjs/common';
import { askedAfterMinutes, contactsOf } from '../../chat/index.js';
import { type PayeeFacts, ShownWarnings, warningsOf } from '../../fraud/index.js';
import { Confirmations, memberSince } from '../../identity/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, Transactor } from '../../shared/database.js';
import { formatMoney, type Money } from '../../shared/money.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { People, type Profile } from '../../shared/people.js';
import { present, Refusal } from '../../shared/refusal.js';
import type { PaymentParty } from '../contract.js';
import { Accepting } from './accepting.js';
import { needsAgreement, refuseAgreement } from './contact/agreement.js';
import { CONFIRM_SECONDS, confirmReason, digestOf, type Statement } from './confirming.js';
import type { ConfirmationAsked, HistoryView, PaymentCheckView } from './contract.js';
import { type History, historyBetween, newPayersOf } from './history-store.js';
import { limitRefusal, limitsOf, tierNow } from './limits.js';
import { lookAlikeOf } from './look-alikes.js';
import { payeeIn, refuseCurrency, refusePayee } from './payee.js';
import { type Standing, standingsNow } from './standing-store.js';

export interface CheckCommand {
  readonly personId: string;
  readonly threadId: string;
  readonly payeeId: string | null;
  readonly amount: Money;
  readonly source: 'balance' | 'card';
  readonly at: Date;
  /** What a confirmation is bound to; left out, to exactly this payment. */
  readonly digestOf?: (statement: Statement) => Buffer;
}

/** The pillars a check stands on. */
@Injectable()
export class CheckParts {
  constructor(
    readonly threads: MoneyThreads,
    readonly people: People,
    readonly shown: ShownWarnings,
    readonly confirmations: Confirmations,
  ) {}
}

@Injectable()
export class CheckPayment {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: CheckParts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What the viewer has paid somebody before; nothing for whoever they do not know. */
  async history(viewerId: string, personId: string): Promise<HistoryView> {
    return historyView(await historyBetween(this.transactor.reader, viewerId, personId));
  }

  /** Refuses what names no payee of the thread, as a send does. */
  async run(command: CheckCommand): Promise<PaymentCheckView> {
    const { reader } = this.transactor;
    const { personId, threadId, amount, source } = command;
    const { currencies } = this.config;
    if (!currencies.includes(amount.currency)) throw refuseCurrency(currencies);
    const payeeId = payeeIn(
      (await this.parts.threads.rosters(reader, [threadId])).get(threadId),
      command,
    );
    if (payeeId instanceof Refusal) throw payeeId;
    const blocked = await this.parts.threads.blocked(reader, [[personId, payeeId]]);
    if (blocked.size > 0) throw refusePayee('payee_unavailable');
    const payee = await this.profile(reader, payeeId);
    const history = await historyBetween(reader, personId, payeeId);
    const facts = await this.facts(reader, command, payee, history);
    const warnings = warningsOf(facts);
    const codes = warnings.map(({ code }) => code);
    const parties = { payerId: personId, payeeId, amount };
    const standing = await this.standing(reader, command, payeeId);
    const contact = needsAgreement(amount, standing.agreement);
    const obstacle =
      contact === payeeId
        ? refuseAgreement('agreement_contact_is_payee')
        : this.obstacle(command, standing);
    return {
      payee: partyOf(payee),
      history: historyView(history),
      firstPayment: history.count === 0,
      looksLike: facts.looksLike,
      warning:
        warnings.length === 0
          ? null
          : {
              id: await this.transactor.run((tx) => this.parts.shown.show(tx, parties, codes)),
              signals: warnings,
            },
      fee: formatMoney({ minor: 0n, currency: amount.currency }),
      arrives: source === 'balance' ? 'at_once' : 'when_card_pays',
      // Whoever must agree to it is asked at once, and until they answer it can be called off.
      undoSeconds: contact === null ? (standing.undoSeconds ?? this.config.waits.undoSeconds) : 0,
      toAccept: (await Accepting.now(reader, [payeeId])).whyOf(payeeId) !== undefined,
      agreement:
        contact === null ? null : { contact: await this.profile(reader, contact).then(partyOf) },
      confirmation: await this.confirmation(command, payeeId, history),
      obstacle: obstacle && { code: obstacle.code, message: wordsOf(obstacle) },
    };
  }

  private async profile(db: Database, personId: string): Promise<Profile> {
    const found = await this.parts.people.profiles(db, [personId]);
    return present(found.get(personId), 'a participant is a person');
  }

  private async facts(
    db: Database,
    { personId, threadId, at }: CheckCommand,
    payee: Profile,
    history: History,
  ): Promise<PayeeFacts> {
    const since = (await memberSince(db, payee.id)) ?? at;
    const contacts = await this.parts.people.profiles(db, await contactsOf(db, personId));
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

  private async confirmation(
    { personId, threadId, amount, digestOf: bind = digestOf }: CheckCommand,
    payeeId: string,
    { count }: History,
  ): Promise<ConfirmationAsked | null> {
    const reason = confirmReason(this.config.confirm, amount, count > 0);
    if (reason === null) return null;
    const begun = await this.parts.confirmations.begin(personId, {
      digest: bind({ payerId: personId, payeeId, amount, threadId }),
      seconds: CONFIRM_SECONDS,
    });
    return { reason, ...begun, expiresAt: begun.expiresAt.toISOString() };
  }

  private async standing(db: Database, { personId, amount }: CheckCommand, payeeId: string) {
    const pair = { payerId: personId, payeeId, currency: amount.currency };
    return (await standingsNow(db, [pair])).of(pair);
  }

  private obstacle({ amount }: CheckCommand, standing: Standing): Refusal | null {
    const limits = limitsOf(this.config.limits, tierNow(standing), amount.currency);
    return limitRefusal(amount, standing, limits, standing.sent) ?? null;
  }
}

const partyOf = ({ id, name, handle }: Profile): PaymentParty => ({ id, name, handle });

const historyView = ({ count, since, last }: History): HistoryView => ({
  count,
  since: since?.toISOString() ?? null,
  last: last?.toISOString() ?? null,
});

const wordsOf = ({ title, detail }: Refusal): string =>
  detail === undefined ? title : `${title} ${detail}`;
