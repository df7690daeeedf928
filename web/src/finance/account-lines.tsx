// Lines of one account, each leading to its entry, with the balance after each.
import { Link } from '@tanstack/react-router';
import type { StatementLineView } from '../../../src/finance/contract.js';
import { formatAmount } from '../money/format.js';
import { exactTime } from '../ui/time.js';
import { capitalised } from '../ui/words.js';
import { AmountCell, AmountHead } from './amount-cell.js';
import classes from './finance.module.css';

interface Props {
  label: string;
  lines: readonly StatementLineView[];
}

export function AccountLines({ label, lines }: Props) {
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">Occurred</th>
            <th scope="col">Position</th>
            <AmountHead>Change</AmountHead>
            <AmountHead>Balance</AmountHead>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={`${line.entryId}-${String(index)}`} data-testid="account-line">
              <th scope="row">
                <Link
                  to="/finance/journal/$entryId"
                  params={{ entryId: line.entryId }}
                  className={classes.link}
                >
                  {capitalised(line.event)}
                </Link>
                <div className={classes.reference}>{line.reference}</div>
              </th>
              <td>{exactTime(line.occurredAt)}</td>
              <td>{line.position ?? 'waits'}</td>
              <td className={classes.number}>{formatAmount(line.change)}</td>
              <AmountCell value={line.balance} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
