// The accounts behind a row of a trial balance: their debits, credits and balance up to its position.
import { useInfiniteQuery } from '@tanstack/react-query';
import { type AccountsSearch, ledgerQuery } from '../api/finance-queries.js';
import { Failed, Loading } from '../ui/states.js';
import { AccountLink } from './account-link.js';
import { AmountCell, AmountHead } from './amount-cell.js';
import { DownloadLink } from './download-link.js';
import classes from './finance.module.css';
import { MoreButton } from '../ui/more-button.js';

export function AccountsAsOf({ search }: { search: AccountsSearch }) {
  const list = useInfiniteQuery(ledgerQuery(search));
  if (list.isPending) return <Loading what="accounts" rows={6} />;
  if (list.isError && list.data === undefined) {
    return <Failed error={list.error} what="Accounts" onRetry={() => void list.refetch()} />;
  }
  const { code, currency, position } = search;
  return (
    <>
      <div className={classes.toolbar}>
        <p className={classes.quiet} role="status">
          Code {code}, {currency}, up to position {position}
        </p>
        <DownloadLink
          path="/finance/general-ledger/export"
          query={{ code, currency, toPosition: position }}
        />
      </div>
      <div className={classes.sheet}>
        <div className={classes.scroll} tabIndex={0} role="group" aria-label="Accounts of the row">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Account</th>
                <AmountHead>Debit</AmountHead>
                <AmountHead>Credit</AmountHead>
                <AmountHead>Balance</AmountHead>
              </tr>
            </thead>
            <tbody>
              {list.data.pages
                .flatMap(({ rows }) => rows)
                .map(({ account, debit, credit, closing }) => (
                  <tr key={account} data-testid="account-row">
                    <th scope="row">
                      <AccountLink address={account} />
                    </th>
                    <AmountCell value={debit} />
                    <AmountCell value={credit} />
                    <AmountCell value={closing} />
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      </div>
      <MoreButton list={list} />
    </>
  );
}
