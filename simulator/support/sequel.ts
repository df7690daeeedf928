// What the suites ask about things that happen by themselves: let a moment pass, and see which events
// there were about one object, oldest first.
import type Stripe from 'stripe';
import type { Rig } from './harness.js';

/** Moves the clock, and with it everything that is due. */
export async function pass(rig: Rig, seconds = 1): Promise<void> {
  await rig.control('clock', { advanceSeconds: seconds });
}

/** The types of the events whose object has this id, oldest first. */
export async function eventsAbout(rig: Rig, id: string): Promise<string[]> {
  const events = await rig.stripe.events.list({ limit: 100 });
  return events.data
    .filter((event) => (event.data.object as { id?: string }).id === id)
    .map((event) => event.type)
    .reverse();
}

/** A confirmed card payment of 100.00 EUR, with its charge expanded. */
export async function pay(
  rig: Rig,
  token: string,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent & { latest_charge: Stripe.Charge }> {
  const intent = await rig.stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'eur',
    allowed_payment_method_types: ['card'],
    payment_method: token.startsWith('pm_') ? token : `pm_card_${token}`,
    confirm: true,
    expand: ['latest_charge'],
    ...more,
  });
  return intent as Stripe.PaymentIntent & { latest_charge: Stripe.Charge };
}
