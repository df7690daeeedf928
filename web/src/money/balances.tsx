// What a person has in each currency. Money set aside, and money owed, is shown only when there is
// some, with the reason.
import { Skeleton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconClockHour4 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { WalletView } from '../../../src/payments/contract.js';
import { configQuery, walletQuery } from '../api/queries.js';
import { Failed } from '../ui/states.js';
import { formatMoney, isZero } from './format.js';
import { WhyBalance } from './why-balance.js';
import classes from './wallet-page.module.css';

export function Balances() {
  const wallet = useQuery(walletQuery);
  const { data: config } = useQuery(configQuery);
  if (wallet.isPending) {
    return (
      <div className={classes.balances} role="status">
        <VisuallyHidden>Loading your balance</VisuallyHidden>
        <Skeleton height={108} radius={18} />
      </div>
    );
  }
  if (wallet.isError) {
    return (
      <Failed error={wallet.error} what="Your balance" onRetry={() => void wallet.refetch()} />
    );
  }
  return (
    <section className={classes.balances} aria-label="Balances">
      {shown(wallet.data.balances, config?.defaultCurrency).map(
        ({ currency, available, held, owed }) => (
          <div key={currency} className={classes.balance} data-testid="wallet-balance">
            <p className={classes.caption}>
              <span>Available</span>
              <span>{currency}</span>
            </p>
            <p className={classes.available}>{formatMoney({ amount: available, currency })}</p>
            {!isZero(held) && (
              <p className={classes.held}>
                <IconClockHour4 size={16} aria-hidden="true" />
                <span>
                  {formatMoney({ amount: held, currency })} is set aside for payments still being
                  checked. It is sent or comes back when the check ends.
                </span>
              </p>
            )}
            <WhyBalance currency={currency} />
            {!isZero(owed) && (
              <p className={classes.owed} data-testid="wallet-owed">
                <IconAlertTriangle size={18} aria-hidden="true" />
                <span>
                  You owe <strong>{formatMoney({ amount: owed, currency })}</strong>. A payment that
                  you had received and spent was taken back. What comes in pays this first, and
                  until then nothing can be cashed out.
                </span>
              </p>
            )}
          </div>
        ),
      )}
    </section>
  );
}

/** All but those with nothing in them; the usual currency is always there. */
const shown = (balances: WalletView['balances'], usual = 'EUR'): WalletView['balances'] =>
  balances.filter(
    ({ currency, balance, held, owed }) =>
      currency === usual || ![balance, held, owed].every(isZero),
  );
