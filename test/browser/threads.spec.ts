// What two people do with messages in their browsers: say, answer, react, edit, delete, and see each
// other write, all without a reload.
import type { Page } from 'playwright-core';
import { onStage } from '../support/stage.js';
import { openThread, signIn } from '../support/pages.js';

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
    if (process.env.SHOTS) await ben.screenshot({ path: `${process.env.SHOTS}/thread.png` });

    await act(ben, 'At seven', 'Delete for everybody');
    await message(ana, 'This message was deleted').waitFor();
    await message(ben, 'You deleted this message').waitFor();
    expect(stage.complaints).toEqual([]);
  });
});
