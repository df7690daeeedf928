// The processor's events on finance's screen: a dead letter with the error that stopped it is replayed,
// alone and with a range; what was not accepted is counted; a movement that nobody can explain shows.
import type { Page } from 'playwright-core';
import { ReadMovements } from '../../src/payments/movements/read-movements.js';
import { signIn } from '../support/pages.js';
import { onStage } from '../support/stage.js';

await onStage('the processor’s events', {}, (stage) => {
  let fiona: Page;

  /** What a mistake of ours would leave behind: an event that was tried until it was given up. */
  const kill = async (): Promise<void> => {
    await stage.world.sql(
      `UPDATE payments.processor_events
          SET state = 'dead', attempts = 12, last_error = 'the charge is in another currency'
        WHERE state = 'applied'`,
    );
  };

  beforeAll(async () => {
    const { world } = stage;
    const ana = await stage.person('ana');
    const { id: cardId } = await world.card(ana, 'pm_card_visa_debit');
    await world.send(ana, await stage.threadOf(ana, 'ben'), '20', { cardId });
    fiona = await signIn(await stage.page(), 'fiona');
    await fiona.goto('/finance/processor');
    await fiona.getByTestId('event').filter({ hasText: 'Applied' }).first().waitFor();
  });

  afterEach(() => {
    expect(stage.complaints).toEqual([]);
  });

  const dead = () => fiona.getByTestId('event').and(fiona.locator('[data-state=dead]'));

  test('a dead one says why, and is replayed', async () => {
    await kill();
    await fiona.getByTestId('events-dead').click();
    await dead().first().getByText('the charge is in another currency').waitFor();
    await dead().first().getByText('Dead after 12 attempts').waitFor();
    const id = await dead().first().getAttribute('data-event-id');
    await dead().first().getByTestId('event-replay').click();
    await fiona.getByTestId('events-all').click();
    const replayed = fiona.getByTestId('event').and(fiona.locator(`[data-event-id=${id ?? ''}]`));
    await replayed.and(fiona.locator('[data-state=applied]')).waitFor();
    expect(await stage.world.faults()).toEqual([]);
  });

  test('a range is replayed, dead ones only unless said else', async () => {
    await kill();
    await fiona.getByTestId('replay-range').click();
    await fiona.getByTestId('replay-from').fill('2999-01-01T00:00');
    await fiona.getByTestId('replay-confirm').click();
    await fiona.getByText('There is no such event in this range.').waitFor();
    await fiona.getByTestId('replay-from').fill('');
    expect(await fiona.getByTestId('replay-dead-only').isChecked()).toBe(true);
    await fiona.getByTestId('replay-confirm').click();
    await fiona.getByText(/being worked on again/).waitFor();
    await fiona.keyboard.press('Escape');
    await fiona.getByTestId('events-dead').filter({ hasText: 'Dead 0' }).waitFor();
  });

  test('what was not accepted is counted by its reason', async () => {
    const { world } = stage;
    const [row] = await world.sql<{ id: string }>(
      'SELECT id FROM payments.processor_events LIMIT 1',
    );
    await world.control('webhooks/send', { event: row?.id, mode: 'forged' });
    await fiona.getByTestId('refused').getByRole('row').nth(1).waitFor();
  });

  test('a movement that nobody can explain is a break', async () => {
    await fiona.goto('/finance/breaks');
    await fiona.getByText('Everything is explained').waitFor();
    await stage.world.control('movements', { type: 'adjustment', amount: -1234 });
    await stage.world.app.get(ReadMovements).run();
    await fiona.reload();
    await fiona.getByTestId('break').getByText('12.34 EUR').waitFor();
  });
});
