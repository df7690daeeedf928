// Two projects: pure units beside the code, and everything that meets a real PostgreSQL, a real
// HTTP server or a real browser under test/. Only the second one starts a database.
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
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
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
