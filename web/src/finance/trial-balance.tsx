// The trial balance: per currency one line for each account code, and whether the two sides agree.
// The comparison is of decimal strings, exact to the last digit.
import { Button, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh, IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TrialBalanceView } from '../../../src/finance/contract.js';
import { trialBalanceQuery } from '../api/queries.js';
import { formatAmount, isZero } from '../money/format.js';
import { isSameAmount } from '../money/parse-amount.js';
import { classNames } from '../ui/class-names.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import classes from './finance.module.css';

export function TrialBalance() {
  const taken = useQuery(trialBalanceQuery);
  if (taken.isPending) return <Loading what="the trial balance" rows={6} />;
  if (taken.isError) {
    return (
      <Failed error={taken.error} what="The trial balance" onRetry={() => void taken.refetch()} />
    );
  }
  return (
    <>
      <div className={classes.toolbar}>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={taken.isFetching}
          onClick={() => void taken.refetch()}
        >
          Take again
        </Button>
        <span className={classes.quiet}>Taken {exactTime(taken.data.takenAt)}</span>
      </div>
      {taken.data.currencies.length === 0 && (
        <Empty icon={<IconScale size={26} />} title="The books are empty">
          The first payment opens them.
        </Empty>
      )}
      {taken.data.currencies.map((sheet) => (
        <CurrencySheet key={sheet.currency} sheet={sheet} />
      ))}
    </>
  );
}

function CurrencySheet({ sheet }: { sheet: TrialBalanceView['currencies'][number] }) {
  const { currency, rows, totalDebit, totalCredit } = sheet;
  const agree = isSameAmount(totalDebit, totalCredit);
  return (
    <section className={classes.sheet} aria-labelledby={`sheet-${currency}`} data-testid="sheet">
      <div className={classes.sheetHead}>
        <Title order={2} id={`sheet-${currency}`} className={classes.sheetTitle}>
          {currency}
        </Title>
        {agree ? (
          <TonePill tone="good" icon={IconCircleCheck}>
            Debits and credits agree
          </TonePill>
        ) : (
          <TonePill tone="bad" icon={IconAlertTriangle}>
            Debits and credits differ
          </TonePill>
        )}
      </div>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={`${currency} accounts`}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">Account</th>
              <th scope="col">Kind</th>
              <th scope="col" className={classes.number}>
                Debit
              </th>
              <th scope="col" className={classes.number}>
                Credit
              </th>
              <th scope="col" className={classes.number}>
                Balance
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, name, kind, debit, credit, balance }) => (
              <tr key={code}>
                <td className="tabular">{code}</td>
                <th scope="row" className={classes.word}>
                  {name}
                </th>
                <td>{kind}</td>
                <Amount value={debit} />
                <Amount value={credit} />
                <Amount value={balance} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                Total
              </th>
              <Amount value={totalDebit} />
              <Amount value={totalCredit} />
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

function Amount({ value }: { value: string }) {
  const quiet = isZero(value) && classes.empty;
  return <td className={classNames(classes.number, quiet)}>{formatAmount(value)}</td>;
}
