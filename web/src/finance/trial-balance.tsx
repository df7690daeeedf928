// The trial balance, as of now or of a moment: per currency one line for each account code, each opening
// to its accounts, and whether the two sides agree. The comparison is of decimal strings, exact to the
// last digit.
import { Button, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh, IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { TrialBalanceView } from '../../../src/finance/contract.js';
import { trialBalanceQuery } from '../api/finance-queries.js';
import { isSameAmount } from '../money/parse-amount.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { AmountCell, AmountHead } from './amount-cell.js';
import { DownloadLink } from './download-link.js';
import classes from './finance.module.css';

export function TrialBalance() {
  const [moment, setMoment] = useState('');
  const at = moment === '' ? null : new Date(moment).toISOString();
  const taken = useQuery(trialBalanceQuery(at));
  return (
    <>
      <div className={classes.toolbar}>
        <TextInput
          type="datetime-local"
          label="As of"
          description="Empty is now"
          value={moment}
          onChange={(event) => {
            setMoment(event.currentTarget.value);
          }}
          data-testid="as-of"
        />
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={taken.isFetching}
          onClick={() => void taken.refetch()}
        >
          Take again
        </Button>
        {taken.data && (
          <DownloadLink path="/finance/trial-balance" query={{ position: taken.data.position }} />
        )}
      </div>
      {taken.isPending && <Loading what="the trial balance" rows={6} />}
      {taken.isError && (
        <Failed error={taken.error} what="The trial balance" onRetry={() => void taken.refetch()} />
      )}
      {taken.data && !taken.isError && <Sheets taken={taken.data} />}
    </>
  );
}

function Sheets({ taken }: { taken: TrialBalanceView }) {
  return (
    <>
      <p className={classes.quiet} role="status">
        Taken {exactTime(taken.takenAt)}, up to position {taken.position}
      </p>
      {taken.currencies.length === 0 && (
        <Empty icon={<IconScale size={26} />} title="The books are empty">
          The first payment opens them.
        </Empty>
      )}
      {taken.currencies.map((sheet) => (
        <CurrencySheet key={sheet.currency} sheet={sheet} position={taken.position} />
      ))}
    </>
  );
}

interface SheetProps {
  sheet: TrialBalanceView['currencies'][number];
  /** Where its accounts are opened; without it they are not. */
  position?: string;
}

export function CurrencySheet({ sheet, position }: SheetProps) {
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
              <AmountHead>Debit</AmountHead>
              <AmountHead>Credit</AmountHead>
              <AmountHead>Balance</AmountHead>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, name, kind, debit, credit, balance }) => (
              <tr key={code}>
                <td className="tabular">{code}</td>
                <th scope="row" className={classes.word}>
                  {position === undefined ? (
                    name
                  ) : (
                    <Link
                      to="/finance/accounts"
                      search={{ code, currency, position }}
                      className={classes.link}
                    >
                      {name}
                    </Link>
                  )}
                </th>
                <td>{kind}</td>
                <AmountCell value={debit} />
                <AmountCell value={credit} />
                <AmountCell value={balance} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                Total
              </th>
              <AmountCell value={totalDebit} />
              <AmountCell value={totalCredit} />
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}
