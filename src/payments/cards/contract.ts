// Shapes of saved cards on the wire.

/** A saved card: a token at the processor and what a person may see of it. */
export interface SavedCardView {
  /** `crd_…` */
  id: string;
  brand: string;
  last4: string;
  expiryMonth: number;
  expiryYear: number;
  /** `debit`, `credit`, `prepaid` or `unknown`. */
  funding: string;
  country: string | null;
  /** The one that is offered first. */
  isDefault: boolean;
  expired: boolean;
}

/** `POST /v1/cards/setup`: what the browser needs to hand a card to the processor. */
export interface CardSetupView {
  setupIntentId: string;
  clientSecret: string;
}
