// One entry of the journal: what it records, its reference, both of its times, and its lines with
// debits and credits in columns of their own.
import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { JournalPage } from '../../../src/finance/contract.js';
import { formatWithCode } from '../money/format.js';
import { exactTime } from '../ui/time.js';
import { classNames } from '../ui/class-names.js';
import { capitalised } from '../ui/words.js';
import { AccountLink } from './account-link.js';
import classes from './finance.module.css';

export function JournalEntry({ entry }: { entry: JournalPage['entries'][number] }) {
  const { id, template, event, reference, occurredAt, recordedAt, lines } = entry;
  return (
    <article
      className={classNames(classes.sheet, classes.entry)}
      aria-labelledby={`entry-${id}`}
      data-testid="journal-entry"
    >
      <div className={classes.entryHead}>
        <div>
          <Title order={2} id={`entry-${id}`} className={classes.entryTitle}>
            <Link to="/finance/journal/$entryId" params={{ entryId: id }} className={classes.link}>
              {capitalised(event)}
            </Link>
          </Title>
          <div className={classNames(classes.quiet, classes.reference)}>
            {template} · {reference}
          </div>
        </div>
        <div className={classes.quiet}>
          Occurred <time dateTime={occurredAt}>{exactTime(occurredAt)}</time>
          <br />
          Recorded <time dateTime={recordedAt}>{exactTime(recordedAt)}</time>
        </div>
      </div>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={`Lines of ${id}`}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col" className={classes.number}>
                Debit
              </th>
              <th scope="col" className={classes.number}>
                Credit
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ account, side, amount, currency }, index) => {
              const money = formatWithCode({ amount, currency });
              return (
                <tr key={`${String(index)}-${account}`}>
                  <th scope="row">
                    <AccountLink address={account} />
                  </th>
                  <td className={classes.number}>{side === 'debit' ? money : ''}</td>
                  <td className={classes.number}>{side === 'credit' ? money : ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </article>
  );
}
