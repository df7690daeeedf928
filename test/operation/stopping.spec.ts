// A server that is told to stop in its first moments ends like any other.
import { World } from '../support/world.js';

test('stopped before anybody came, it ends at once', async () => {
  const world = await World.start();
  await world.stop();
  await expect(fetch(world.url)).rejects.toThrow();
}, 20_000);
