// Saved cards. A card is added between the browser and the processor; what comes to us is the token
// and what may be shown of it. The same card added again by the same person renews its one row.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, Transactor } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present, refusals } from '../../shared/refusal.js';
import { Processor, type ProcessorCard } from '../processor/processor.js';

export const refuseCards = refusals({
  card_unknown: { kind: 'missing', title: 'There is no such card.' },
  card_setup_unknown: { kind: 'missing', title: 'There is no such card setup.' },
  card_not_confirmed: {
    kind: 'refused',
    title: 'The card processor has not confirmed this card. Please try again.',
  },
});

/** Its token is the card at the processor, and never leaves the server. */
export interface SavedCard extends Omit<ProcessorCard, 'customerId'> {
  readonly id: string;
  readonly personId: string;
}

const COLUMNS = `id, person_id AS "personId", token, brand, last4, expiry_month AS "expiryMonth",
  expiry_year AS "expiryYear", funding, country, fingerprint`;

@Injectable()
export class Cards {
  constructor(
    private readonly transactor: Transactor,
    private readonly processor: Processor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Begins to add a card: what the browser needs to hand it to the processor. */
  async beginSetup(personId: string): Promise<{ setupIntentId: string; clientSecret: string }> {
    return this.processor.createCardSetup(await this.customerOf(personId));
  }

  /**
   * Saves the card of a finished setup. Refuses `card_setup_unknown` for somebody else's setup too,
   * and `card_not_confirmed` when the processor has not said yes.
   */
  async finishSetup(personId: string, setupIntentId: string): Promise<SavedCard> {
    const customerId = await this.knownCustomer(this.transactor.reader, personId);
    const card = await this.processor.cardOf(setupIntentId);
    if (card === undefined) throw refuseCards('card_not_confirmed');
    if (customerId === undefined || card.customerId !== customerId) {
      throw refuseCards('card_setup_unknown');
    }
    return this.save(personId, card);
  }

  /** A person's cards, oldest first. */
  list(db: Database, personId: string): Promise<SavedCard[]> {
    const condition = 'person_id = $1 AND processor = $2 AND removed_at IS NULL ORDER BY id';
    return find(db, condition, [personId, this.config.stripe.processor]);
  }

  /** Cards by id, removed ones too, for showing what a payment was made with. */
  async byIds(db: Database, ids: readonly (string | null)[]): Promise<Map<string, SavedCard>> {
    const wanted = ids.filter((id) => id !== null);
    return byId(wanted.length === 0 ? [] : await find(db, 'id = ANY($1)', [wanted]));
  }

  /** Cards that can still pay, by id. */
  async usable(db: Database, ids: readonly string[]): Promise<Map<string, SavedCard>> {
    const condition = 'id = ANY($1) AND processor = $2 AND removed_at IS NULL';
    return byId(
      ids.length === 0 ? [] : await find(db, condition, [ids, this.config.stripe.processor]),
    );
  }

  /** Forgets a card here first, so that it cannot pay any more, and then at the processor. */
  async remove(personId: string, cardId: string): Promise<void> {
    const [removed] = await this.transactor.run((tx) =>
      rows<{ token: string }>(
        tx,
        `UPDATE payments.cards SET removed_at = now()
          WHERE id = $1 AND person_id = $2 AND removed_at IS NULL RETURNING token`,
        [cardId, personId],
      ),
    );
    if (removed === undefined) throw refuseCards('card_unknown');
    await this.processor.removeCard(removed.token);
  }

  /** The person's customer at the processor, if they have one. */
  async knownCustomer(db: Database, personId: string): Promise<string | undefined> {
    const [row] = await rows<{ processor_id: string }>(
      db,
      'SELECT processor_id FROM payments.customers WHERE person_id = $1 AND processor = $2',
      [personId, this.config.stripe.processor],
    );
    return row?.processor_id;
  }

  private async customerOf(personId: string): Promise<string> {
    const known = await this.knownCustomer(this.transactor.reader, personId);
    if (known !== undefined) return known;
    const customerId = await this.processor.createCustomer(personId);
    await this.transactor.run((tx) =>
      tx.query('INSERT INTO payments.customers VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
        personId,
        this.config.stripe.processor,
        customerId,
      ]),
    );
    return customerId;
  }

  private async save(personId: string, card: ProcessorCard): Promise<SavedCard> {
    const [saved] = await this.transactor.run((tx) =>
      rows<SavedCard>(
        tx,
        `INSERT INTO payments.cards (id, person_id, processor, token, brand, last4, expiry_month, expiry_year,
                                     funding, country, fingerprint)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (person_id, processor, fingerprint) WHERE removed_at IS NULL
         DO UPDATE SET token = EXCLUDED.token, expiry_month = EXCLUDED.expiry_month,
                       expiry_year = EXCLUDED.expiry_year
         RETURNING ${COLUMNS}`,
        [
          newId('crd'),
          personId,
          this.config.stripe.processor,
          card.token,
          card.brand,
          card.last4,
          card.expiryMonth,
          card.expiryYear,
          card.funding,
          card.country,
          card.fingerprint,
        ],
      ),
    );
    return present(saved, 'an inserted or renewed card');
  }
}

const find = (db: Database, condition: string, parameters: unknown[]): Promise<SavedCard[]> =>
  rows<SavedCard>(db, `SELECT ${COLUMNS} FROM payments.cards WHERE ${condition}`, parameters);

const byId = (cards: readonly SavedCard[]): Map<string, SavedCard> =>
  new Map(cards.map((card) => [card.id, card]));
