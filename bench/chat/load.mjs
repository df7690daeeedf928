// The clients of the benchmark: sockets that listen, and messages whose way to each of them is timed.
// Server and clients are two processes of one machine; the clients are all in this one, so that one clock
// tells when a message was said and when each socket heard it.
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

const OPENED_AT_ONCE = 50;
const PATIENCE_MS = 30_000;

/** Opens sockets, each let in by the server, and answers them with what times messages. */
export async function audience({ url, auth }, count) {
  const waiting = new Map();
  const sockets = [];
  const heard = ({ message }) => {
    const one = waiting.get(message.clientId);
    if (one === undefined) return;
    one.times.push(performance.now() - one.saidAt);
    if (one.times.length === count) one.done(one.times);
  };
  for (let from = 0; from < count; from += OPENED_AT_ONCE) {
    const indexes = Array.from(
      { length: Math.min(OPENED_AT_ONCE, count - from) },
      (_, i) => from + i,
    );
    sockets.push(...(await Promise.all(indexes.map((index) => open(url, auth(index), heard)))));
  }
  return { count, sockets, waiting, close: () => sockets.forEach((socket) => socket.close()) };
}

function open(url, auth, heard) {
  const socket = io(url, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  socket.on('thread.changed', heard);
  return new Promise((resolve, reject) => {
    socket.once('ready', () => resolve(socket));
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => reject(new Error(reason)));
  });
}

/** Says one message and answers, in milliseconds, after what time each socket had it. */
function tell(contender, { waiting, sockets }, index, body) {
  const clientId = randomUUID();
  const all = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('a message was not heard')), PATIENCE_MS);
    const done = (times) => {
      clearTimeout(late);
      waiting.delete(clientId);
      resolve(times);
    };
    waiting.set(clientId, { saidAt: performance.now(), times: [], done });
  });
  return Promise.all([all, contender.say(index, { clientId, body }, sockets)]).then(
    ([times]) => times,
  );
}

/** A message every so often, whatever became of those before: how long each delivery took. */
export async function paced(contender, listeners, { perSecond, seconds, body }) {
  const began = performance.now();
  const told = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    await sleep(Math.max(0, began + (index * 1000) / perSecond - performance.now()));
    told.push(tell(contender, listeners, index, body));
  }
  return (await Promise.all(told)).flat();
}

/** Writers who each say the next thing when everybody has heard the last: how much in how long. */
export async function crowded(contender, listeners, { writers, seconds, body }) {
  const began = performance.now();
  let said = 0;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let round = 0; performance.now() - began < seconds * 1000; round++) {
        await tell(contender, listeners, writer + round * writers, body);
        said += 1;
      }
    }),
  );
  return { said, ms: performance.now() - began };
}
