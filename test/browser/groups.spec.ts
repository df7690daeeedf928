// What people do with threads in their browsers: begin one, let people in and put them out, invite by a
// link, find what was said, mute and block; everybody concerned sees it without a reload.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { Chatter } from '../support/chatter.js';
import { openThread, signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { onStage, PHONE } from '../support/stage.js';

// Each look at a page takes seconds, and on a busy machine many of them.
const LOOKING_MS = 240_000;

await onStage('threads and their people', {}, (stage) => {
  afterEach(() => stage.clear());

  const say = async (page: Page, words: string): Promise<void> => {
    await page.getByTestId('message-input').fill(words);
    await page.getByTestId('message-input').press('Enter');
  };
  const row = (page: Page, name: string) =>
    page.getByTestId(`thread-${name.toLowerCase().replace(/\s+/g, '-')}`);
  const details = async (page: Page): Promise<void> => {
    await page.getByTestId('details-open').click();
    await page.getByTestId('details-name').waitFor();
  };
  const actOn = async (page: Page, name: string, action: string): Promise<void> => {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };

  test(
    'a group is made, grows, is renamed, and whoever is put out loses it at once',
    async () => {
      const [ana, ben, david] = [await stage.page(), await stage.page(), await stage.page()];
      await signIn(ana, 'ana');
      await signIn(ben, 'ben');
      await signIn(david, 'david');

      await ana.getByTestId('thread-new').click();
      await ana.getByTestId('person-handle').fill('nobody_here');
      await ana.getByTestId('person-find').click();
      await ana.getByText('There is nobody to be found').waitFor();
      await shoot(ana, 'new-thread');
      expect(await objections(ana)).toEqual([]);
      await ana.getByTestId('person-handle').fill('@ben');
      await ana.getByTestId('person-find').click();
      await ana.getByRole('button', { name: 'Choose Chloé Martin' }).click();
      expect(await ana.getByTestId('thread-make').isDisabled()).toBe(true);
      await ana.getByTestId('group-title').fill('Pizza night');
      await ana.getByTestId('thread-make').click();
      await ana.getByText('You made this group with').waitFor();
      await openThread(ben, 'Pizza night');

      await details(ana);
      await shoot(ana, 'details');
      expect(await objections(ana)).toEqual([]);
      await ana.getByTestId('add-people').click();
      await ana.getByRole('button', { name: 'Choose David Kim' }).click();
      await ana.getByTestId('add-confirm').click();
      await openThread(david, 'Pizza night');
      await ana.getByTestId('rename-title').fill('Pizza nights');
      await ana.getByTestId('rename-save').click();
      await ben.getByRole('heading', { name: 'Pizza nights' }).waitFor();

      await actOn(ana, 'David Kim', 'Make an admin');
      await ana.getByTestId('member').filter({ hasText: 'David Kim' }).getByText('Admin').waitFor();
      await details(david);
      await actOn(david, 'Ben Okafor', 'Remove from the group');
      await ben.getByText('You are not in this group any more').waitFor();
      await row(ben, 'Pizza nights').waitFor({ state: 'detached' });
      await shoot(ben, 'removed');

      await david.getByTestId('leave').click();
      await david.getByTestId('leave').click();
      await row(david, 'Pizza nights').waitFor({ state: 'detached' });
      await ana.keyboard.press('Escape');
      await ana.getByTestId('conversation').getByText('David Kim left').waitFor();
      expect(stage.complaints).toEqual([]);
    },
    LOOKING_MS,
  );

  test(
    'an invitation is made, followed through the sign-in, looked at and accepted; one is withdrawn',
    async () => {
      const chloe = await signIn(await stage.page(), 'chloe');
      await chloe.getByTestId('thread-new').click();
      const makeLink = async (): Promise<string> => {
        await chloe.getByTestId('invite-make').click();
        await chloe.getByTestId('invite-link').waitFor();
        return chloe.getByTestId('invite-link').inputValue();
      };
      const link = await makeLink();
      await shoot(chloe, 'invite-link');
      expect(await objections(chloe)).toEqual([]);

      const david = await (await stage.context({ viewport: PHONE, hasTouch: true })).newPage();
      await david.goto(link);
      await david.getByText('You have been invited').waitFor();
      await david.getByTestId('demo-david').click();
      await david.getByText('Chloé Martin invites you to a conversation').waitFor();
      await shoot(david, 'invitation-phone');
      expect(await objections(david)).toEqual([]);
      await david.getByTestId('invite-accept').click();
      await david.getByRole('log').waitFor();
      await say(david, 'Here I am');
      await chloe.getByTestId('invite-withdraw').waitFor({ state: 'visible' });
      await chloe.keyboard.press('Escape');
      await openThread(chloe, 'David Kim');
      await chloe.getByTestId('message').filter({ hasText: 'Here I am' }).waitFor();

      await chloe.getByTestId('thread-new').click();
      const second = await makeLink();
      await chloe.getByTestId('invite-withdraw').click();
      await chloe.getByTestId('invite-withdraw').waitFor({ state: 'detached' });
      const ben = await signIn(await stage.page(), 'ben');
      await ben.goto(second);
      await ben.getByText('This invitation is not valid').waitFor();
      await ben.goto(link);
      await ben.getByText('This invitation is not valid').waitFor();
      expect(stage.complaints).toEqual([]);
    },
    LOOKING_MS,
  );

  test(
    'what was said long ago is found and shown at its place, and the present is one tap away',
    async () => {
      const [ana, ben] = [await stage.person('ana'), await stage.person('ben')];
      const chat = new Chatter(stage.world);
      const threadId = await stage.threadOf(ana, 'ben');
      await chat.said(ben, threadId, 'The Käsespätzle recipe is in the blue book');
      for (let line = 1; line <= 120; line++)
        await chat.said(ben, threadId, `Line ${String(line)}`);
      const page = await signIn(await stage.page(), 'ana');
      await page.getByTestId('search-open').click();
      await page.getByTestId('search-words').fill('kasesp');
      await page.getByTestId('found').waitFor();
      await page.getByTestId('search-words').fill('line');
      await page.getByTestId('found').nth(1).waitFor();
      await shoot(page, 'search');
      expect(await objections(page)).toEqual([]);
      await page.getByTestId('search-words').fill('recipe');
      await page.getByTestId('found').filter({ hasText: 'blue book' }).click();
      const sought = page.locator('[data-sought]').filter({ hasText: 'blue book' });
      await sought.waitFor();
      await shoot(page, 'found');
      const [box, log] = [await sought.boundingBox(), await page.getByRole('log').boundingBox()];
      expect(box !== null && log !== null && box.y >= log.y).toBe(true);
      await page.getByRole('button', { name: 'Later messages' }).click();
      await page.getByTestId('message').filter({ hasText: 'Line 60' }).waitFor();
      await page.getByTestId('newest').click();
      await page.getByTestId('message').filter({ hasText: 'Line 120' }).waitFor();
      await page.getByTestId('search-words').fill('nobody said this');
      await page.getByText('Nothing was found').waitFor();
      expect(stage.complaints).toEqual([]);
    },
    LOOKING_MS,
  );

  test(
    'muting and blocking show at once on every screen of their own, and both can be taken back',
    async () => {
      const [ana, phone] = [await stage.page(), await stage.page({ viewport: PHONE })];
      await signIn(ana, 'ana');
      await signIn(phone, 'ana');
      await openThread(ana, 'Ben Okafor');
      await row(phone, 'Ben Okafor').waitFor();
      await details(ana);
      await ana.getByTestId('mute').click();
      await ana.getByRole('option', { name: 'Until I change it' }).click();
      await row(phone, 'Ben Okafor').getByLabel('Muted').waitFor();

      await ana.getByTestId('block').click();
      await ana.getByText('Ben Okafor is not told').waitFor();
      await ana.getByTestId('block').click();
      await ana.getByText('You blocked Ben Okafor').waitFor();
      await shoot(ana, 'blocked');
      await ana.keyboard.press('Escape');
      await say(ana, 'Are you there?');
      await ana.getByText('You cannot write to this person').waitFor();
      await phone.getByText('Message from somebody you blocked').waitFor();

      await phone.getByRole('button', { name: /account menu/ }).click();
      await phone.getByTestId('blocked-open').click();
      await phone.getByTestId('blocked-person').waitFor();
      await shoot(phone, 'blocked-people-phone');
      expect(await objections(phone)).toEqual([]);
      await phone.getByRole('button', { name: 'Unblock Ben Okafor' }).click();
      await phone.getByText('You have blocked nobody').waitFor();
      await ana.getByText('Blocked', { exact: true }).waitFor({ state: 'detached' });
      await ana.getByRole('button', { name: 'Send again' }).click();
      await ana.getByText('You cannot write to this person').waitFor({ state: 'detached' });

      // Whoever tries handles one after the other is told to wait, and for how long.
      const chat = new Chatter(stage.world);
      const person = await stage.person('ana');
      for (let tries = 0; tries < 30; tries++) await chat.byHandle(person, 'nobody_at_all');
      await ana.getByTestId('thread-new').click();
      await ana.getByTestId('person-handle').fill('nobody_at_all');
      await ana.getByTestId('person-find').click();
      await ana.getByText(/as many people as one may .* try again in \d+ minutes/).waitFor();
      expect(stage.complaints).toEqual([]);
    },
    LOOKING_MS,
  );
});
