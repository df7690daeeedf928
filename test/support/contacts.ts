// Three people for a test of trusted contacts: Ana pays Ben, and Cleo must agree to what is above a limit.
import { randomUUID } from 'node:crypto';
import type {
  AgreementView,
  ContactConfirmationView,
  TrustedContactView,
} from '../../src/payments/trust/contact/contract.js';
import { type Answer, PIN, type TestPerson, type World } from './world.js';

export interface Three {
  ana: TestPerson;
  ben: TestPerson;
  cleo: TestPerson;
  thread: string;
}

export const eur = (amount: string) => ({ amount, currency: 'EUR' });

export class Contacts {
  constructor(private readonly world: World) {}

  /** Ana pays Ben; Cleo must agree above 100 EUR. */
  async three(balance = '1000.00'): Promise<Three> {
    const { world } = this;
    const [ana, ben, cleo] = [
      await world.person({ balance }),
      await world.person(),
      await world.person(),
    ];
    await world.setPin(ana);
    const wish = { handle: cleo.handle, limit: eur('100') };
    const named = await world.put(ana, '/v1/trusted-contact', wish);
    expect(named.body).toMatchObject({ mine: { state: 'asked', contact: { id: cleo.id } } });
    const yes = await this.say(cleo, `trusted-contact/of/${ana.id}/accept`);
    expect(yes.body).toMatchObject({ of: [{ person: { id: ana.id }, state: 'active' }] });
    return { ana, ben, cleo, thread: await world.thread([ana, ben]) };
  }

  async say(
    person: TestPerson,
    path: string,
    body: object = {},
    key: string = randomUUID(),
  ): Promise<Answer> {
    return this.world.post(person, `/v1/${path}`, body, key);
  }

  agree(person: TestPerson, id: string): Promise<Answer> {
    return this.say(person, `agreements/${id}/agree`);
  }

  async stateOf(person: TestPerson, id: string): Promise<Record<string, unknown>> {
    return (await this.world.get(person, `/v1/payments/${id}`)).body as Record<string, unknown>;
  }

  async mineOf(person: TestPerson): Promise<TrustedContactView['mine']> {
    return ((await this.world.get(person, '/v1/trusted-contact')).body as TrustedContactView).mine;
  }

  async waitingFor(person: TestPerson): Promise<AgreementView[]> {
    const { body } = await this.world.get(person, '/v1/agreements');
    return (body as { agreements: AgreementView[] }).agreements;
  }

  /** A payment that must wait. */
  async asking(
    { ana, thread }: Three,
    amount = '200.00',
    more: Parameters<World['send']>[3] = {},
  ): Promise<string> {
    const { status, body } = await this.world.send(ana, thread, amount, more);
    expect([status, body.state]).toEqual([202, 'asking']);
    return String(body.id);
  }

  /** A confirmation of a higher limit, or of the end, proven with the PIN. */
  async confirmed(person: TestPerson, limit?: object): Promise<string> {
    const wish = limit === undefined ? {} : { limit };
    const asked = await this.world.post(person, '/v1/trusted-contact/confirmation', wish);
    const { id } = asked.body as ContactConfirmationView;
    const proof = await this.world.post(person, `/v1/confirmations/${id}/pin`, { pin: PIN });
    expect(proof.status).toBe(204);
    return id;
  }

  /** Lets what waits for its day have waited. */
  async cool(person: TestPerson): Promise<void> {
    await this.world.sql(
      "UPDATE payments.trusted_contacts SET changes_at = now() - interval '1 second' WHERE person_id = $1",
      [person.id],
    );
  }
}
