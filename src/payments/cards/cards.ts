// Saved cards. A card is added between the browser and the processor; what comes to us is the token
// and what may be shown of it. The same card added again by the same person renews its one row. What
// the processor learns later, a new expiry date or that a card is gone, comes by its events.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { present, refusals } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { Inbox } from '../inbox/inbox.js';
import { type ProcessorCard, ProcessorCards } from '../processor/cards.js';
import {
  cardsById,
  cardsOf,
  forgetCard,
  othersByPayment,
  othersWith,
  preferCard,
  renewCard,
  type SavedCard,
  saveCard,
  usableCards,
} from './card-store.js';

export const refuseCards = refusals({
  card_unknown: { kind: 'missing', title: 'There is no such card.' },
  card_setup_unknown: { kind: 'missing', title: 'There is no such card setup.' },
  card_not_confirmed: {
    kind: 'refused',
    title: 'The card processor has not confirmed this card. Please try again.',
  },
  card_kind_not_accepted: {
    kind: 'refused',
    title: 'That kind of card is not accepted here. Please use another card.',
  },
  card_shared_too_often: {
    kind: 'refused',
    title: 'This card is already used by other people. Please use another card.',
  },
});

/** Forgets a card at the processor too. */
const DETACH = 'detach';

@Injectable()
export class CardParts {
  constructor(
    readonly processor: ProcessorCards,
    readonly calls: ProcessorCalls,
    readonly inbox: Inbox,
  ) {}
}

@Injectable()
export class Cards implements OnModuleInit {
  private readonly world: string;

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: CardParts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.world = config.stripe.processor;
  }

  onModuleInit(): void {
    const { calls, inbox, processor } = this.parts;
    calls.handle(DETACH, async ({ subjectId: cardId, leg }) => {
      const [card] = await cardsById(this.transactor.reader, [cardId]);
      await processor.removeCard(present(card, `card ${cardId} was saved once`).token);
      await this.transactor.run((tx) => calls.conclude(tx, cardId, [leg]));
    });
    const types = /^payment_method\.(updated|automatically_updated|detached)$/;
    inbox.handle('payment_method', types, (token) => this.renew(token));
  }

  /** Begins to add a card: what the browser needs to hand it to the processor. */
  async beginSetup(personId: string): Promise<{ setupIntentId: string; clientSecret: string }> {
    return this.parts.processor.createCardSetup(await this.customerOf(personId));
  }

  /**
   * Saves the card of a finished setup. Refuses `card_setup_unknown` for somebody else's setup too,
   * `card_not_confirmed` when the processor has not said yes, and what the house does not accept.
   */
  async finishSetup(personId: string, setupIntentId: string): Promise<SavedCard> {
    const customerId = await this.knownCustomer(this.transactor.reader, personId);
    const card = await this.parts.processor.cardOf(setupIntentId);
    if (card === undefined) throw refuseCards('card_not_confirmed');
    if (customerId === undefined || card.customerId !== customerId) {
      throw refuseCards('card_setup_unknown');
    }
    const refused = await this.refusedAs(personId, card);
    if (refused !== undefined) {
      // The processor attached it when it was confirmed; what we do not accept we do not keep.
      await this.parts.processor.removeCard(card.token);
      throw refuseCards(refused);
    }
    return this.transactor.run((tx) => saveCard(tx, personId, this.world, card));
  }

  /** A person's cards, the preferred one first. */
  list(db: Database, personId: string): Promise<SavedCard[]> {
    return cardsOf(db, personId, this.world);
  }

  /** Cards by id, removed ones too, for showing what a payment was made with. */
  async byIds(db: Database, ids: readonly (string | null)[]): Promise<Map<string, SavedCard>> {
    return byId(
      await cardsById(
        db,
        ids.filter((id) => id !== null),
      ),
    );
  }

  /** Cards that can still pay, by id. */
  async usable(db: Database, ids: readonly string[]): Promise<Map<string, SavedCard>> {
    return byId(await usableCards(db, ids, this.world));
  }

  /** Whether the month printed on it is over. Its bank may still say yes to it. */
  isExpired({ expiryMonth, expiryYear }: SavedCard): boolean {
    return Date.UTC(expiryYear, expiryMonth) <= this.clock.now().getTime();
  }

  /** How many other people have saved the card that pays each payment; by payment. */
  othersByPayment(db: Database, paymentIds: readonly string[]): Promise<Map<string, number>> {
    return othersByPayment(db, paymentIds);
  }

  /** Makes a card the one that is offered first. Refuses `card_unknown`. */
  async prefer(personId: string, cardId: string): Promise<void> {
    const done = await this.transactor.run((tx) => preferCard(tx, personId, this.world, cardId));
    if (!done) throw refuseCards('card_unknown');
  }

  /** Forgets a card here, so that it cannot pay any more; the processor follows. */
  async remove(personId: string, cardId: string): Promise<void> {
    const removed = await this.transactor.run(async (tx) => {
      const card = await forgetCard(tx, { column: 'id', value: cardId, personId });
      if (card !== undefined) {
        await this.parts.calls.intendNow(tx, { subjectId: cardId, leg: DETACH });
      }
      return card;
    });
    if (removed === undefined) throw refuseCards('card_unknown');
  }

  /** Lets all cards of somebody who leaves go, here and at the processor. */
  async letGo(tx: Tx, personId: string): Promise<void> {
    for (const { id } of await cardsOf(tx, personId, this.world)) {
      await forgetCard(tx, { column: 'id', value: id, personId });
      await this.parts.calls.intendNow(tx, { subjectId: id, leg: DETACH });
    }
  }

  // The processor's word on a card: renewed by its bank, or gone.
  private async renew(token: string): Promise<void> {
    const card = await this.parts.processor.card(token);
    if (card?.customerId === undefined) {
      await this.transactor.run((tx) => forgetCard(tx, { column: 'token', value: token }));
    } else {
      await renewCard(this.transactor.reader, card);
    }
  }

  private async refusedAs(
    personId: string,
    card: ProcessorCard,
  ): Promise<Parameters<typeof refuseCards>[0] | undefined> {
    const { accepted, peopleMax } = this.config.cards;
    // A bank that does not say is taken for the most common kind.
    const kind = card.funding === 'unknown' ? 'credit' : card.funding;
    if (!accepted.includes(kind)) return 'card_kind_not_accepted';
    const others = await othersWith(this.transactor.reader, card, personId, this.world);
    return others >= peopleMax ? 'card_shared_too_often' : undefined;
  }

  /** The person's customer at the processor, if they have one. */
  private async knownCustomer(db: Database, personId: string): Promise<string | undefined> {
    const [row] = await rows<{ processor_id: string }>(
      db,
      'SELECT processor_id FROM payments.customers WHERE person_id = $1 AND processor = $2',
      [personId, this.world],
    );
    return row?.processor_id;
  }

  private async customerOf(personId: string): Promise<string> {
    const known = await this.knownCustomer(this.transactor.reader, personId);
    if (known !== undefined) return known;
    const customerId = await this.parts.processor.createCustomer(personId);
    await this.transactor.run((tx) =>
      tx.query('INSERT INTO payments.customers VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
        personId,
        this.world,
        customerId,
      ]),
    );
    return customerId;
  }
}

const byId = (cards: readonly SavedCard[]): Map<string, SavedCard> =>
  new Map(cards.map((card) => [card.id, card]));
