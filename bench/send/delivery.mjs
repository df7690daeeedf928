// How soon the other person has a payment on their screen: from the moment somebody sends until the
// socket of whom they pay has the card, while others keep the server busy.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { sendOf } from './load.mjs';

const PATIENCE_MS = 30_000;

/**
 * Pairs of two: the first sends to the second, in turn, `perSecond` times in all for so many seconds.
 * Answers the milliseconds that each payment took to the payee's socket, in ascending order.
 */
export async function deliveries(port, pairs, { perSecond, seconds }) {
  const url = `http://127.0.0.1:${port}`;
  const heardAt = new Map();
  const heard = ({ message }) => {
    if (message.card && !heardAt.has(message.card.id)) {
      heardAt.set(message.card.id, performance.now());
    }
  };
  const sockets = await Promise.all(pairs.map(([, payee]) => open(url, payee.token, heard)));
  const began = performance.now();
  const sending = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    await sleep(Math.max(0, began + (index * 1000) / perSecond - performance.now()));
    sending.push(send(url, pairs[index % pairs.length][0]));
  }
  const sent = await Promise.all(sending);
  const patience = performance.now() + PATIENCE_MS;
  while (sent.some(({ id }) => !heardAt.has(id))) {
    if (performance.now() > patience) throw new Error('a payment was not heard of');
    await sleep(10);
  }
  for (const socket of sockets) socket.close();
  return sent.map(({ id, saidAt }) => heardAt.get(id) - saidAt).toSorted((a, b) => a - b);
}

async function send(url, payer) {
  const saidAt = performance.now();
  const response = await fetch(`${url}/v1/payments`, { method: 'POST', ...sendOf(payer) });
  if (response.status !== 201) throw new Error(`a send was answered ${response.status}`);
  const { id } = await response.json();
  return { id, saidAt };
}

function open(url, token, heard) {
  const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true });
  socket.on('thread.changed', heard);
  return new Promise((resolve, reject) => {
    socket.once('ready', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}
