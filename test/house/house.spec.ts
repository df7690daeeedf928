// The rules of the house, kept by a test from the first day: which way the imports run, that there
// are no circles, how large a file may be, and which words have a better one. Each failure says what
// to do instead.
import { filesUnder, type SourceFile, sourceUnder, textOf } from './source.js';

const source = sourceUnder('src', 'web/src', 'simulator', 'scripts', 'bench', 'test');
const src = source.filter(({ path }) => path.startsWith('src/'));
const production = source.filter(({ path }) => !path.endsWith('.spec.ts'));

// Floors from the ground up. A folder may import only from floors below its own: pillars stand side
// by side and never know each other.
const FLOORS: readonly (readonly string[])[] = [
  ['shared'],
  ['ledger', 'chat', 'fraud', 'identity'],
  ['payments'],
  ['finance', 'platform', 'notifications', 'privacy'],
  ['(roof)'],
];

// The same inside payments, whose rooms have floors of their own.
const PAYMENT_FLOORS: readonly (readonly string[])[] = [
  ['processor', 'sweep'],
  ['calls', 'inbox'],
  ['cards'],
  ['payment'],
  ['funding', 'trust'],
  ['top-ups', 'exchange'],
  ['requests', 'review', 'refunds', 'gifts', 'cash-out', 'debts', 'movements', 'schedules'],
  ['between', 'disputes', 'records', 'returns', 'splits', 'waits'],
  ['(top)'],
];

const roomOf = (path: string): string =>
  (path.split('/').length > 2 ? path.split('/')[1] : '(roof)') ?? '';
const paymentRoomOf = (path: string): string =>
  (path.split('/').length > 3 ? path.split('/')[2] : '(top)') ?? '';

const floorOf = (floors: readonly (readonly string[])[], room: string): number =>
  floors.findIndex((rooms) => rooms.includes(room));

function arrows(files: readonly SourceFile[]): { from: string; to: string; typeOnly: boolean }[] {
  return files.flatMap((file) =>
    file.imports.map(({ path, typeOnly }) => ({ from: file.path, to: path, typeOnly })),
  );
}

const show = ({ from, to }: { from: string; to: string }): string => `${from} -> ${to}`;

describe('directions', () => {
  test('every folder of src has a floor', () => {
    const rooms = new Set(src.map(({ path }) => roomOf(path)));
    expect([...rooms].filter((room) => floorOf(FLOORS, room) === -1)).toEqual([]);
  });

  test('imports run down, and pillars never import each other: call both from the floor above', () => {
    const wrong = arrows(src).filter(({ from, to }) => {
      const [above, below] = [roomOf(from), roomOf(to)];
      return above !== below && floorOf(FLOORS, above) <= floorOf(FLOORS, below);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test("inside payments imports run down too; its contract is everybody's", () => {
    const inside = arrows(src).filter(
      ({ from, to }) =>
        [from, to].every((path) => path.startsWith('src/payments/')) &&
        !to.endsWith('/contract.ts') &&
        !from.includes('/migrations/'),
    );
    const wrong = inside.filter(({ from, to }) => {
      const [above, below] = [paymentRoomOf(from), paymentRoomOf(to)];
      return above !== below && floorOf(PAYMENT_FLOORS, above) <= floorOf(PAYMENT_FLOORS, below);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test('inside the ledger seals know the chart alone, and posting never waits for the sealer', () => {
    const below = /^src\/ledger\/(seals\/.*|chart|chart-rows|refusals|contract)\.ts$/;
    const up = arrows(src).filter(
      ({ from, to }) =>
        from.startsWith('src/ledger/seals/') && to.startsWith('src/ledger/') && !below.test(to),
    );
    const waiting = arrows(src).filter(
      ({ from, to }) =>
        to === 'src/ledger/seals/sealer.ts' &&
        // Reports of now and closings seal what waits first; neither posts anything.
        !/^src\/ledger\/(index|ledger\.module|periods|reports\/as-of)\.ts$/.test(from),
    );
    expect([...up, ...waiting].map(show)).toEqual([]);
  });

  test('from outside, a room is entered by its index.ts; inside, never', () => {
    const wrong = arrows(src.filter(({ path }) => !path.endsWith('.spec.ts'))).filter(
      ({ from, to }) => {
        const room = roomOf(to);
        if (room === 'shared' || room === '(roof)') return false;
        const face = to === `src/${room}/index.ts`;
        return roomOf(from) === room ? face : !face;
      },
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('the web client takes only types, and only from contract.ts', () => {
    const wrong = arrows(source.filter(({ path }) => path.startsWith('web/'))).filter(
      ({ to, typeOnly }) => to.startsWith('src/') && !(typeOnly && to.endsWith('/contract.ts')),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('the simulator and the application know nothing of each other', () => {
    // A unit test may try the simulator's list of card numbers.
    const wrong = arrows(production).filter(
      ({ from, to }) =>
        (from.startsWith('src/') && to.startsWith('simulator/')) ||
        (from.startsWith('simulator/') && to.startsWith('src/')),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('only the adapter talks to Stripe', () => {
    const home = 'src/payments/processor/stripe/';
    const talkers = src.filter(({ text }) => /from 'stripe'/.test(text)).map(({ path }) => path);
    expect(talkers.filter((path) => !path.startsWith(home))).toEqual([]);
  });

  test('no file reaches itself by its imports: move what two files share to a third', () => {
    const next = new Map(source.map((file) => [file.path, file.imports.map((i) => i.path)]));
    const reaches = (start: string): boolean => {
      const seen = new Set<string>();
      const open = [...(next.get(start) ?? [])];
      for (let path = open.pop(); path !== undefined; path = open.pop()) {
        if (path === start) return true;
        if (!seen.has(path)) open.push(...(next.get(path) ?? []));
        seen.add(path);
      }
      return false;
    };
    expect(source.map(({ path }) => path).filter(reaches)).toEqual([]);
  });
});

describe('sizes', () => {
  test('no file is over 300 lines: a second noun wants a second file', () => {
    // A stranger gets the verifier as one file, which depends on nothing of ours.
    const long = source.filter(
      ({ path, lines }) => lines > 300 && path !== 'scripts/verify-ledger.mjs',
    );
    expect(long.map(({ path, lines }) => `${path}: ${String(lines)}`)).toEqual([]);
  });

  test('half of the files of src are at most 120 lines', () => {
    const sorted = src.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(120);
  });

  test('the roof stays thin', () => {
    const roof = src.filter(({ path }) => /^src\/(main|app\.module|data-source)\.ts$/.test(path));
    expect(roof.filter(({ lines }) => lines > 50).map(({ path }) => path)).toEqual([]);
  });

  test('no function is over 70 lines, no component over 90: give its parts names', () => {
    // A component is mostly markup, which takes a line for each attribute.
    const limitOf = (path: string): number => (path.endsWith('.tsx') ? 90 : 70);
    const long = production.flatMap(({ path, functions }) =>
      functions
        .filter(({ lines }) => lines > limitOf(path))
        // The SQL of a migration is one text.
        .filter(({ name }) => !(path.includes('/migrations/') && name === 'up'))
        .map(({ name, line, lines }) => `${path}:${String(line)} ${name}: ${String(lines)}`),
    );
    expect(long).toEqual([]);
  });

  test('no constructor takes more than five arguments: a sixth says the class has two jobs', () => {
    const wide = production.flatMap(({ path, functions }) =>
      functions
        .filter(({ name, parameters }) => name === 'constructor' && parameters > 5)
        .map(({ parameters }) => `${path}: ${String(parameters)}`),
    );
    expect(wide).toEqual([]);
  });

  test('a folder of src holds at most 16 files', () => {
    const counts = new Map<string, number>();
    for (const { path } of src.filter((file) => !file.path.endsWith('.spec.ts'))) {
      const folder = path.slice(0, path.lastIndexOf('/'));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = [...counts].filter(([folder, files]) => files > 16 && folder !== 'src/shared');
    expect(full).toEqual([]);
  });
});

describe('words', () => {
  // A word on the left has a better one on the right. Stripe's own names stay where Stripe is spoken.
  const BANNED: readonly [RegExp, string, RegExp?][] = [
    [/\bFIXME\b|\bTODO\b/, 'do it, or write it into an issue', /^test\/house\//],
    [/\bforwardRef\b/, 'move a floor', /^test\/house\//],
    [/\bsynchronize\s*:/, 'a migration', /^test\/house\//],
    [/\bany\b(?=[\],;)>]| as)/, 'a type', /^(test|web|simulator|scripts|bench)\//],
    [
      /process\.env/,
      'config.ts',
      /^(src\/shared\/config\.ts|src\/migrate\.ts|scripts|bench|test|simulator)/,
    ],
    [
      /\b(whitelist|blacklist)\b/i,
      'allow list, deny list',
      /^(src\/shared\/own-routes\.ts|test\/house\/|simulator\/cards)/,
    ],
    [/\bamountCents\b|\bcents\b/, 'minor', /^(test|web|simulator)\//],
    [/\bgateway\b/, 'processor', /(chat\/|test\/house\/)/],
    [/@InjectRepository/, 'a Tx', /^test\/house\//],
  ];

  test.each(BANNED)('%s has a better word', (pattern, better, home) => {
    const lines = source
      .filter(({ path }) => home?.test(path) !== true)
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, index) =>
            pattern.test(line.replace(/\/\/.*|^\s*\*.*/, ''))
              ? [`${path}:${String(index + 1)} say ${better}`]
              : [],
          ),
      );
    expect(lines).toEqual([]);
  });

  test('every file of src says at its top what lives there', () => {
    const silent = src.filter(
      ({ path, text }) =>
        !/\/(index|contract)\.ts$|\.module\.ts$|\.spec\.ts$|\/migrations\//.test(path) &&
        !text.startsWith('//'),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('nothing names a machine or a place where packages are fetched', () => {
    const files = filesUnder(
      ['src', 'web/src', 'simulator', 'scripts', 'bench', 'test', 'docs', '.ci'],
      [''],
    );
    const naming = [...files, 'README.md', 'package.json', 'package-lock.json'].filter(
      (file) =>
        !file.endsWith('.png') &&
        !file.startsWith('test/house/') &&
        /registry\.npmjs|deb\.debian|"resolved": "http/.test(textOf(file)),
    );
    expect(naming).toEqual([]);
  });
});

describe('dependencies', () => {
  const manifests = ['package.json', 'web/package.json'].map(
    (file) => JSON.parse(textOf(file)) as Record<string, Record<string, string> | undefined>,
  );
  const named = manifests.flatMap((manifest) =>
    ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    ),
  );

  test('each is pinned to one version', () => {
    const loose = named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  test('each has a line in the decision record', () => {
    const record = textOf('docs/decisions/0002-dependencies.md');
    const missing = named.map(([name]) => name).filter((name) => !record.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
