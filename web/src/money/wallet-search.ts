// What the address of the wallet says: how somebody came back from the payout service's page.
export interface WalletSearch {
  payout?: 'done' | 'again';
}

/** Reads the address; what it does not know it leaves out. */
export function readWalletSearch({ payout }: Record<string, unknown>): WalletSearch {
  return payout === 'done' || payout === 'again' ? { payout } : {};
}
