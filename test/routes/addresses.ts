// Where a route is asked.
import type { Part } from '../support/cast.js';
import type { Route } from '../support/routes.js';
import type { Scene } from '../support/scene.js';
import { SAMPLES } from './samples.js';

/** The path of a route with its parameters filled in, and its query. */
export async function addressOf(route: Route, scene: Scene, part: Part): Promise<string> {
  const { params = {}, query } = SAMPLES[route.name] ?? {};
  const words = await Promise.all(
    route.path.split('/').map(async (word) => {
      if (!word.startsWith(':')) return word;
      const name = word.slice(1);
      return encodeURIComponent(await scene.value(params[name] ?? name, part));
    }),
  );
  return words.join('/') + (query === undefined ? '' : `?${query(scene)}`);
}
