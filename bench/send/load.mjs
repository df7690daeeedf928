// The load of the benchmarks of sending: callers that send one cent inside a thread, again and again.
import autocannon from 'autocannon';
import { randomUUID } from 'node:crypto';

/**
 * So many callers for so many seconds, each sending as soon as it was answered, or all together at `rate`
 * sends per second. `people`: who sends, each with a token and a body. Answers sends per second and the
 * latencies in milliseconds.
 */
export async function load(port, { callers, seconds, people, rate }) {
  let next = 0;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: callers,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: Math.round(rate) }),
    requests: [
      {
        method: 'POST',
        path: '/v1/payments',
        setupRequest: (request) => ({
          ...request,
          ...sendOf(people[(next = (next + 7919) % people.length)]),
        }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    console.log(`! ${result.non2xx} answers were not 2xx, ${result.errors} connections failed`);
  }
  return { rate: result['2xx'] / seconds, p50: result.latency.p50, p99: result.latency.p99 };
}

/** Headers and body of one send of this person. */
export const sendOf = ({ token, body }) => ({
  headers: {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  },
  body,
});
