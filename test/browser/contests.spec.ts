// What two people contest, on screen: asked back, kept and decided by a person; reported, answered,
// released and appealed; and a wrong rejection that is sent again.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { caseOf, say } from '../support/desk.js';
import { cardOf, openThread, seeBalance, signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { onStage, PHONE } from '../support/stage.js';
import type { TestPerson } from '../support/world.js';

const HELD_ABOVE = { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n };

await onStage('contests', { config: { velocity: HELD_ABOVE } }, (stage) => {
  let ana: Page;
  let ben: Page;
  let riley: Page;
  let payer: TestPerson;

  async function paid(amount: string): Promise<string> {
    const threadId = await stage.threadOf(payer, 'ben');
    const { body } = await stage.world.send(payer, threadId, amount);
    const { id } = body as { id: string };
    await cardOf(ben, id).waitFor();
    return id;
  }
  async function write(page: Page, words: string): Promise<void> {
    await page.getByTestId('contest-words').fill(words);
    await page.getByTestId('contest-confirm').click();
    await page.getByTestId('contest-words').waitFor({ state: 'detached' });
  }
  async function decide(paymentId: string, verdict: 'granted' | 'denied'): Promise<void> {
    await riley.getByTestId('desk-contests').click();
    await riley
      .getByTestId('contest-row')
      .and(riley.locator(`[data-payment-id=${paymentId}]`))
      .click();
    await riley.getByTestId(`contest-${verdict}`).click();
    await riley.getByTestId('decision-words').fill('We read what both of you wrote.');
    await riley.getByTestId('decision-confirm').click();
  }

  beforeAll(async () => {
    payer = await stage.person('ana');
    await stage.world.fund(payer, '300.00');
    ana = await signIn(await stage.page(), 'ana');
    ben = await signIn(await stage.page({ viewport: PHONE, colorScheme: 'dark' }), 'ben');
    riley = await signIn(await stage.page(), 'riley');
    await openThread(ana, 'Ben Okafor');
    await openThread(ben, 'Ana Lindqvist');
  });

  afterEach(async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  test('asked back, kept, and returned by a person; asked back and returned with one tap', async () => {
    const id = await paid('20');
    await cardOf(ana, id).getByTestId('contest-start').click();
    await ana.getByTestId('ask-back').click();
    await ana.getByTestId('choice-wrong_amount').check();
    await write(ana, 'I meant 2.00, sorry!');
    const asked = cardOf(ben, id).getByTestId('contest-askBack');
    await asked.getByText('Ana Lindqvist says this was a mistake').waitFor();
    await shoot(ben, 'asked-back-phone-dark');
    expect(await objections(ben)).toEqual([]);
    await asked.getByTestId('contest-open').click();
    await ben.getByText('I meant 2.00, sorry!').waitFor();
    await ben.keyboard.press('Escape');
    await asked.getByTestId('contest-keep').click();
    await write(ben, 'It was for the whole trip.');
    const kept = cardOf(ana, id).getByTestId('contest-askBack');
    await kept.getByText('Ben Okafor keeps it').waitFor();
    await kept.getByTestId('contest-escalate').click();
    await write(ana, 'It was not.');
    await decide(id, 'granted');
    await riley.getByText('Decided for the payer').first().waitFor();
    for (const page of [ana, ben]) {
      await cardOf(page, id).getByText('It was asked back and returned').waitFor();
    }
    await cardOf(ana, id).getByText('by our team').waitFor();
    await seeBalance(ben, '€0.00');

    const mistaken = await paid('15');
    await cardOf(ana, mistaken).getByTestId('contest-start').click();
    await ana.getByTestId('ask-back').click();
    await ana.getByTestId('contest-confirm').click();
    await cardOf(ben, mistaken).getByTestId('contest-return').click();
    await cardOf(ana, mistaken).getByText('by Ben Okafor').waitFor();
  });

  test('reported and frozen, answered, released, appealed, and given back after all', async () => {
    const id = await paid('30');
    await cardOf(ana, id).getByTestId('contest-start').click();
    await ana.getByTestId('report').click();
    await write(ana, 'He said he was my landlord.');
    await cardOf(ana, id).getByText('You reported this: €30.00 is frozen').waitFor();
    const told = cardOf(ben, id).getByTestId('contest-report');
    await told.getByText('Ana Lindqvist reported a problem: €30.00 is frozen').waitFor();
    await seeBalance(ben, '€0.00');
    expect(await ben.getByText('landlord').count()).toBe(0);
    await told.getByTestId('contest-answer').click();
    await write(ben, 'I am the landlord.');
    await riley.getByTestId('desk-contests').click();
    await riley
      .getByTestId('contest-row')
      .and(riley.locator(`[data-payment-id=${id}]`))
      .click();
    await riley.getByTestId('contest-said').getByText('I am the landlord.').waitFor();
    await shoot(riley, 'contest-desk');
    expect(await objections(riley)).toEqual([]);
    await decide(id, 'denied');
    await seeBalance(ben, '€30.00');
    const lost = cardOf(ana, id).getByTestId('contest-report');
    await lost.getByText('Our team found no reason to return it').waitFor();
    await lost.getByTestId('contest-appeal').click();
    await write(ana, 'He is not.');
    await cardOf(ben, id).getByText('The decision is appealed').waitFor();
    await seeBalance(ben, '€0.00');
    await riley.getByTestId('contest-row').filter({ hasText: 'appeal 1' }).click();
    await riley.getByText('somebody else decides the appeal').waitFor();
    await shoot(ana, 'reported-desktop');
    expect(await objections(ana)).toEqual([]);
    await cardOf(ben, id).getByTestId('give-back').click();
    await ben.getByTestId('give-back-confirm').click();
    for (const page of [ana, ben]) await cardOf(page, id).getByText('All of €30.00').waitFor();
    await cardOf(ana, id).getByText('by Ben Okafor').waitFor();
  });

  test('rejected, appealed, and sent again', async () => {
    const { world } = stage;
    const threadId = await stage.threadOf(payer, 'ben');
    const { body } = await world.send(payer, threadId, '120');
    const { id } = body as { id: string };
    const reviewer = await stage.person('riley');
    await say(world, reviewer, (await caseOf(world, reviewer, id)).id, 'reject');
    const line = cardOf(ana, id).getByTestId('contest-rejection');
    await line.getByTestId('contest-appeal_rejection').click();
    await write(ana, 'It is the deposit.');
    await line.getByText('Somebody else decides').waitFor();
    expect(await cardOf(ben, id).getByTestId('contest-rejection').count()).toBe(0);
    const second = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
    const { body: desk } = await world.get(second, '/v1/risk/contests');
    const { contests } = desk as { contests: { id: string; payment: { id: string } }[] };
    const contest = contests.find(({ payment }) => payment.id === id);
    await world.post(
      second,
      `/v1/risk/contests/${String(contest?.id)}/decide`,
      { verdict: 'granted', words: 'All is well.' },
      'a-key-of-the-second',
    );
    await line.getByTestId('send-again').click();
    await ana.getByTestId('amount-input').waitFor();
    await shoot(ana, 'send-again');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('confirm-send').click();
    await seeBalance(ben, '€120.00');
  });
});
