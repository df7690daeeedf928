// Who becomes a trusted contact, how the limit changes and how it ends: more protection counts at once,
// less is confirmed and cools off.
import { Contacts, eur } from '../support/contacts.js';
import { World } from '../support/world.js';

let world: World;
let contacts: Contacts;

beforeAll(async () => {
  world = await World.start();
  contacts = new Contacts(world);
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

describe('who it is', () => {
  test('nothing is protected before they say yes, and they may say no', async () => {
    const [ana, ben, cleo] = [
      await world.person({ balance: '500.00' }),
      await world.person(),
      await world.person(),
    ];
    const thread = await world.thread([ana, ben]);
    await world.put(ana, '/v1/trusted-contact', { handle: `@${cleo.handle}`, limit: eur('10') });
    expect((await world.send(ana, thread, '50.00')).status).toBe(201);
    await contacts.say(cleo, `trusted-contact/of/${ana.id}/leave`);
    expect(await contacts.mineOf(ana)).toBeNull();
    expect((await contacts.say(ben, `trusted-contact/of/${ana.id}/accept`)).body).toMatchObject({
      code: 'trusted_contact_none',
    });
  });

  test.each<[object, string]>([
    [{ handle: 'nobody_at_all', limit: eur('5') }, 'trusted_contact_unknown'],
    [{ handle: 'person_1', limit: eur('0') }, 'amount_not_positive'],
    [{ handle: 'person_1', limit: { amount: '5', currency: 'NOK' } }, 'currency_not_supported'],
    [{ handle: 'person_1' }, 'request_invalid'],
  ])('%j is refused as %s', async (body, code) => {
    const ana = await world.person();
    expect((await world.put(ana, '/v1/trusted-contact', body)).body).toMatchObject({ code });
    expect(await contacts.mineOf(ana)).toBeNull();
  });

  test('nobody is their own, and an accepted one is not simply replaced', async () => {
    const { ana, ben } = await contacts.three();
    const swap = { handle: ben.handle, limit: eur('900') };
    expect((await world.put(ana, '/v1/trusted-contact', swap)).body).toMatchObject({
      code: 'trusted_contact_exists',
    });
    const own = await world.put(ben, '/v1/trusted-contact', { ...swap });
    expect(own.body).toMatchObject({ code: 'trusted_contact_is_you' });
  });

  test('lower counts at once; higher is confirmed and cools off, and can be called off', async () => {
    const { ana, thread } = await contacts.three();
    const limit = (amount: string, confirmationId?: string) =>
      world.put(ana, '/v1/trusted-contact/limit', {
        limit: eur(amount),
        ...(confirmationId === undefined ? {} : { confirmationId }),
      });
    expect((await limit('40')).body).toMatchObject({ mine: { limit: eur('40.00'), change: null } });
    expect((await limit('300')).body).toMatchObject({ code: 'confirmation_needed' });
    const other = await contacts.confirmed(ana, eur('299'));
    expect((await limit('300', other)).body).toMatchObject({ code: 'confirmation_not_valid' });
    expect((await limit('300', await contacts.confirmed(ana, eur('300')))).body).toMatchObject({
      mine: { limit: eur('40.00'), change: { limit: eur('300.00') } },
    });
    expect((await world.send(ana, thread, '41.00')).body).toMatchObject({ state: 'asking' });
    await contacts.say(ana, 'trusted-contact/keep');
    expect(await contacts.mineOf(ana)).toMatchObject({ change: null });
    await limit('300', await contacts.confirmed(ana, eur('300')));
    await contacts.cool(ana);
    expect(await contacts.mineOf(ana)).toMatchObject({ limit: eur('300.00'), change: null });
    expect((await world.send(ana, thread, '299.00')).body).toMatchObject({ state: 'completed' });
    expect((await world.send(ana, thread, '301.00')).body).toMatchObject({ state: 'asking' });
  });

  test('the end cools off as well; the contact may stop at once', async () => {
    const { ana, thread } = await contacts.three();
    expect((await contacts.say(ana, 'trusted-contact/end')).body).toMatchObject({
      code: 'confirmation_needed',
    });
    const confirmationId = await contacts.confirmed(ana);
    const ends = await contacts.say(ana, 'trusted-contact/end', { confirmationId });
    expect(ends.body).toMatchObject({ mine: { change: { limit: null } } });
    expect((await world.send(ana, thread, '101.00')).body).toMatchObject({ state: 'asking' });
    await contacts.cool(ana);
    expect(await contacts.mineOf(ana)).toBeNull();
    expect((await world.send(ana, thread, '102.00')).body).toMatchObject({ state: 'completed' });
    const other = await contacts.three();
    await contacts.say(other.cleo, `trusted-contact/of/${other.ana.id}/leave`);
    expect((await world.send(other.ana, other.thread, '150.00')).status).toBe(201);
  });
});
