// Payments that wait, on two screens: a send that can be undone, one that is, money to accept or decline,
// and money that arrives later and is recalled.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { openSheet, openThread, paymentCards, seeBalance, signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';
import { Waits } from '../support/waits.js';
import { until } from '../support/world.js';

await onStage('Payments that wait', { config: { waits: { undoSeconds: 60 } } }, (stage) => {
  let ana: Page;
  let ben: Page;

  beforeAll(async () => {
    await stage.world.fund(await stage.person('ana'), '100.00');
    ana = await stage.page({ viewport: PHONE, hasTouch: true });
    ben = await stage.page({ viewport: DESKTOP });
    await openThread(await signIn(ana, 'ana'), 'Ben Okafor');
    await openThread(await signIn(ben, 'ben'), 'Ana Lindqvist');
  });

  const confirm = async (amount: string, arrival = ''): Promise<void> => {
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await openSheet(ana, amount);
    if (arrival !== '') await ana.getByTestId('arrival').selectOption(arrival);
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('confirm-send').click();
  };
  const idOf = async (page: Page, state: string): Promise<string> =>
    (await paymentCards(page, state).last().getAttribute('data-payment-id')) ?? '';

  test('is sent when its seconds are over; the other one sees nothing before', async () => {
    await confirm('20');
    const card = paymentCards(ana, 'sending');
    await card.getByTestId('undo').waitFor();
    await card
      .getByTestId('undo-left')
      .filter({ hasText: /Sent in \d+ s/ })
      .waitFor();
    await seeBalance(ana, '€80.00');
    expect(await paymentCards(ben, 'sending').count()).toBe(0);
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await shoot(ana, 'waits-sending');
    expect(await objections(ana)).toEqual([]);
    await new Waits(stage.world).overdue(await idOf(ana, 'sending'), 'sending');
    await paymentCards(ana, 'completed').waitFor();
    await paymentCards(ben, 'completed').filter({ hasText: 'sent you' }).waitFor();
    await seeBalance(ben, '€20.00');
  });

  test('is undone by one tap, and the other one never knew', async () => {
    await confirm('30');
    await paymentCards(ana, 'sending').getByTestId('undo').click();
    await paymentCards(ana, 'undone').filter({ hasText: 'You undid it' }).waitFor();
    await seeBalance(ana, '€80.00');
    await shoot(ana, 'waits-undone');
    expect(await paymentCards(ben).count()).toBe(1);
  });

  test('the settings: no undo for Ana, and Ben is asked before each payment', async () => {
    await ana.goto('/payment-settings');
    await ana.getByText('Off', { exact: true }).click();
    await shoot(ana, 'waits-settings');
    expect(await objections(ana)).toEqual([]);
    await ben.goto('/payment-settings');
    await ben.getByRole('switch', { name: 'Ask me before each payment to me' }).click();
    const benPerson = await stage.person('ben');
    await until(async () => {
      const { body } = await stage.world.get(benPerson, '/v1/payment-settings');
      return (body as { acceptEach: boolean }).acceptEach;
    }, 'the choice being kept');
    await ana.goto('/threads');
    await ben.goto('/threads');
    await openThread(ana, 'Ben Okafor');
    await openThread(ben, 'Ana Lindqvist');
  });

  test('waits for a yes, and is accepted', async () => {
    await confirm('12');
    await paymentCards(ana, 'waiting').filter({ hasText: 'Waiting for Ben Okafor' }).waitFor();
    const card = paymentCards(ben, 'waiting');
    await card.getByTestId('wait-accept').waitFor();
    await shoot(ben, 'waits-waiting');
    expect(await objections(ben)).toEqual([]);
    await seeBalance(ben, '€20.00');
    await card.getByTestId('wait-accept').click();
    await seeBalance(ben, '€32.00');
    await paymentCards(ana, 'completed').filter({ hasText: '12.00' }).waitFor();
  });

  test('waits for a yes, and is declined', async () => {
    await confirm('13');
    await paymentCards(ben, 'waiting').getByTestId('wait-decline').click();
    await paymentCards(ana, 'returned').filter({ hasText: 'Ben Okafor declined it' }).waitFor();
    await paymentCards(ben, 'returned').filter({ hasText: 'You declined it' }).waitFor();
    await seeBalance(ana, '€68.00');
    await shoot(ana, 'waits-declined');
  });

  test('arrives later, and is recalled', async () => {
    await confirm('14', '24h');
    await paymentCards(ana, 'arriving').filter({ hasText: 'You can recall it' }).waitFor();
    await paymentCards(ben, 'arriving').filter({ hasText: 'Arrives' }).waitFor();
    await shoot(ben, 'waits-arriving');
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    expect(await objections(ana)).toEqual([]);
    await paymentCards(ana, 'arriving').getByTestId('wait-recall').click();
    await paymentCards(ben, 'returned').filter({ hasText: 'took it back' }).waitFor();
    await seeBalance(ana, '€68.00');
    expect(stage.complaints).toEqual([]);
  });
});
