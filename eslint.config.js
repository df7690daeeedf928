// Lint is for mistakes that cost money: promises nobody awaits, values of unknown type, cases that
// were forgotten. How code looks is Prettier's business.
import eslint from '@eslint/js';
import ts from 'typescript-eslint';

// Words with one home, and where to find what is meant instead.
const HOMES = [
  {
    selector:
      "NewExpression[callee.name='Date'][arguments.length=0], MemberExpression[object.name='Date'][property.name='now']",
    message: 'The time comes from Clock, so that a test can own it.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Ids come from ids.ts; chance that must repeat comes from a seeded generator.',
  },
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'Amounts are read by money.ts; no float ever holds one.',
  },
  {
    selector: "CallExpression[callee.name='InjectRepository'], Identifier[name='forwardRef']",
    message: 'Write through a Tx; and move a floor instead of tying a knot.',
  },
];

const names = (list) => Object.fromEntries(list.split(' ').map((name) => [name, 'readonly']));

export default ts.config(
  { ignores: ['dist/', 'web/dist/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [eslint.configs.recommended, ...ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...HOMES] },
  },
  {
    // The clock's own home.
    files: ['src/shared/clock.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // The simulator is a tool of the command line; it speaks to whoever started it.
    files: ['simulator/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // The body of an HTTP answer is of no known type; what it holds is what the test is about.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    extends: [eslint.configs.recommended],
    languageOptions: {
      globals: names(
        'process console URL Buffer fetch setTimeout clearTimeout setInterval clearInterval AbortSignal',
      ),
    },
  },
  {
    // Served to the browser as they are, three of them joined into one script.
    files: ['simulator/elements/browser/*.js'],
    languageOptions: {
      globals: names(
        'window document location URLSearchParams ResizeObserver getComputedStyle matchMedia navigator fetch CardElement',
      ),
    },
    rules: {
      'no-unused-vars': [
        'error',
        { varsIgnorePattern: '^(CardElement|authenticate|failedAuthentication)$' },
      ],
      'no-redeclare': 'off',
    },
  },
);
