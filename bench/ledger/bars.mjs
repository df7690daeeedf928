// The bars our ledger must clear, each a ratio of figures measured in one run, so that a slow or a
// busy machine moves both sides.
import { median } from './load.mjs';

const GATHERED = 'ours, gathered';

/** All rounds of the cells that fit. */
const find = (cells, name, shape, callers) =>
  cells.filter(
    (cell) =>
      cell.name === name && cell.shape === shape && (callers ?? cell.callers) === cell.callers,
  );

const rateOf = (cell) => median(cell.rounds.map(({ rate }) => rate));

/** The cell with the highest median rate. */
const best = (cells) => cells.toSorted((a, b) => rateOf(b) - rateOf(a))[0];

/** The median over the rounds of a's rate divided by b's. */
function ratio(a, b) {
  if (a === undefined || b === undefined) return undefined;
  return median(a.rounds.map(({ rate }, round) => rate / b.rounds[round].rate));
}

export function bytesOf(cells) {
  const each = cells.flatMap(({ rounds }) => rounds.map(({ bytes }) => bytes)).filter((b) => b > 0);
  return each.length === 0 ? undefined : median(each);
}

/** Every bar as `{ bar, value, wanted, ok }`; a bar whose figures were not measured has no value. */
export function barsOf(cells, verdicts, grown) {
  const rival = (shape) => best(find(cells, 'pgledger', shape));
  const mine = (shape, callers) => find(cells, GATHERED, shape, callers)[0];
  const atLeast = (bar, value, wanted) => ({
    bar,
    value,
    wanted: `>= ${wanted}`,
    ok: value >= wanted,
  });
  const atMost = (bar, value, wanted) => ({
    bar,
    value,
    wanted: `<= ${wanted}`,
    ok: value <= wanted,
  });
  const bytes = [GATHERED, 'pgledger'].map((name) => bytesOf(find(cells, name, 'wide')));
  const own = [...verdicts].filter(([name]) => name.startsWith('ours'));
  const failing = own.flatMap(([, of]) => Object.values(of)).filter(({ ok }) => ok !== true);
  const bars = [
    atLeast(
      "gathered, 128 callers, to pgledger's best, wide",
      ratio(mine('wide', 128), rival('wide')),
      5,
    ),
    atLeast(
      "gathered, 32 callers, to pgledger's best, wide",
      ratio(mine('wide', 32), rival('wide')),
      2.5,
    ),
    atLeast(
      "hot platform account, 128 callers, to pgledger's best",
      ratio(mine('hot platform', 128), rival('hot platform')),
      10,
    ),
    atLeast(
      'gathered, 128 callers, to TPC-B at 128',
      ratio(mine('wide', 128), find(cells, 'TPC-B (pgbench)', 'wide', 128)[0]),
      2,
    ),
    atMost("bytes per transfer to pgledger's, wide", bytes[0] / bytes[1], 2),
    atLeast('rate on the long history to the short', grown?.ratio, 0.9),
  ];
  if (own.length > 0) bars.push(atMost('invariants of ours that do not hold', failing.length, 0));
  return bars.map((bar) => (Number.isFinite(bar.value) ? bar : { ...bar, value: undefined }));
}
