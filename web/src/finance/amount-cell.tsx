// An amount in a table; one that is zero stands back.
import { formatAmount, isZero } from '../money/format.js';
import { classNames } from '../ui/class-names.js';
import classes from './finance.module.css';

export function AmountCell({ value }: { value: string }) {
  const quiet = isZero(value) && classes.empty;
  return <td className={classNames(classes.number, quiet)}>{formatAmount(value)}</td>;
}

/** The head of a column of amounts. */
export function AmountHead({ children }: { children: string }) {
  return (
    <th scope="col" className={classes.number}>
      {children}
    </th>
  );
}
