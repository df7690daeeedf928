// Why an account has the balance it has: what is held and until when, every line back to the first,
// and what neither explains, which is nothing.
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ExplanationView } from '../../../src/finance/contract.js';
import { accountPath, explanationQuery } from '../api/finance-queries.js';
import { formatWithCode, isZero } from '../money/format.js';
import { Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { AccountLines } from './account-lines.js';
import { DownloadLink } from './download-link.js';
import classes from './finance.module.css';
import { MoreButton } from '../ui/more-button.js';

export function Explanation({ address }: { address: string }) {
  const explained = useInfiniteQuery(explanationQuery(address));
  if (explained.isPending) return <Loading what="the explanation" rows={5} />;
  const first = explained.data?.pages[0];
  if (first === undefined) {
    return (
      <Failed
        error={explained.error}
        what="The explanation"
        onRetry={() => void explained.refetch()}
      />
    );
  }
  return (
    <>
      <div className={classes.toolbar}>
        <DownloadLink path={`${accountPath(address)}/explanation/export`} />
        <Residue explained={first} />
      </div>
      <section className={classes.sheet} aria-label="Explanation" data-testid="explanation">
        {first.holds.map((hold) => (
          <p key={hold.reference} className={classes.note}>
            <strong>{formatWithCode({ amount: hold.amount, currency: first.currency })}</strong>{' '}
            held for {hold.reason} ({hold.reference}) since {exactTime(hold.since)},{' '}
            {hold.releasingAt === null
              ? 'until somebody decides'
              : `released ${exactTime(hold.releasingAt)}`}
          </p>
        ))}
        <AccountLines
          label="Lines behind the balance"
          lines={explained.data?.pages.flatMap(({ lines }) => lines) ?? []}
        />
      </section>
      <MoreButton list={explained} label="Show earlier" />
    </>
  );
}

function Residue({ explained: { residue, currency } }: { explained: ExplanationView }) {
  const whole = isZero(residue.balance) && isZero(residue.held);
  return whole ? (
    <TonePill tone="good" icon={IconCircleCheck}>
      Nothing is left unexplained
    </TonePill>
  ) : (
    <TonePill tone="bad" icon={IconAlertTriangle}>
      {formatWithCode({ amount: residue.balance, currency })} of the balance and{' '}
      {formatWithCode({ amount: residue.held, currency })} of what is held are unexplained
    </TonePill>
  );
}
