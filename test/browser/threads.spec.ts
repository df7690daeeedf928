// What people do with messages in their browsers: say, answer, react, edit, delete, show pictures, name
// each other, pay what they wrote, and find it all again, without a reload.
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { objections } from '../support/axe.js';
import { onStage, PHONE } from '../support/stage.js';
import {
  confirmSend,
  noteOf,
  openThread,
  paymentCards,
  seeBalance,
  signIn,
} from '../support/pages.js';
import { picture, shoot } from '../support/shots.js';

await onStage('messages of two people', {}, (stage) => {
  afterEach(() => stage.clear());

  const message = (page: Page, words: string) =>
    page.getByTestId('message').filter({ hasText: words });
  const act = async (page: Page, words: string, action: string): Promise<void> => {
    await message(page, words).getByTestId('message-actions').click();
    await page.getByRole('menuitem', { name: action }).click();
  };

  test('answer, react, edit and delete are seen at once by the other', async () => {
    const [ana, ben] = [await stage.page(), await stage.page()];
    await signIn(ana, 'ana');
    await signIn(ben, 'ben');
    await openThread(ana, 'Ben Okafor');
    await openThread(ben, 'Ana Lindqvist');

    await ana.getByTestId('message-input').pressSequentially('Shal we go?');
    await ben.getByTestId('typing').filter({ hasText: 'Ana Lindqvist is writing' }).waitFor();
    await ana.getByTestId('message-send').click();
    await message(ben, 'Shal we go?').waitFor();

    await act(ana, 'Shal we go?', 'Edit');
    await ana.getByLabel('Edit your message').fill('Shall we go?');
    await ana.getByTestId('message-send').click();
    await message(ben, 'Shall we go? (edited)').waitFor();

    await act(ben, 'Shall we go?', 'Reply');
    await ben.getByTestId('message-input').fill('At seven');
    await ben.getByTestId('message-input').press('Enter');
    await message(ana, 'At seven').filter({ hasText: 'Ana LindqvistShall we go?' }).waitFor();

    await act(ana, 'At seven', 'React with 👍');
    const reaction = ben.getByRole('button', { name: '👍 by Ana Lindqvist' });
    await reaction.click();
    await ana.getByRole('button', { name: '👍 by you, Ben Okafor' }).waitFor();
    await shoot(ben, 'thread');

    await act(ben, 'At seven', 'Delete for everybody');
    await message(ana, 'This message was deleted').waitFor();
    await message(ben, 'You deleted this message').waitFor();
    expect(stage.complaints).toEqual([]);
  });

  test('what was begun stays while one answers, edits and looks elsewhere', async () => {
    const ana = await signIn(await stage.page(), 'ana');
    await openThread(ana, 'Ben Okafor');
    const field = ana.getByTestId('message-input');
    await field.fill('A thing to change');
    await field.press('Enter');
    await message(ana, 'A thing to change').waitFor();
    await field.fill('I wanted to say');
    await act(ana, 'A thing to change', 'Edit');
    await ana.getByLabel('Edit your message').press('Escape');
    expect(await field.inputValue()).toBe('I wanted to say');
    await act(ana, 'A thing to change', 'Reply');
    expect(await field.inputValue()).toBe('I wanted to say');
    await openThread(ana, 'Chloé Martin');
    expect(await field.inputValue()).toBe('');
    await openThread(ana, 'Ben Okafor');
    expect(await field.inputValue()).toBe('I wanted to say');
    expect(stage.complaints).toEqual([]);
  });

  test('a picture is chosen, refused in words, pasted, dropped, and seen by the other', async () => {
    const [ana, ben] = [await stage.page(), await stage.page()];
    await signIn(ana, 'ana');
    await signIn(ben, 'ben');
    await openThread(ana, 'Ben Okafor');
    await openThread(ben, 'Ana Lindqvist');
    const file = ana.getByTestId('picture-file');
    const attached = ana.getByTestId('attached');
    const wrong = { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') };
    await file.setInputFiles(wrong);
    await attached.getByText('This is no picture we can send').waitFor();
    await file.setInputFiles({ ...wrong, mimeType: 'image/png', buffer: Buffer.alloc(6_000_000) });
    await attached.getByText('too large').waitFor();
    // Its name says picture, its bytes do not, and only the server reads them.
    await file.setInputFiles({
      name: 'lake.png',
      mimeType: 'image/png',
      buffer: Buffer.from('no'),
    });
    await attached.getByText('no picture we can read').waitFor();
    expect(await ana.getByTestId('message-send').isDisabled()).toBe(true);

    await ana.route('**/pictures', (route) => route.abort(), { times: 1 });
    const lake = await sharp(picture()).png().toBuffer();
    await file.setInputFiles({ name: 'lake.png', mimeType: 'image/png', buffer: lake });
    await attached.getByRole('button', { name: 'Try again' }).click();
    await attached.getByText('Ready to send').waitFor();
    await shoot(ana, 'attached');
    expect(await objections(ana)).toEqual([]);
    await ana.getByTestId('message-input').fill('The lake');
    await ana.getByTestId('message-send').click();
    await message(ben, 'The lake').getByTestId('picture').click();
    await ben.getByTestId('picture-large').waitFor();
    await ben.keyboard.press('Escape');

    for (const way of ['paste', 'drop'] as const) {
      await give(ana, way, lake.toString('base64'));
      await attached.getByText('Ready to send').waitFor();
      await ana.getByTestId('message-send').click();
      await attached.waitFor({ state: 'detached' });
    }
    await ben.getByTestId('picture').nth(2).waitFor();
    expect(stage.complaints).toEqual([]);
  });

  /** Pastes a picture into the field, or drops it on the conversation. */
  const give = (page: Page, way: 'paste' | 'drop', base64: string): Promise<void> =>
    page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob('${base64}'), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], '${way}.png', { type: 'image/png' }));
      const where = { paste: 'message-input', drop: 'conversation' }['${way}'];
      const event = '${way}' === 'paste'
        ? new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: transfer })
        : new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer });
      document.querySelector('[data-testid=' + where + ']').dispatchEvent(event);
    })()`);

  test('a mention is completed by keys and stands out for the one it names', async () => {
    const [ana, chloe] = [await stage.page(), await stage.page({ viewport: PHONE })];
    await signIn(ana, 'ana');
    await signIn(chloe, 'chloe');
    await openThread(ana, 'Lake weekend');
    await openThread(chloe, 'Lake weekend');
    const field = ana.getByTestId('message-input');
    await field.pressSequentially('Ask @');
    await ana.getByRole('option').nth(2).waitFor();
    await shoot(ana, 'mention');
    expect(await objections(ana)).toEqual([]);
    await field.pressSequentially('ma');
    await field.press('Enter');
    expect(await field.inputValue()).toBe('Ask @chloe ');
    await field.pressSequentially('or not@ben about it');
    await field.press('Enter');
    const mention = message(chloe, 'Ask @chloe or not@ben').getByTestId('mention');
    await mention.waitFor();
    expect(await mention.getAttribute('data-own')).toBe('true');
    await shoot(chloe, 'mention-phone');
    expect(stage.complaints).toEqual([]);
  });

  test('an amount is offered as money, filled in and never by itself; or not at all', async () => {
    await stage.world.fund(await stage.person('ana'), '50.00');
    const ana = await signIn(await stage.page(), 'ana');
    await seeBalance(ana, '50.00');
    await openThread(ana, 'Ben Okafor');
    const field = ana.getByTestId('message-input');
    await field.fill('20 EUR for pizza');
    await ana.getByTestId('chip-pay').filter({ hasText: 'Pay 20.00 EUR' }).waitFor();
    expect(await ana.getByTestId('amount-input').count()).toBe(0);
    await shoot(ana, 'chip');
    expect(await objections(ana)).toEqual([]);
    await ana.getByTestId('chip-pay').click();
    expect(await ana.getByTestId('amount-input').inputValue()).toBe('20.00');
    expect(await noteOf(ana).inputValue()).toBe('pizza');
    await confirmSend(ana);
    await paymentCards(ana, 'completed').filter({ hasText: 'pizza' }).waitFor();
    // What was paid need not be said any more.
    expect(await field.inputValue()).toBe('');

    await ana.getByTestId('details-open').click();
    await ana.getByTestId('suggests-money').click();
    await ana.getByTestId('suggests-money').and(ana.locator(':not(:checked)')).waitFor();
    await ana.keyboard.press('Escape');
    await field.fill('30 EUR for gas');
    await openThread(ana, 'Chloé Martin');
    await field.fill('30 EUR for gas');
    await ana.getByTestId('chip-pay').waitFor();
    await openThread(ana, 'Ben Okafor');
    expect(await field.inputValue()).toBe('30 EUR for gas');
    expect(await ana.getByTestId('chip-pay').count()).toBe(0);
    expect(stage.complaints).toEqual([]);
  });
});
