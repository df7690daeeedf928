// Accounts: found by code and owner with what they have now, or, from a row of a trial balance, with
// their sums up to its position.
import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { accountsQuery, type AccountsSearch } from '../api/finance-queries.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { inWords } from '../ui/words.js';
import { AccountLink } from './account-link.js';
import { AccountsAsOf } from './accounts-as-of.js';
import { AmountCell, AmountHead } from './amount-cell.js';
import classes from './finance.module.css';
import { MoreButton } from '../ui/more-button.js';

export function Accounts() {
  const search = useSearch({ from: '/signed-in/finance/accounts' });
  return (
    <>
      <Finder key={`${String(search.code)}-${search.owner ?? ''}`} search={search} />
      {search.position === undefined ? (
        <AccountsNow search={search} />
      ) : (
        <AccountsAsOf search={search} />
      )}
    </>
  );
}

function Finder({ search }: { search: AccountsSearch }) {
  const navigate = useNavigate();
  const [code, setCode] = useState<number | string>(search.code ?? '');
  const [owner, setOwner] = useState(search.owner ?? '');
  return (
    <form
      className={classes.toolbar}
      onSubmit={(event) => {
        event.preventDefault();
        const found = { code: Number(code) || undefined, owner: owner.trim() || undefined };
        void navigate({ to: '/finance/accounts', search: found });
      }}
    >
      <NumberInput
        label="Code"
        placeholder="2010"
        value={code}
        onChange={setCode}
        hideControls
        allowDecimal={false}
        allowNegative={false}
        data-testid="accounts-code"
      />
      <TextInput
        label="Owner"
        placeholder="usr_…"
        value={owner}
        onChange={(event) => {
          setOwner(event.currentTarget.value);
        }}
        data-testid="accounts-owner"
      />
      <Button type="submit" leftSection={<IconSearch size={16} />}>
        Find
      </Button>
    </form>
  );
}

function AccountsNow({ search }: { search: AccountsSearch }) {
  const list = useInfiniteQuery(accountsQuery(search));
  if (list.isPending) return <Loading what="accounts" rows={6} />;
  if (list.isError && list.data === undefined) {
    return <Failed error={list.error} what="Accounts" onRetry={() => void list.refetch()} />;
  }
  const accounts = list.data.pages.flatMap((page) => page.accounts);
  if (accounts.length === 0) {
    return <Empty icon={<IconSearch size={26} />} title="No account like that" />;
  }
  return (
    <>
      <div className={classes.sheet}>
        <div className={classes.scroll} tabIndex={0} role="group" aria-label="Accounts found">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Account</th>
                <th scope="col">State</th>
                <AmountHead>Balance</AmountHead>
                <AmountHead>Held</AmountHead>
                <AmountHead>Available</AmountHead>
              </tr>
            </thead>
            <tbody>
              {accounts.map(({ account, state, balance, held, available }) => (
                <tr key={account} data-testid="account-row">
                  <th scope="row">
                    <AccountLink address={account} />
                  </th>
                  <td>{inWords(state)}</td>
                  <AmountCell value={balance} />
                  <AmountCell value={held} />
                  <AmountCell value={available} />
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
