// What the ledger gives to strangers: seals, receipts and exports, as JSON. The stand-alone verifier
// reads these shapes and nothing else, so they change only together with their version tag.

/** A seal over the entries of a range of positions. Hashes are SHA-256 in hexadecimal. */
export interface SealView {
  number: number;
  firstPosition: number;
  lastPosition: number;
  /** Root of the hash tree over the entries (RFC 6962). */
  root: string;
  sealedAt: string;
  /** Hash of the seal before; zeros for the first. */
  previousHash: string;
  hash: string;
  keyId: string;
  /** Ed25519 over the 32 bytes of `hash`, base64. */
  signature: string;
}

/** `GET /v1/ledger/head`: the newest seal; whoever keeps a copy can later prove a cut tail. */
export interface LedgerHeadView {
  format: 'tenner.head.v1';
  seal: SealView;
  /** DER (SubjectPublicKeyInfo), base64. */
  publicKey: string;
}

export interface EntryView {
  id: string;
  reference: string;
  template: string;
  occurredAt: string;
  recordedAt: string;
  linkedTo: string | null;
  reverses: string | null;
  reason: string | null;
  recordedBy: string | null;
  approvedBy: string | null;
}

export interface LineView {
  number: number;
  /** The account, for example `user.available:usr_…:EUR`. */
  address: string;
  side: 'debit' | 'credit';
  /** Minor units. */
  amount: string;
  currency: string;
}

/**
 * `GET /v1/payments/:id/receipt`: a proof that one entry stands in the books, without anybody's
 * balance. `scripts/verify-ledger.mjs` checks it.
 */
export interface ReceiptView {
  format: 'tenner.receipt.v1';
  entry: EntryView & { lines: LineView[] };
  /** Stands for the running balances, which the receipt does not show. */
  privateHash: string;
  position: number;
  /** From the entry's leaf to the root of the seal. */
  path: string[];
  seal: SealView;
  /** DER (SubjectPublicKeyInfo), base64. */
  publicKey: string;
}

/**
 * The place of an entry under a seal by its hash alone, for whoever may not see whose accounts it is
 * about. A receipt of the same entry has the same hash. `scripts/verify-ledger.mjs` checks it.
 */
export interface PlaceView {
  format: 'tenner.place.v1';
  entryHash: string;
  position: number;
  /** From the entry's leaf to the root of the seal. */
  path: string[];
  seal: SealView;
  /** DER (SubjectPublicKeyInfo), base64. */
  publicKey: string;
}

/** One line of an export: a JSON object with its `type`. */
export type ExportLine =
  | {
      type: 'header';
      format: 'tenner.export.v1';
      firstPosition: number;
      lastPosition: number;
      keys: { id: string; publicKey: string }[];
    }
  | {
      /** Comes before the first entry that uses it. */
      type: 'account';
      id: string;
      address: string;
      currency: string;
      /** On which side it grows; null for an append-only account, which has no running balance. */
      normalSide: 'debit' | 'credit' | null;
    }
  | ({
      type: 'entry';
      position: number;
      salt: string;
      hash: string;
      lines: (LineView & {
        accountId: string;
        accountVersion: number | null;
        balanceAfter: string | null;
      })[];
    } & EntryView)
  /** Comes after the last of its entries. */
  | ({ type: 'seal' } & SealView)
  | ({ type: 'closing' } & ClosingView);

/** The books closed up to a moment. */
export interface ClosingView {
  number: number;
  through: string;
  /** What the closed books consist of. */
  position: number;
  balancesHash: string;
  reason: string;
  closedBy: string;
  closedAt: string;
  previousHash: string;
  hash: string;
  keyId: string;
  signature: string;
}
