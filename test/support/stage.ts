// The stage of a browser test: a world with the demo's people, a real browser, and one context per
// person on it. Everything is loopback; what the pages ask and whom is written down, so that a test
// can say who learned what. Where no browser can run the specs are skipped, and that is said aloud.
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
  Request,
} from 'playwright-core';
import type { ThreadView } from '../../src/chat/contract.js';
import { seedDemo } from '../../src/demo.js';
import { launchBrowser } from './browser.js';
import { type TestPerson, World, type WorldOptions } from './world.js';

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

// Far longer than anything takes; a machine that has much else to do may need it all.
const PATIENCE_MS = 30_000;

/** The stage while its specs run; asking for a part before the specs began is a mistake. */
export class Stage {
  private parts: { world: World; browser: Browser } | undefined;
  private readonly contexts: BrowserContext[] = [];
  /** Errors that pages threw or printed, in words. A sound page has none. */
  readonly complaints: string[] = [];

  get world(): World {
    return this.ready().world;
  }

  async open(browser: Browser, { config = {} }: WorldOptions): Promise<void> {
    const world = await World.start({ config: { ...config, demo: true } });
    await seedDemo(world.app);
    this.parts = { world, browser };
  }

  async close(): Promise<void> {
    const { world, browser } = this.ready();
    await browser.close();
    await world.stop();
  }

  /** A browser of somebody's own: cookies, size and colours belong to it alone. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.ready().browser.newContext({
      baseURL: this.world.webUrl,
      viewport: DESKTOP,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
    context.on('console', (line) => {
      // A browser prints a line for each refusal, too; refusals are what many tests are about.
      const isRefusal = line.text().startsWith('Failed to load resource');
      if (line.type() === 'error' && !isRefusal) this.complaints.push(line.text());
    });
    this.contexts.push(context);
    return context;
  }

  /** The sign-in page in a browser of its own. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await this.context(options)).newPage();
    await page.goto('/');
    return page;
  }

  /** Ends what one test opened. */
  async clear(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  /** One of the demo's people with a session of their own, for what a test does not do on screen. */
  async person(handle: string): Promise<TestPerson> {
    const { body } = await this.world.http.post('/v1/demo/sessions').send({ handle });
    const { token, person } = body as { token: string; person: TestPerson };
    return { ...person, token };
  }

  /** The direct thread of two of the demo's people. */
  async threadOf(person: TestPerson, otherHandle: string): Promise<string> {
    const { body } = await this.world.get(person, '/v1/threads');
    const { threads } = body as { threads: ThreadView[] };
    const found = threads.find(
      ({ kind, participants }) =>
        kind === 'direct' && participants.some(({ handle }) => handle === otherHandle),
    );
    if (found === undefined) throw new Error(`${person.handle} has no thread with ${otherHandle}`);
    return found.id;
  }

  private ready(): { world: World; browser: Browser } {
    if (this.parts === undefined) throw new Error('the stage opens before the first test');
    return this.parts;
  }
}

/** Describes what needs a browser and a world; skipped where no browser can run. */
export async function onStage(
  title: string,
  options: WorldOptions,
  specs: (stage: Stage) => void,
): Promise<void> {
  const browser = await launchBrowser();
  const stage = new Stage();
  if (browser === null) {
    describe.skip(title, () => {
      specs(stage);
    });
    return;
  }
  describe(title, () => {
    beforeAll(() => stage.open(browser, options));
    afterAll(() => stage.close());
    specs(stage);
  });
}

/** What one browser sent: every request and socket frame of its pages and their frames. */
export interface Traffic {
  /** Host names and ports that were asked, each once. */
  hosts: () => string[];
  /** Everything sent to an origin, as one text: addresses, headers, bodies, socket frames. */
  sentTo: (origin: string) => Promise<string>;
}

/** Writes down what a context sends from now on. */
export function recordTraffic(context: BrowserContext): Traffic {
  const requests: Request[] = [];
  const frames: { url: string; text: string }[] = [];
  context.on('request', (request) => requests.push(request));
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      frames.push({ url: socket.url(), text: '' });
      socket.on('framesent', ({ payload }) =>
        frames.push({ url: socket.url(), text: payload.toString() }),
      );
    });
  });
  const urls = (): string[] => [...requests.map((one) => one.url()), ...frames.map((f) => f.url)];
  const hostOf = (url: string): string => new URL(url).host;
  return {
    hosts: () =>
      [
        ...new Set(
          urls()
            .filter((url) => /^(http|ws)/.test(url))
            .map(hostOf),
        ),
      ].sort(),
    sentTo: async (origin) => {
      const toOrigin = ({ url }: { url: string }): boolean => hostOf(url) === hostOf(origin);
      const asked = requests.filter((request) => toOrigin({ url: request.url() }));
      const texts = await Promise.all(
        asked.map(async (request) => {
          const headers = JSON.stringify(await request.allHeaders());
          return [request.url(), headers, request.postData() ?? ''].join('\n');
        }),
      );
      return [...texts, ...frames.filter(toOrigin).map(({ text }) => text)].join('\n');
    },
  };
}
