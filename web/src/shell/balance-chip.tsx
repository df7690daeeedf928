// The money a person can use now, always in sight; it leads to the wallet.
import { Skeleton } from '@mantine/core';
import { IconWallet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { configQuery, walletQuery } from '../api/queries.js';
import { formatMoney } from '../money/format.js';
import classes from './header.module.css';

export function BalanceChip() {
  const { data: wallet } = useQuery(walletQuery);
  const { data: config } = useQuery(configQuery);
  const balances = wallet?.balances ?? [];
  const shown =
    balances.find(({ currency }) => currency === config?.defaultCurrency) ?? balances[0];
  const money = shown && formatMoney({ amount: shown.available, currency: shown.currency });
  return (
    <Link
      to="/wallet"
      className={classes.chip}
      activeProps={{ 'data-active': true }}
      aria-label={money ? `Wallet, ${money} available` : 'Wallet'}
    >
      <IconWallet size={18} aria-hidden="true" />
      {wallet ? (
        <span className="tabular" data-testid="available-balance">
          {money ?? 'Wallet'}
        </span>
      ) : (
        <Skeleton width={56} height={14} />
      )}
    </Link>
  );
}
