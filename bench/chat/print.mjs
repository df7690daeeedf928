// The tables a reader sees, on the screen and in a report: the same text in both, in Markdown.
import os from 'node:os';
import { table } from '../table.mjs';

/** The bar: everybody has it at most twice as late as from socket.io alone. */
const BAR = { sockets: 500, figure: 'p99', most: 2 };

const FIGURES = {
  p50: ({ times }) => share(times, 0.5),
  p99: ({ times }) => share(times, 0.99),
  rate: ({ crowds }) => (total(crowds, 'said') * 1000) / total(crowds, 'ms'),
};

function share(times, part) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

const total = (parts, name) => parts.reduce((sum, part) => sum + part[name], 0);

const of = (cell, figure) => FIGURES[figure](cell);

/** Ours divided by the other's, over all rounds. */
const ratio = (one, other, figure) => of(one, figure) / of(other, figure);

/** Everything that was measured, as one text. */
export function pageOf({ cells, rounds, pace, crowd }) {
  const pairs = cells.flatMap((one, index) => (index % 2 === 0 ? [[one, cells[index + 1]]] : []));
  const held = pairs.find(([{ sockets }]) => sockets === BAR.sockets);
  const value = held && ratio(...held, BAR.figure);
  return [
    `# Chat benchmark, ${new Date().toISOString().slice(0, 10)}`,
    `${os.cpus().length} processors shared by server, database and clients, Node ${process.version}; fsync on; all of ${rounds} rounds of ${pace.seconds} s, in turns. Delivery: ${pace.perSecond} messages per second. Messages per second: ${crowd.writers} writers, each saying the next thing when all have heard the last.`,
    table(
      cells.map((cell) => ({
        sockets: cell.sockets,
        server: cell.name,
        'p50 ms': of(cell, 'p50').toFixed(1),
        'p99 ms': of(cell, 'p99').toFixed(1),
        'messages/s': of(cell, 'rate').toFixed(0),
        'deliveries/s': (of(cell, 'rate') * cell.sockets).toFixed(0),
      })),
    ),
    table(
      pairs.map(([one, other]) => ({
        'ours to bare, sockets': one.sockets,
        p50: ratio(one, other, 'p50').toFixed(2),
        p99: ratio(one, other, 'p99').toFixed(2),
        'messages/s': ratio(one, other, 'rate').toFixed(2),
      })),
    ),
    value === undefined
      ? 'The bar was not measured.'
      : `p99 at ${BAR.sockets} sockets to the bare one's: ${value.toFixed(2)}, wanted <= ${BAR.most}: ${value <= BAR.most ? 'PASS' : 'FAIL'}`,
    '',
  ].join('\n\n');
}
