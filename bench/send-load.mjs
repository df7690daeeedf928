// The load of the benchmarks of sending.
import autocannon from 'autocannon';
import { randomUUID } from 'node:crypto';

/**
 * Callers that send one cent to the other person of their thread, again and again, for so many seconds.
 * Answers sends per second and the latencies in milliseconds.
 */
export async function load(port, callers, seconds, people) {
  let next = 0;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: callers,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/v1/payments',
        setupRequest: (request) => {
          const person = people[(next = (next + 7919) % people.length)];
          return {
            ...request,
            headers: {
              authorization: `Bearer ${person.token}`,
              'content-type': 'application/json',
              'idempotency-key': randomUUID(),
            },
            body: person.body,
          };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    console.log(`! ${result.non2xx} answers were not 2xx, ${result.errors} connections failed`);
  }
  return { rate: result['2xx'] / seconds, p50: result.latency.p50, p99: result.latency.p99 };
}
