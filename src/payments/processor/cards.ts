// Saving a card: between the browser and the processor, with us holding nothing but its token.

export interface ProcessorCard {
  readonly token: string;
  readonly customerId: string | undefined;
  readonly brand: string;
  readonly last4: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  /** `credit`, `debit`, `prepaid` or `unknown`. */
  readonly funding: string;
  readonly country: string | null;
  /** The same for the same number, whoever saves it. */
  readonly fingerprint: string;
}

export abstract class ProcessorCards {
  /** A customer for a person; the same person always answers the same customer. */
  abstract createCustomer(personId: string): Promise<string>;

  /** Lets the browser hand a card to the processor. */
  abstract createCardSetup(
    customerId: string,
  ): Promise<{ setupIntentId: string; clientSecret: string }>;

  /** The card a finished setup made; undefined when it is unknown or not finished. */
  abstract cardOf(setupIntentId: string): Promise<ProcessorCard | undefined>;

  /** The card as it is now; undefined when the processor has forgotten it. */
  abstract card(token: string): Promise<ProcessorCard | undefined>;

  /** Forgets a card. Harmless twice. May throw OutcomeUnknown. */
  abstract removeCard(token: string): Promise<void>;
}
