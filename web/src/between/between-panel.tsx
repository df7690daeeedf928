// What is open, person by person, each with the one button that settles it; and of a group how all could
// be settled by the fewest payments.
import { IconScale } from '@tabler/icons-react';
import type { ThreadView } from '../../../src/chat/contract.js';
import type { BetweenCurrency, BetweenView } from '../../../src/payments/between/contract.js';
import { formatMoney } from '../money/format.js';
import { useViewer } from '../session/viewer.js';
import { otherOf } from '../friends/people.js';
import { Empty } from '../ui/states.js';
import classes from './between.module.css';
import { Pair } from './pair.js';
import type { Settled } from './settled.js';

interface Props {
  thread: ThreadView;
  between: BetweenView;
  onSettle: (settled: Settled) => void;
}

export function BetweenPanel({ thread, between, onSettle }: Props) {
  const viewer = useViewer();
  if (between.currencies.length === 0) {
    const other = otherOf(thread, viewer.id);
    const even = other ? `You and ${other.name} are even` : 'Nothing is open for you here';
    return (
      <div data-testid="between-even">
        <Empty
          icon={<IconScale size={26} />}
          title={between.onItsWay ? 'What was open is on its way' : even}
        >
          {between.onItsWay
            ? 'It is settled once the money has arrived.'
            : 'Nobody asks you for money here, and you ask nobody.'}
        </Empty>
      </div>
    );
  }
  return (
    <div className={classes.panel} data-testid="between-panel">
      {between.currencies.map((one) => (
        <div key={one.currency} className={classes.panel}>
          {one.pairs.map((pair) => (
            <Pair
              key={pair.person.id}
              threadId={thread.id}
              currency={one.currency}
              pair={pair}
              onSettle={onSettle}
            />
          ))}
          {thread.kind === 'group' && <Everybody of={one} viewerId={viewer.id} />}
        </div>
      ))}
    </div>
  );
}

function Everybody({ of, viewerId }: { of: BetweenCurrency; viewerId: string }) {
  const { payments, fewest } = of.proposal;
  const nameOf = (person: { id: string; name: string }): string =>
    person.id === viewerId ? 'You' : person.name;
  if (payments.length === 0) return null;
  const many = payments.length === 1 ? 'one payment' : `${String(payments.length)} payments`;
  return (
    <section className={classes.pair} aria-label={`Everybody, in ${of.currency}`}>
      <p className={classes.sentence}>
        {fewest ? `All of you would be even with ${many}` : `${many} would make you all even`}
      </p>
      <ul className={classes.items} data-testid="between-proposal">
        {payments.map(({ from, to, amount }) => (
          <li key={`${from.id} ${to.id}`} className={classes.item}>
            <span>
              {nameOf(from)} → {nameOf(to)}
            </span>
            <strong>{formatMoney(amount)}</strong>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>
        Of what you can see here. It is only a suggestion: nothing of it is agreed.
      </p>
    </section>
  );
}
