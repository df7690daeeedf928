// Whatever the order in which the processor's news come, however often and however late, the books end
// the same: for twenty thousand orders of the news of a charge, its refunds and its disputes, the
// application's own decisions over real books end in the same balances and the same entries as in the
// order in which it all happened.
import fc from 'fast-check';
import { newsOf, planOf, story } from '../../test/support/news-stories.js';
import { type News, NewsWorld } from '../../test/support/news-world.js';

const RUNS = 20_000;

/** The news in another order, some of them again; `keys` decide which and when. */
function disordered(news: readonly News[], keys: readonly number[]): News[] {
  const key = (index: number): number => keys[index % keys.length] ?? 0;
  const again = news.flatMap((item, index) => Array.from({ length: key(index) % 3 }, () => item));
  return [...news, ...again]
    .map((item, index) => ({ item, place: key(index * 7 + 1) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

test(`${String(RUNS)} orders of the news end in the same books`, () => {
  const keys = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(story, keys, (it, order) => {
      const plan = planOf(it);
      const news = newsOf(it, plan);
      const [inOrder, otherwise] = [new NewsWorld(plan), new NewsWorld(plan)];
      inOrder.deliver(news);
      otherwise.deliver(disordered(news, order));
      expect(otherwise.balances()).toEqual(inOrder.balances());
      expect(otherwise.standing()).toEqual(inOrder.standing());
    }),
    { numRuns: RUNS },
  );
});

test('the stories are not empty: each kind of end is reached', () => {
  const ends = new Set<string>();
  for (const it of fc.sample(story, 2000)) {
    const plan = planOf(it);
    const world = new NewsWorld(plan);
    world.deliver(newsOf(it, plan));
    ends.add(world.payment.state);
    for (const { state } of world.refunds.values()) ends.add(`refund ${state}`);
    for (const { state } of world.disputes.values()) ends.add(`dispute ${state}`);
  }
  expect([...ends].sort()).toEqual([
    'completed',
    'dispute closed',
    'dispute lost',
    'dispute open',
    'dispute prevented',
    'dispute won',
    'failed',
    'refund failed',
    'refund succeeded',
  ]);
});
