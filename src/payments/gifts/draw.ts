// The draw of a gift: pure, and the same for everybody who has the seed. `scripts/check-gift.mjs` does it
// again from these words alone:
//
// - Lots are 64-bit words, big-endian, of SHA-256(seed || n) for n = 0, 1, 2, … as four bytes,
//   big-endian; four words of each.
// - A number below b is the next word w, modulo b; a word that is not below the largest multiple of b is
//   passed over, so that no number is likelier than another.
// - By luck: of the total - 1 places between its units count - 1 are chosen as cuts. For j from
//   total - count + 1 to total - 1: t = 1 + (a number below j); t is chosen, or j if t was already. In
//   order, the cuts divide the total, so each part has at least one unit and every division is equally likely.
// - Equally: each part has total / count, and as many as the remainder says have one unit more.
// - Then the parts are shuffled: for i from count - 1 down to 1, part i changes places with part
//   (a number below i + 1). They are opened in that order, so no place in it is better.
//
// The commitment is SHA-256(seed || terms), the terms in lines: the format, the id of the gift, the way, the total
// in minor units, the currency and the count.
import { createHash } from 'node:crypto';
import { present } from '../../shared/refusal.js';
import type { GiftWay } from './contract.js';

export interface Terms {
  readonly giftId: string;
  readonly way: GiftWay;
  /** Minor units, at least one for each part. */
  readonly total: bigint;
  readonly currency: string;
  readonly count: number;
}

export const FORMAT = 'tenner.gift.v1';
export const SEED_BYTES = 32;

const WORD_BYTES = 8;
const WORDS = 1n << 64n;

/** What binds whoever draws: nobody can find another seed for it. */
export function commitmentOf(seed: Buffer, terms: Terms): Buffer {
  const { giftId, way, total, currency, count } = terms;
  const lines = [FORMAT, giftId, way, total.toString(), currency, String(count)];
  return sha256(seed, Buffer.from(lines.join('\n')));
}

/** The parts in the order in which they are opened, in minor units. */
export function draw(seed: Buffer, { way, total, count }: Terms): bigint[] {
  const lots = new Lots(seed);
  const parts = way === 'luck' ? cutByLuck(lots, total, count) : dividedEqually(total, count);
  for (let i = count - 1; i > 0; i--) {
    const j = Number(lots.below(BigInt(i + 1)));
    const one = present(parts[i], 'a place below the count');
    parts[i] = present(parts[j], 'a place below the count');
    parts[j] = one;
  }
  return parts;
}

function cutByLuck(lots: Lots, total: bigint, count: number): bigint[] {
  const cuts = new Set<bigint>();
  for (let j = total - BigInt(count) + 1n; j < total; j++) {
    const t = 1n + lots.below(j);
    cuts.add(cuts.has(t) ? j : t);
  }
  const ends = [...cuts, total].sort((a, b) => (a < b ? -1 : 1));
  return ends.map((end, index) => end - (ends[index - 1] ?? 0n));
}

function dividedEqually(total: bigint, count: number): bigint[] {
  const [share, odd] = [total / BigInt(count), total % BigInt(count)];
  return Array.from({ length: count }, (_, index) => share + (BigInt(index) < odd ? 1n : 0n));
}

class Lots {
  private block: Buffer = Buffer.alloc(0);
  private blocks = 0;

  constructor(private readonly seed: Buffer) {}

  below(bound: bigint): bigint {
    const fair = WORDS - (WORDS % bound);
    for (;;) {
      const word = this.word();
      if (word < fair) return word % bound;
    }
  }

  private word(): bigint {
    if (this.block.length === 0) {
      const number = Buffer.alloc(4);
      number.writeUInt32BE(this.blocks++);
      this.block = sha256(this.seed, number);
    }
    const word = this.block.readBigUInt64BE();
    this.block = this.block.subarray(WORD_BYTES);
    return word;
  }
}

const sha256 = (...parts: Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
