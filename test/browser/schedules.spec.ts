// Scheduling on screen: from the pay sheet, confirmed once with a PIN; the line in the thread that only its
// payer sees; skipped, changed and stopped on its page; sent, and shown to the payee only then.
import type { Page } from 'playwright-core';
import { DEMO_PIN } from '../../src/demo.js';
import type { SchedulesPage } from '../../src/payments/schedules/contract.js';
import { objections } from '../support/axe.js';
import { openSheet, openThread, paymentCards, signIn } from '../support/pages.js';
import { DAY, HOUR, Scheduling } from '../support/scheduling.js';
import { shoot } from '../support/shots.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';
import type { TestPerson } from '../support/world.js';

const config = { confirm: { above: null, first: true } };

await onStage('Scheduled payments', { config }, (stage) => {
  let it: Scheduling;
  let person: TestPerson;
  let ana: Page;
  let ben: Page;

  beforeAll(async () => {
    it = new Scheduling(stage.world);
    person = await stage.person('ana');
    await stage.world.fund(person, '120.00');
    const timezoneId = 'Europe/Lisbon';
    ana = await stage.page({ viewport: PHONE, hasTouch: true, timezoneId });
    ben = await stage.page({ viewport: DESKTOP, colorScheme: 'dark' });
    await openThread(await signIn(ana, 'ana'), 'Ben Okafor');
    await openThread(await signIn(ben, 'ben'), 'Ana Lindqvist');
  });

  const typePin = async (): Promise<void> => {
    await ana.getByTestId('prove-pin').locator('input').first().click();
    await ana.keyboard.type(DEMO_PIN);
  };
  const line = () => ana.getByTestId('next-line');
  /** When the only one is sent next. */
  const nextAt = async (): Promise<number> => {
    const { body } = await stage.world.get(person, '/v1/schedules');
    return Date.parse((body as SchedulesPage).schedules[0]?.next?.at ?? '');
  };
  const card = () => ana.getByTestId('schedule-card').first();

  test('a rhythm is chosen in the sheet, said back in words, and confirmed once', async () => {
    await openSheet(ana, '50', 'Rent');
    const when = ana.getByTestId('when');
    await when.getByText('Repeat', { exact: true }).click();
    await when.getByTestId('when-date').fill('2027-01-31');
    await when.getByTestId('when-words').getByText('Every month on the 31st').waitFor({
      state: 'detached',
    });
    await when.getByTestId('when-month-day').selectOption('last');
    await when.getByTestId('when-ends').selectOption('times');
    await when.getByTestId('when-times').fill('12');
    await when
      .getByTestId('when-words')
      .filter({ hasText: 'Every month on the last day at 09:00, 12 times' })
      .waitFor();
    await shoot(ana, 'schedule-sheet');
    expect(await objections(ana)).toEqual([]);
    await ana.emulateMedia({ colorScheme: 'light' });
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('schedule-first').filter({ hasText: '31 January 2027' }).waitFor();
    await ana
      .getByText('then Sun, 28 February 2027')
      .or(ana.getByText('then Sun 28 February 2027'))
      .waitFor();
    await ana.getByTestId('prove').getByText('Schedule 50.00 EUR to Ben Okafor').waitFor();
    await shoot(ana, 'schedule-confirm');
    expect(await objections(ana)).toEqual([]);
    await ana.emulateMedia({ colorScheme: 'light' });
    await typePin();
    await line().filter({ hasText: 'Next: €50.00 to Ben Okafor on 31 January 2027' }).waitFor();
    await shoot(ana, 'schedule-line');
    expect(await objections(ana)).toEqual([]);
    await ana.emulateMedia({ colorScheme: 'light' });
  });

  test('the payee sees nothing of it', async () => {
    await ben.reload();
    await ben.getByRole('log').waitFor();
    expect(await ben.getByTestId('next-line').count()).toBe(0);
    await ben.goto('/schedules');
    await ben.getByText('Nothing is scheduled').waitFor();
    await ben.goBack();
    await ben.getByRole('log').waitFor();
  });

  test('the next one is skipped from the thread', async () => {
    await ana.getByTestId('next-skip').click();
    await line().filter({ hasText: 'on 28 February 2027' }).waitFor();
  });

  test('it is paused, resumed and changed on its page; the change is confirmed anew', async () => {
    await ana.getByTestId('next-manage').click();
    await card().filter({ hasText: 'Every month on the last day at 09:00, 12 times' }).waitFor();
    await ana.getByTestId('occurrence').filter({ hasText: 'Skipped' }).waitFor();
    await shoot(ana, 'schedule-page');
    expect(await objections(ana)).toEqual([]);
    await ana.emulateMedia({ colorScheme: 'light' });
    await ana.getByTestId('schedule-pause').click();
    await card().and(ana.locator('[data-state=paused]')).waitFor();
    await ana.getByTestId('schedule-resume').click();
    await card().and(ana.locator('[data-state=active]')).waitFor();
    await ana.getByTestId('schedule-change').click();
    await ana.getByTestId('change-amount').fill('60');
    await ana.getByTestId('when-every').selectOption('day');
    const tomorrow = new Date(Date.now() + DAY).toISOString().slice(0, 10);
    await ana.getByTestId('when-date').fill(tomorrow);
    await shoot(ana, 'schedule-change');
    expect(await objections(ana)).toEqual([]);
    await ana.emulateMedia({ colorScheme: 'light' });
    await ana.getByTestId('change-continue').click();
    await typePin();
    await card().filter({ hasText: '€60.00 to Ben Okafor' }).waitFor();
  });

  test('sent when it is due: in the thread for both, without a reload, and a notice came before', async () => {
    const due = await nextAt();
    await it.sweepAt(new Date(due - HOUR));
    await ana.getByTestId('bell').click();
    await ana.getByText('Your scheduled payment of €60.00 to Ben Okafor is sent soon').click();
    await it.sweepAt(new Date(due));
    await paymentCards(ben, 'completed').filter({ hasText: 'Rent' }).waitFor();
    await ana.getByTestId('occurrence').filter({ hasText: 'Arrived' }).waitFor();
    expect(await nextAt()).toBeGreaterThan(due);
  });

  test('three refusals pause it, and the thread says so; it is stopped for good', async () => {
    for (let n = 0; n < 4; n++) await it.sweepAt(new Date(await nextAt()));
    await card().and(ana.locator('[data-state=paused]')).waitFor();
    await ana
      .getByTestId('occurrence')
      .filter({ hasText: 'There is not enough money in your balance' })
      .first()
      .waitFor();
    await shoot(ana, 'schedule-paused');
    await ana.getByText('Open the conversation').click();
    await line().and(ana.locator('[data-state=paused]')).waitFor();
    await ana.getByTestId('next-manage').click();
    await ana.getByTestId('schedule-stop').click();
    await ana.getByTestId('schedule-stop-yes').click();
    await ana.getByText('Nothing is scheduled').waitFor();
    await card().and(ana.locator('[data-state=stopped]')).waitFor();
  });

  test('the books balance and no page complained', async () => {
    it.set(new Date(Date.now() + DAY));
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});
