// The statement of an account from its first line on: opening, lines, closing.
import { useInfiniteQuery } from '@tanstack/react-query';
import { accountPath, statementQuery } from '../api/finance-queries.js';
import { formatWithCode } from '../money/format.js';
import { Failed, Loading } from '../ui/states.js';
import { AccountLines } from './account-lines.js';
import { DownloadLink } from './download-link.js';
import classes from './finance.module.css';
import { MoreButton } from '../ui/more-button.js';

export function Statement({ address }: { address: string }) {
  const statement = useInfiniteQuery(statementQuery(address));
  if (statement.isPending) return <Loading what="the statement" rows={5} />;
  const first = statement.data?.pages[0];
  if (first === undefined) {
    return (
      <Failed
        error={statement.error}
        what="The statement"
        onRetry={() => void statement.refetch()}
      />
    );
  }
  const { currency, opening, closing, range } = first;
  return (
    <>
      <div className={classes.toolbar}>
        <DownloadLink
          path={`${accountPath(address)}/statement/export`}
          query={{ toPosition: range.toPosition }}
        />
        <span className={classes.quiet}>Up to position {range.toPosition}</span>
      </div>
      <section className={classes.sheet} aria-label="Statement" data-testid="statement">
        <dl className={classes.figures}>
          <div>
            <dt>Opening</dt>
            <dd>{formatWithCode({ amount: opening, currency })}</dd>
          </div>
          <div>
            <dt>Closing</dt>
            <dd>{formatWithCode({ amount: closing, currency })}</dd>
          </div>
        </dl>
        <AccountLines
          label="Lines of the statement"
          lines={statement.data?.pages.flatMap(({ lines }) => lines) ?? []}
        />
      </section>
      <MoreButton list={statement} />
    </>
  );
}
