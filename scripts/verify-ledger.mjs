#!/usr/bin/env node
// Checks a receipt or an export of the ledger without the ledger: one file, Node 20 or later, nothing
// else. Every hash, root, signature and running balance is recomputed from what the file says; what
// does not fit is named. A file is read line by line, so an export may be as large as it likes.
//
//   node verify-ledger.mjs receipt.json [--key public.pem]
//   node verify-ledger.mjs export.jsonl [--key public.pem] [--head head.json]
//
// --key: the public key you trust, got from elsewhere than the file; may be given more than once.
// --head: a seal that was published earlier (GET /v1/ledger/head); shows whether the tail was cut.
// Ends with 0 when all is right, 1 when something is not (at most 20 faults are shown), 2 for misuse.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';

const FAULTS_SHOWN = 20;
const ZEROS = '0'.repeat(64);

// Canonical bytes: each field as its length in UTF-8 bytes, a colon and the bytes; null is a dash.
const encode = (...fields) =>
  fields.map((f) => (f === null ? '-' : `${Buffer.byteLength(String(f))}:${f}`)).join('');
const sha256 = (...parts) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((p) => Buffer.from(p))))
    .digest();
const hashOf = (...fields) => sha256(encode(...fields)).toString('hex');

const publicHash = (e) =>
  hashOf(
    'tenner.entry.public.v1',
    ...[e.id, e.reference, e.template, e.lines.length, e.occurredAt, e.recordedAt],
    ...[e.linkedTo, e.reverses, e.reason, e.recordedBy, e.approvedBy],
    ...e.lines.flatMap((l) => [l.number, l.address, l.side, l.amount, l.currency]),
  );
const privateHash = (e) =>
  hashOf(
    'tenner.entry.private.v1',
    e.salt,
    ...e.lines.flatMap((l) => [l.number, l.accountId, l.accountVersion, l.balanceAfter]),
  );
const entryHash = (open, hidden) => hashOf('tenner.entry.v1', open, hidden);
const sealHash = (s) =>
  hashOf(
    'tenner.seal.v1',
    ...[s.number, s.firstPosition, s.lastPosition, s.root, s.sealedAt, s.previousHash],
  );
const closingHash = (c) =>
  hashOf(
    'tenner.closing.v1',
    ...[c.number, c.through, c.position, c.balancesHash, c.reason, c.closedBy, c.closedAt],
    c.previousHash,
  );
const leafHash = (position, hash) => {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(position));
  return sha256([0], place, Buffer.from(hash, 'hex'));
};
const nodeHash = (left, right) => sha256([1], left, right);

// The exact shape of each thing: a field that is missing, of another form, or unknown (and so under
// no hash) is a fault.
const text = (v) => typeof v === 'string';
const maybe = (test) => (v) => v === null || test(v);
const whole = (v) => Number.isSafeInteger(v) && v >= 0;
const like = (pattern) => (v) => text(v) && pattern.test(v);
const time = (v) => text(v) && !Number.isNaN(Date.parse(v)) && new Date(v).toISOString() === v;
const base64 = (v) => text(v) && v !== '' && Buffer.from(v, 'base64').toString('base64') === v;
const hex32 = like(/^[0-9a-f]{64}$/);
const side = like(/^(debit|credit)$/);
const currency = like(/^[A-Z]{3}$/);
const is = (value) => (v) => v === value;
const list = (v) => Array.isArray(v);
const thing = (v) => typeof v === 'object' && v !== null && !Array.isArray(v);
const LINE = { number: whole, address: text, side, amount: like(/^[1-9]\d*$/), currency };
const PRIVATE_LINE = {
  ...{ ...LINE, accountId: text, accountVersion: maybe(whole) },
  balanceAfter: maybe(like(/^(0|-?[1-9]\d*)$/)),
};
const ENTRY = {
  ...{ id: text, reference: text, template: text, occurredAt: time, recordedAt: time },
  ...{ linkedTo: maybe(text), reverses: maybe(text), reason: maybe(text) },
  ...{ recordedBy: maybe(text), approvedBy: maybe(text), lines: list },
};
const SIGNED = { previousHash: hex32, hash: hex32, keyId: text, signature: base64 };
const SEAL = {
  ...{ number: whole, firstPosition: whole, lastPosition: whole, root: hex32, sealedAt: time },
  ...SIGNED,
};
const CLOSING = {
  ...{ number: whole, through: time, position: whole, balancesHash: hex32, reason: text },
  ...{ closedBy: text, closedAt: time, ...SIGNED },
};
const HEAD = { format: is('tenner.head.v1'), seal: thing, publicKey: base64 };
const RECEIPT = {
  ...{ format: is('tenner.receipt.v1'), entry: thing, privateHash: hex32, position: whole },
  ...{ path: (v) => list(v) && v.every(hex32), seal: thing, publicKey: base64 },
};
const PLACE = {
  ...{ format: is('tenner.place.v1'), entryHash: hex32, position: whole, path: RECEIPT.path },
  ...{ seal: thing, publicKey: base64 },
};
const EXPORT = {
  header: { format: is('tenner.export.v1'), firstPosition: whole, lastPosition: whole, keys: list },
  account: { id: text, address: text, currency, normalSide: maybe(side) },
  entry: { ...ENTRY, position: whole, salt: like(/^[0-9a-f]{32}$/), hash: hex32 },
  seal: SEAL,
  closing: CLOSING,
};

class Report {
  faults = [];
  count = 0;
  notes = [];

  fault(sentence) {
    this.count += 1;
    if (this.faults.length < FAULTS_SHOWN) this.faults.push(sentence);
  }

  shape(value, shape, place) {
    const before = this.count;
    if (!thing(value)) this.fault(`${place} is not an object`);
    else {
      for (const [field, test] of Object.entries(shape)) {
        if (!(field in value)) this.fault(`${place}: the field ${field} is missing`);
        else if (!test(value[field])) this.fault(`${place}: ${field} is not well formed`);
      }
      for (const field of Object.keys(value))
        if (!(field in shape))
          this.fault(`${place}: the field ${field} is unknown, no hash covers it`);
    }
    return this.count === before;
  }
}

// The public keys: those you trust, or else those inside the file.
class Keys {
  byId = new Map();
  used = new Set();

  constructor(report, trusted) {
    this.report = report;
    this.trusts = trusted.length > 0;
    for (const key of trusted) this.byId.set(Keys.idOf(key), key);
  }

  static idOf = (der) => sha256(der).toString('hex').slice(0, 16);

  /** A key that the file brings along: it counts only when you named none. */
  offer(publicKey, id, place) {
    const der = Buffer.from(publicKey, 'base64');
    if (id !== Keys.idOf(der)) this.report.fault(`${place}: the key inside is not the key ${id}`);
    else if (!this.trusts) this.byId.set(id, der);
  }

  check({ hash, keyId, signature }, place) {
    const der = this.byId.get(keyId);
    if (der === undefined) {
      const why = this.trusts ? 'which is not a key you trust' : 'which is unknown';
      return this.report.fault(`${place} is signed with the key ${keyId}, ${why}`);
    }
    this.used.add(keyId);
    let good = false;
    try {
      const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
      good = verify(null, Buffer.from(hash, 'hex'), key, Buffer.from(signature, 'base64'));
    } catch {
      // Not a key at all: then it made no signature.
    }
    if (!good) this.report.fault(`${place}: the signature is not good`);
  }

  say() {
    const ids = [...this.used].join(', ') || 'none';
    return this.trusts
      ? `Signed with a key you named: ${ids}.`
      : `Signed with the key inside the file (${ids}), which had to be trusted: compare it with one that was published, or name yours with --key.`;
  }
}

/** What lines alone must satisfy: numbered from 1, and balanced in each currency. */
function checkLines(report, lines, shape, place) {
  const sums = new Map();
  if (lines.length < 2) report.fault(`${place} has fewer than two lines`);
  const good = lines.every((line, i) => report.shape(line, shape, `${place}, line ${i + 1}`));
  if (!good) return false;
  lines.forEach((line, i) => {
    if (line.number !== i + 1)
      report.fault(`${place}, line ${i + 1} has the number ${line.number}`);
    const change = line.side === 'debit' ? BigInt(line.amount) : -BigInt(line.amount);
    sums.set(line.currency, (sums.get(line.currency) ?? 0n) + change);
  });
  for (const [code, sum] of sums)
    if (sum !== 0n) report.fault(`${place}: debits and credits differ by ${sum} in ${code}`);
  return true;
}

function checkSeal(report, keys, seal, place) {
  if (sealHash(seal) !== seal.hash)
    report.fault(`${place} was changed: its fields do not give its hash`);
  if (seal.lastPosition < seal.firstPosition) report.fault(`${place} runs backwards`);
  keys.check(seal, place);
}

/** The root a leaf has by its path (RFC 9162, 2.1.3.2); undefined when the path does not fit. */
function rootByPath(leaf, index, size, path) {
  let [at, last, root] = [index, size - 1, leaf];
  for (const node of path.map((hex) => Buffer.from(hex, 'hex'))) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(node, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else root = nodeHash(root, node);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : undefined;
}

/** That an entry of this hash was sealed at the position; `what` names it. */
function checkPlace(report, keys, { position, path, seal, publicKey }, hash, what) {
  const place = 'the seal inside the receipt';
  keys.offer(publicKey, seal.keyId, place);
  checkSeal(report, keys, seal, place);
  if (position < seal.firstPosition || position > seal.lastPosition) {
    return report.fault(`position ${position} is not under seal ${seal.number}`);
  }
  const size = seal.lastPosition - seal.firstPosition + 1;
  const root = rootByPath(leafHash(position, hash), position - seal.firstPosition, size, path);
  if (root?.toString('hex') !== seal.root) {
    report.fault(
      `${what} is not what seal ${seal.number} sealed at position ${position}: a field of it, the private hash, the position or the path was changed`,
    );
  }
}

function checkReceipt(report, keys, receipt) {
  if (receipt?.format === 'tenner.place.v1') return checkPublic(report, keys, receipt);
  if (!report.shape(receipt, RECEIPT, 'the receipt')) return;
  const { entry, seal, position } = receipt;
  const place = 'the seal inside the receipt';
  if (!report.shape(entry, ENTRY, 'the entry') || !report.shape(seal, SEAL, place)) return;
  if (!checkLines(report, entry.lines, LINE, 'the entry')) return;
  const hash = entryHash(publicHash(entry), receipt.privateHash);
  checkPlace(report, keys, receipt, hash, `the entry ${entry.id}`);
  report.notes.push(
    `Entry ${entry.id} (${entry.reference}) at position ${position}, ${entry.lines.length} lines, seal ${seal.number} of ${seal.sealedAt}.`,
    `Its hash is ${hash}.`,
  );
}

function checkPublic(report, keys, found) {
  if (!report.shape(found, PLACE, 'the proof')) return;
  const { seal, position, entryHash: hash } = found;
  if (!report.shape(seal, SEAL, 'the seal inside the receipt')) return;
  checkPlace(report, keys, found, hash, `the entry of hash ${hash}`);
  report.notes.push(
    `An entry of hash ${hash} at position ${position}, seal ${seal.number} of ${seal.sealedAt}. A receipt of the payer or the payee with this hash says what it is of.`,
  );
}

// The root over leaves that come one after the other: a forest of whole trees, joined at the end.
class Tree {
  size = 0;
  whole = [];

  add(leaf) {
    let [node, level] = [leaf, 0];
    for (; this.whole[level]; level += 1) {
      node = nodeHash(this.whole[level], node);
      this.whole[level] = undefined;
    }
    this.whole[level] = node;
    this.size += 1;
  }

  root() {
    const trees = this.whole.filter(Boolean);
    return trees.length === 0
      ? undefined
      : trees.reduce((right, left) => nodeHash(left, right)).toString('hex');
  }
}

// Entries that other entries name. A group stands close together and is found among the latest; for
// the rest the file is read a second time, so that not all ids must be kept.
class References {
  latest = new Map();
  open = [];

  see(entry) {
    for (const field of ['linkedTo', 'reverses']) {
      const id = entry[field];
      if (id === null || this.latest.has(id)) continue;
      this.open.push({ id, by: entry.id, field, before: entry.position });
    }
    this.latest.set(entry.id, entry.position);
    if (this.latest.size > 2000) this.latest.delete(this.latest.keys().next().value);
  }

  async missing(file) {
    if (this.open.length === 0) return [];
    const found = new Map(this.open.map(({ id }) => [id, Infinity]));
    for await (const line of linesOf(file)) {
      if (line.type === 'entry' && found.has(line.id)) found.set(line.id, line.position);
    }
    return this.open.filter(({ id, before }) => !(found.get(id) < before));
  }
}

class Export {
  accounts = new Map();
  references = new References();
  tree = new Tree();
  counts = { account: 0, entry: 0, seal: 0, closing: 0, lines: 0 };
  header = undefined;
  seal = undefined;
  closed = undefined;
  last = undefined;

  constructor(report, keys, head) {
    Object.assign(this, { report, keys, head });
  }

  read(line, number) {
    const place = this.placeOf(line, number);
    const { type, ...rest } = thing(line) ? line : {};
    if (!Object.hasOwn(EXPORT, type ?? ''))
      return this.report.fault(
        `line ${number} of the file is none of: ${Object.keys(EXPORT).join(', ')}`,
      );
    if ((type === 'header') !== (number === 1))
      return this.report.fault(`line ${number}: a file has one header, at its top`);
    this.counts[type] += 1;
    const good = this.report.shape(rest, EXPORT[type], place);
    // A thing that is not well formed still has its place, so that what follows is not blamed.
    if (good) this[`${type}Line`](rest, place);
    else if (type === 'entry' && whole(rest.position)) this.position(rest.position, place);
  }

  placeOf(line, number) {
    if (line?.type === 'entry') return `entry ${line.id} (position ${line.position})`;
    if (line?.type === 'seal' || line?.type === 'closing') return `${line.type} ${line.number}`;
    return line?.type === 'account' ? `account ${line.address}` : `line ${number} of the file`;
  }

  headerLine(header) {
    this.header = header;
    this.last = header.firstPosition - 1;
    for (const key of header.keys) {
      if (this.report.shape(key, { id: text, publicKey: base64 }, 'a key in the header'))
        this.keys.offer(key.publicKey, key.id, 'the header');
    }
    if (new Set(header.keys.map((key) => key?.id)).size < header.keys.length)
      this.report.fault('the header names a key twice');
  }

  accountLine({ id, ...account }, place) {
    if (this.accounts.has(id)) this.report.fault(`${place} stands in the file twice`);
    this.accounts.set(id, { ...account, version: undefined, balance: undefined, used: false });
  }

  position(position, place) {
    const expected = this.last + 1;
    if (position > expected) {
      const gap =
        position - 1 === expected ? `${expected} is` : `${expected} to ${position - 1} are`;
      this.report.fault(`position ${gap} missing, before ${place}`);
    } else if (position < expected) {
      this.report.fault(`${place} comes after position ${this.last}: out of order, or twice`);
    }
    this.last = Math.max(position, this.last);
  }

  entryLine(entry, place) {
    this.position(entry.position, place);
    if (!checkLines(this.report, entry.lines, PRIVATE_LINE, place)) return;
    const hash = entryHash(publicHash(entry), privateHash(entry));
    if (hash !== entry.hash)
      this.report.fault(`${place} was changed: its fields do not give its hash`);
    this.tree.add(leafHash(entry.position, hash));
    this.references.see(entry);
    this.counts.lines += entry.lines.length;
    entry.lines.forEach((line, i) =>
      this.balance(line, `${place}, line ${i + 1} (${line.address})`),
    );
  }

  // Versions run 1, 2, 3… and each running balance follows from the one before. When the file begins
  // later than the books, an account's first line is where it begins.
  balance(line, place) {
    const account = this.accounts.get(line.accountId);
    if (account === undefined) return this.report.fault(`${place}: its account is not in the file`);
    account.used = true;
    for (const field of ['address', 'currency'])
      if (account[field] !== line[field])
        this.report.fault(
          `${place}: the account's ${field} is ${account[field]}, not ${line[field]}`,
        );
    const { accountVersion: version, balanceAfter } = line;
    const running = account.normalSide !== null;
    if (running !== (version !== null) || running !== (balanceAfter !== null))
      return this.report.fault(
        `${place}: a running balance where there is none, or none where there is one`,
      );
    if (!running) return;
    const after = BigInt(balanceAfter);
    const change = line.side === account.normalSide ? BigInt(line.amount) : -BigInt(line.amount);
    const fresh = this.header?.firstPosition === 1 ? 0 : version - 1;
    const versionBefore = account.version ?? fresh;
    const before = account.balance ?? (fresh === 0 ? 0n : after - change);
    if (version !== versionBefore + 1)
      this.report.fault(`${place}: version ${version} follows version ${versionBefore}`);
    if (after !== before + change)
      this.report.fault(`${place}: balance ${after} does not follow from ${before} and ${change}`);
    Object.assign(account, { version, balance: after });
  }

  sealLine(seal, place) {
    checkSeal(this.report, this.keys, seal, place);
    const first = this.header?.firstPosition;
    const before = this.seal ?? {
      lastPosition: first - 1,
      number: seal.number - 1,
      hash: seal.previousHash,
    };
    const [number, chained] =
      this.seal || first !== 1 ? [before.number + 1, before.hash] : [1, ZEROS];
    if (seal.number !== number) this.report.fault(`${place} stands where seal ${number} is due`);
    if (seal.previousHash !== chained)
      this.report.fault(`${place} does not follow from the seal before`);
    if (this.seal && seal.sealedAt < this.seal.sealedAt)
      this.report.fault(`${place} is older than the seal before`);
    if (seal.firstPosition !== before.lastPosition + 1)
      this.report.fault(
        `${place} begins at position ${seal.firstPosition}, not ${before.lastPosition + 1}`,
      );
    if (seal.lastPosition > this.last)
      this.report.fault(
        `${place} covers positions up to ${seal.lastPosition}, the entries end at ${this.last}: positions ${this.last + 1} to ${seal.lastPosition} are missing`,
      );
    if (this.tree.root() !== seal.root)
      this.report.fault(
        `${place}: its root is not that of its entries; one of positions ${seal.firstPosition} to ${seal.lastPosition} was changed, removed or moved`,
      );
    if (this.head?.seal.number === seal.number && this.head.seal.hash !== seal.hash)
      this.report.fault(`${place} is not the one that was published`);
    this.last = Math.max(this.last, seal.lastPosition);
    Object.assign(this, { seal, tree: new Tree() });
  }

  closingLine(closing, place) {
    const before = this.closed ?? { number: 0, hash: ZEROS };
    if (closingHash(closing) !== closing.hash)
      this.report.fault(`${place} was changed: its fields do not give its hash`);
    if (closing.number !== before.number + 1)
      this.report.fault(`${place} stands where closing ${before.number + 1} is due`);
    if (closing.previousHash !== before.hash)
      this.report.fault(`${place} does not follow from the closing before`);
    this.keys.check(closing, place);
    this.closed = closing;
  }

  async end(file) {
    const { report, header, seal, head } = this;
    if (header === undefined) return report.fault('the file has no header');
    if (this.tree.size > 0)
      report.fault(`the last ${this.tree.size} entries are under no seal: the tail was cut`);
    if (seal?.lastPosition !== header.lastPosition)
      report.fault(
        `the header says positions up to ${header.lastPosition}, the seals end at ${seal?.lastPosition ?? 'none'}: the tail was cut`,
      );
    if (head && head.seal.number > (seal?.number ?? 0))
      report.fault(
        `seal ${head.seal.number}, up to position ${head.seal.lastPosition}, was published, the file ends at position ${seal?.lastPosition ?? 0}: the tail was cut`,
      );
    for (const [, account] of this.accounts)
      if (!account.used) report.fault(`account ${account.address} has no line in the file`);
    for (const { id, by, field } of await this.references.missing(file)) {
      if (header.firstPosition === 1)
        report.fault(`entry ${by}: ${field} names ${id}, which is not in the books before it`);
      else report.notes.push(`Entry ${by}: ${field} names ${id}, from before this file.`);
    }
    if (header.firstPosition > 1)
      report.notes.push(
        `The file begins at position ${header.firstPosition}: what came before is taken on trust.`,
      );
    const { entry, lines, account, seal: seals, closing } = this.counts;
    report.notes.push(
      `${entry} entries (positions ${header.firstPosition} to ${this.last}), ${lines} lines, ${account} accounts, ${seals} seals, ${closing} closings.`,
      ...(seal ? [`Newest seal: ${seal.number} of ${seal.sealedAt}, hash ${seal.hash}.`] : []),
      ...(head
        ? []
        : ['Whether anything was cut off after it only a published head shows (--head).']),
    );
  }
}

async function* linesOf(file) {
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    if (line.trim() !== '') yield parsed(line);
  }
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

class Misuse extends Error {}

function readText(file, bytes = Infinity) {
  try {
    if (bytes === Infinity) return readFileSync(file, 'utf8');
    const [fd, buffer] = [openSync(file, 'r'), Buffer.alloc(bytes)];
    const length = readSync(fd, buffer, 0, bytes, 0);
    closeSync(fd);
    return buffer.toString('utf8', 0, length);
  } catch (error) {
    throw new Misuse(`${file} cannot be read: ${error.message}`);
  }
}

function readKey(file) {
  try {
    const key = createPublicKey(readText(file));
    if (key.asymmetricKeyType === 'ed25519') return key.export({ type: 'spki', format: 'der' });
  } catch (error) {
    if (error instanceof Misuse) throw error;
  }
  throw new Misuse(`${file} holds no Ed25519 public key in PEM`);
}

function readArguments(args) {
  const options = { keys: [], head: undefined, file: undefined };
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] === '--key' && args[i + 1]) options.keys.push(readKey(args[++i]));
    else if (args[i] === '--head' && args[i + 1]) options.head = parsed(readText(args[++i]));
    else if (!args[i].startsWith('-') && !options.file) options.file = args[i];
    else throw new Misuse(`${args[i]} is not understood`);
  }
  if (!options.file) throw new Misuse('which file?');
  if (args.includes('--head') && !thing(options.head)) throw new Misuse('the head is not JSON');
  return options;
}

async function main() {
  const { keys: trusted, head, file } = readArguments(process.argv.slice(2));
  const report = new Report();
  const keys = new Keys(report, trusted);
  // An export is one object a line, its type first; a receipt is one object, on one line or many.
  const isReceipt = !/^\s*\{\s*"type"/.test(readText(file, 4096));
  if (isReceipt && head) throw new Misuse('--head goes with an export');
  if (isReceipt) checkReceipt(report, keys, parsed(readText(file)));
  else {
    const good =
      head && report.shape(head, HEAD, 'the head') && report.shape(head.seal, SEAL, 'the head');
    if (good) {
      keys.offer(head.publicKey, head.seal.keyId, 'the head');
      checkSeal(report, keys, head.seal, `the published seal ${head.seal.number}`);
    }
    const books = new Export(report, keys, good ? head : undefined);
    let number = 0;
    for await (const line of linesOf(file)) books.read(line, (number += 1));
    await books.end(file);
  }
  for (const note of [...report.notes, keys.say()]) console.log(note);
  for (const fault of report.faults) console.log(`WRONG: ${fault}`);
  if (report.count > FAULTS_SHOWN) console.log(`and ${report.count - FAULTS_SHOWN} more`);
  console.log(report.count === 0 ? 'All is right.' : `${report.count} faults.`);
  process.exitCode = report.count === 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(error instanceof Misuse ? error.message : error);
  console.error(
    'Usage: node verify-ledger.mjs <receipt.json | export.jsonl> [--key public.pem] [--head head.json]',
  );
  process.exitCode = 2;
});
