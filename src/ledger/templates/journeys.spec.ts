// Journeys through the business, each played through the real books with their floors, and the
// balance of every account it touched at the end. Whatever a journey does, its clearing accounts
// end at zero.
import { balancesIn, play } from '../../../test/support/journey.js';
import { JOURNEYS } from '../../../test/support/journeys.js';
import { type AccountName, CHART } from '../chart.js';
import { type TemplateName, TEMPLATES } from './catalogue.js';
import { FREE_TEMPLATES } from './corrections.js';
import type { Template } from './template.js';

const PAYOUT = `P2 payer=ben gross=50.00
     P6 connect=acct_ben amount=50.00
     P9 payee=ben payable=po_1 amount=40.00
     P9a transit=po_1 connect=acct_ben amount=40.00
     P9b payable=po_1 transit=po_1 amount=40.00
     `;

/** Journeys that clear something twice, or spend what is not there, and the line that is refused. */
const REFUSED: readonly (readonly [name: string, line: number, steps: string])[] = [
  [
    'a claim is claimed once',
    3,
    `P2c claim=pay_1 gross=5.00
     P5a claim=pay_1 payee=ben amount=5.00
     P5a claim=pay_1 payee=ben amount=5.00`,
  ],
  [
    'what was claimed does not go back as well',
    3,
    `P2c claim=pay_1 gross=5.00
     P5a claim=pay_1 payee=ben amount=5.00
     P5b claim=pay_1 payer=ana amount=5.00`,
  ],
  [
    'a payment under review is released or rejected, not both',
    4,
    `P2 payer=ana gross=5.00
     P3r payer=ana held=ana:pay_1 amount=5.00
     P3ra held=ana:pay_1 payee=ben amount=5.00
     P3rr held=ana:pay_1 payer=ana amount=5.00`,
  ],
  [
    'one review does not spend what another set aside',
    4,
    `P2 payer=ana gross=9.00
     P3r payer=ana held=ana:pay_1 amount=4.00
     P3r payer=ana held=ana:pay_2 amount=5.00
     P3ra held=ana:pay_1 payee=ben amount=5.00`,
  ],
  [
    'nobody spends more than there is',
    3,
    `P2 payer=ana gross=5.00
     P2b payer=ana fee=0.20
     P3 payer=ana payee=ben amount=5.00`,
  ],
  [
    'a refund never takes more from the payee than there is',
    2,
    `P2 payer=ben gross=5.00
     P7 payee=ben owed=ben refund=re_1 available=5.01`,
  ],
  [
    'the processor takes a refund once',
    4,
    `P2 payer=ben gross=9.00
     P7 payee=ben owed=ben refund=re_1 available=5.00
     P7a refund=re_1 amount=5.00
     P7a refund=re_1 amount=5.00`,
  ],
  [
    'a dispute that was lost is not won as well',
    3,
    `P8 dispute=dp_1 payee=ben held=ben:dp_1 amount=5.00
     P8l dispute=dp_1 owed=ben held=ben:dp_1 absorbed=5.00
     P8w dispute=dp_1 payee=ben held=ben:dp_1 amount=5.00`,
  ],
  [
    'nobody pays back more than is owed',
    3,
    `P8 dispute=dp_1 payee=ben held=ben:dp_1 amount=5.00
     P12 owed=ben dispute=dp_1 amount=5.00
     P12b owed=ben amount=5.01`,
  ],
  [
    'no more is written off than is owed',
    2,
    `P13 amount=5.00
     P13w owed=ben amount=5.00`,
  ],
  ['a payout is paid once', 6, `${PAYOUT}P9b payable=po_1 transit=po_1 amount=0.01`],
  [
    'a payout that was paid fails only by undoing that first',
    6,
    `${PAYOUT}P9c payable=po_1 transit=po_1 connect=acct_ben payee=ben amount=40.00`,
  ],
  [
    'the bank pays for a top-up once',
    3,
    `P17 topup=tu_1 amount=5.00
     P17a topup=tu_1 amount=5.00
     P17a topup=tu_1 amount=5.00`,
  ],
];

test.each(JOURNEYS)('%s', (_name, steps, balances) => {
  const played = play(steps);
  expect(played.refusedAt).toBeNull();
  expect(played.balances).toEqual(balancesIn(balances));
  expect(played.open).toEqual([]);
  expect(played.unfinished).toEqual([]);
});

test.each(REFUSED)('%s: line %i is refused', (_name, line, steps) => {
  expect(play(steps).refusedAt).toBe(line);
});

test('every template and every account of the chart is on some journey', () => {
  const played = JOURNEYS.map(([, steps]) => play(steps));
  const templates = new Set<string>(played.flatMap((one) => one.templates));
  const missing = Object.keys({ ...TEMPLATES, ...FREE_TEMPLATES }).filter(
    (name) => !templates.has(name),
  );
  expect(missing).toEqual([]);
  const touched = new Set(
    played.flatMap((one) => Object.keys(one.balances).map((label) => label.split(/[: ]/)[0])),
  );
  expect(Object.keys(CHART).filter((name) => !touched.has(name))).toEqual([]);
});

test('every clearing account is finished by some template, and only those are', () => {
  const finished = new Set(
    Object.keys(TEMPLATES).flatMap((name) => {
      const template: Template = TEMPLATES[name as TemplateName];
      return template.finishes ?? [];
    }),
  );
  const clearing = (Object.keys(CHART) as AccountName[]).filter((name) => CHART[name].clearing);
  expect([...finished].sort()).toEqual(clearing.sort());
});
