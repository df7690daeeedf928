// Three projects: pure units beside the code; everything that meets a real PostgreSQL, a real HTTP
// server or a real browser under test/; and of the latter what takes long, `*.long.spec.ts`, which has
// a command of its own (`npm run test:long`) so that `npm test` stays short. The proof runs all three.
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^tenner$': '<rootDir>/src/index.ts' },
  transform: { '^.+\\.ts$': ['@swc/jest'] },
};

export default {
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', 'simulator/**/*.ts', '!**/*.spec.ts', '!src/main.ts'],
  workerIdleMemoryLimit: '512MB',
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{src,simulator}/**/*.spec.ts',
        '<rootDir>/test/{house,contract,web}/*.spec.ts',
      ],
    },
    {
      ...common,
      displayName: 'real',
      testMatch: ['<rootDir>/test/!(house|contract|web)/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.long\\.spec\\.ts$'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
    {
      ...common,
      displayName: 'long',
      testMatch: ['<rootDir>/test/**/*.long.spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
