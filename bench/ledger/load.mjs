// The load: so many callers, each with one call in flight, for so many seconds. It lives in the
// process of the contenders, so it does nothing per call but take the time twice.
import { performance } from 'node:perf_hooks';

const WARM_UP_S = 0.7;

async function callersFor(call, callers, seconds) {
  const latencies = [];
  let failed = 0;
  let reason;
  const end = performance.now() + seconds * 1000;
  const caller = async () => {
    for (let started = performance.now(); started < end; started = performance.now()) {
      try {
        await call();
        latencies.push(performance.now() - started);
      } catch (error) {
        failed += 1;
        reason ??= error.message;
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { latencies, failed, reason };
}

/**
 * Answers transfers per second, the same with the time the sealer needed to catch up, p50 and p99 of
 * a call in milliseconds, and how many transfers were made in all. `per` is transfers per call.
 */
export async function load({ call, per = 1, drained = async () => {} }, callers, seconds) {
  const warm = await callersFor(call, callers, WARM_UP_S);
  await drained();
  const started = performance.now();
  const { latencies, failed, reason } = await callersFor(call, callers, seconds);
  const accepted = (performance.now() - started) / 1000;
  await drained();
  const sealed = (performance.now() - started) / 1000;
  if (failed > 0) console.log(`! ${failed} calls failed, the first with: ${reason}`);
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(latencies.length * share)] ?? NaN;
  return {
    rate: (latencies.length * per) / accepted,
    drainedRate: (latencies.length * per) / sealed,
    p50: at(0.5),
    p99: at(0.99),
    transfers: (warm.latencies.length + latencies.length) * per,
  };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}
