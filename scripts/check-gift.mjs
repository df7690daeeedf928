#!/usr/bin/env node
// Checks the draw of a gift without whoever drew it: one file, Node 20.16 or later or any browser, nothing
// else. What it reads is the answer of GET /v1/gifts/:id once the gift has ended, or its `proof` alone.
//
//   node check-gift.mjs gift.json [--commitment 64 hexadecimal digits]
//
// --commitment: the one that you saw on the card while the gift was still open. Without it the file is
// only checked against itself, and whoever wrote the file could have drawn again.
// Ends with 0 when the draw is right, 1 when it is not, 2 for misuse.
//
// What is done here, in words:
// - The commitment is SHA-256(seed || terms); the terms are six lines: the format, the id of the gift, the way,
//   the total in minor units, the currency, the count.
// - Lots are 64-bit words, big-endian, of SHA-256(seed || n), n = 0, 1, 2, … as four bytes, big-endian.
// - A number below b is the next word modulo b; words not below the largest multiple of b are passed over.
// - By luck, count - 1 cuts are chosen of 1 … total - 1: for j from total - count + 1 to total - 1,
//   t = 1 + (a number below j) is chosen, or j if t was already. In order they divide the total.
// - Equally, each part has total / count, and as many as the remainder says have one more.
// - Then for i from count - 1 down to 1, part i changes places with part (a number below i + 1).

const FORMAT = 'tenner.gift.v1';
const WORDS = 1n << 64n;

const sha256 = async (...parts) => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
};
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (hex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Answers the function that draws a number below a bound. */
function lotsOf(seed) {
  let words = [];
  let blocks = 0;
  const word = async () => {
    if (words.length === 0) {
      const number = new Uint8Array(4);
      new DataView(number.buffer).setUint32(0, blocks);
      blocks += 1;
      const view = new DataView((await sha256(seed, number)).buffer);
      words = [0, 8, 16, 24].map((place) => view.getBigUint64(place));
    }
    return words.shift();
  };
  return async (bound) => {
    const fair = WORDS - (WORDS % bound);
    for (;;) {
      const drawn = await word();
      if (drawn < fair) return drawn % bound;
    }
  };
}

async function draw(seed, way, total, count) {
  const below = lotsOf(seed);
  const parts = [];
  if (way === 'luck') {
    const cuts = new Set();
    for (let j = total - BigInt(count) + 1n; j < total; j++) {
      const t = 1n + (await below(j));
      cuts.add(cuts.has(t) ? j : t);
    }
    let before = 0n;
    for (const end of [...cuts, total].sort((a, b) => (a < b ? -1 : 1))) {
      parts.push(end - before);
      before = end;
    }
  } else {
    const [share, odd] = [total / BigInt(count), total % BigInt(count)];
    for (let i = 0; i < count; i++) parts.push(share + (BigInt(i) < odd ? 1n : 0n));
  }
  for (let i = count - 1; i > 0; i--) {
    const j = Number(await below(BigInt(i + 1)));
    [parts[i], parts[j]] = [parts[j], parts[i]];
  }
  return parts;
}

const text = (value) => typeof value === 'string';
const hex32 = (value) => text(value) && /^[0-9a-f]{64}$/.test(value);
const minor = (value) => text(value) && /^[1-9]\d{0,18}$/.test(value);
const SHAPE = {
  format: (value) => value === FORMAT,
  giftId: (value) => text(value) && /^gft_[0-9a-v]+$/.test(value),
  way: (value) => value === 'luck' || value === 'equally',
  total: minor,
  currency: (value) => text(value) && /^[A-Z]{3}$/.test(value),
  count: (value) => Number.isSafeInteger(value) && value >= 1 && value <= 10_000,
  commitment: hex32,
  seed: hex32,
  parts: (value) => Array.isArray(value) && value.every(minor),
};

/** What is wrong with a proof, in words; nothing when the draw is right. `seen`: the commitment of the card. */
export async function checkGift(proof, seen = null) {
  if (typeof proof !== 'object' || proof === null) return ['There is no proof in it yet.'];
  const misshapen = Object.keys(SHAPE).filter((name) => !SHAPE[name](proof[name]));
  if (misshapen.length > 0) return misshapen.map((name) => `${name} is missing or malformed.`);
  const { giftId, way, total, currency, count, commitment, parts } = proof;
  if (BigInt(total) < BigInt(count)) return ['The total is less than one unit for each part.'];
  const seed = bytesOf(proof.seed);
  const faults = [];
  const terms = [FORMAT, giftId, way, total, currency, String(count)].join('\n');
  if (hexOf(await sha256(seed, new globalThis.TextEncoder().encode(terms))) !== commitment) {
    faults.push('The commitment is not that of this seed and these terms.');
  }
  if (seen !== null && seen !== commitment) {
    faults.push('The commitment is not the one that was seen while the gift was open.');
  }
  const drawn = await draw(seed, way, BigInt(total), count);
  if (drawn.join(' ') !== parts.join(' ')) {
    faults.push(`The parts are not those of the draw, which are ${drawn.join(', ')}.`);
  }
  return faults;
}

async function main([file, flag, seen, ...rest]) {
  const given = flag === undefined ? true : flag === '--commitment' && hex32(seen);
  if (file === undefined || !given || rest.length > 0) {
    console.error('node check-gift.mjs gift.json [--commitment 64 hexadecimal digits]');
    return 2;
  }
  let content;
  try {
    content = JSON.parse(process.getBuiltinModule('node:fs').readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`${file} cannot be read: ${error.message}`);
    return 2;
  }
  const proof = content?.proof === undefined ? content : content.proof;
  const faults = await checkGift(proof, seen ?? null);
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) return 1;
  const against =
    seen === undefined ? 'against its own commitment' : 'against the commitment you saw';
  console.log(
    `The draw of ${proof.giftId} is right, checked ${against}: ${proof.parts.join(', ')}.`,
  );
  return 0;
}

// Only when it is what was started; a page that imports it calls checkGift.
const started = globalThis.process?.argv?.[1];
if (started !== undefined && import.meta.url.startsWith('file:')) {
  const { realpathSync } = process.getBuiltinModule('node:fs');
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  if (realpathSync(started) === realpathSync(fileURLToPath(import.meta.url))) {
    void main(process.argv.slice(2)).then((code) => {
      process.exitCode = code;
    });
  }
}
