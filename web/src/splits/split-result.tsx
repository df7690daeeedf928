// What each would be asked for, as the server divides it, with a word on what does not divide evenly. It is
// said aloud when it changes.
import type { ParticipantView } from '../../../src/chat/contract.js';
import type { SplitPreview } from '../../../src/payments/splits/contract.js';
import { formatMoney } from '../money/format.js';
import { useViewer } from '../session/viewer.js';
import { oddSentence } from './split-words.js';
import classes from './split.module.css';

interface Props {
  people: readonly ParticipantView[];
  /** Null while there is nothing to divide. */
  preview: SplitPreview | null;
  /** What is shown is of a moment ago. */
  waiting: boolean;
  /** Why it cannot be asked like this. */
  trouble: string | null;
  /** What is still to be filled in. */
  missing: string | null;
}

export function SplitResult({ people, preview, waiting, trouble, missing }: Props) {
  return (
    <section className={classes.result} aria-label="What each is asked for" aria-live="polite">
      {missing !== null && <p className={classes.hint}>{missing}</p>}
      {trouble !== null && (
        <p className={classes.trouble} data-testid="split-trouble">
          {trouble}
        </p>
      )}
      {trouble === null && preview && (
        <Portions people={people} preview={preview} waiting={waiting} />
      )}
    </section>
  );
}

function Portions({
  people,
  preview,
  waiting,
}: Pick<Props, 'people' | 'waiting'> & { preview: SplitPreview }) {
  const viewer = useViewer();
  const { portions, odd, extra, total } = preview;
  const { currency } = total;
  const nameOf = (id: string): string =>
    id === viewer.id ? 'You' : (people.find(({ personId }) => personId === id)?.name ?? 'Somebody');
  return (
    <div data-testid="split-result" data-waiting={waiting || undefined}>
      <dl className={classes.portions}>
        {portions.map(({ personId, amount }) => (
          <div key={personId}>
            <dt>{personId === viewer.id ? 'Your own part' : `${nameOf(personId)} pays you`}</dt>
            <dd>{formatMoney({ amount, currency })}</dd>
          </div>
        ))}
      </dl>
      {extra !== null && !/^[0.]*$/.test(extra) && (
        <p className={classes.hint}>
          With {formatMoney({ amount: extra, currency })} beyond the items, in proportion.
        </p>
      )}
      {odd && (
        <p className={classes.hint} data-testid="split-odd">
          {oddSentence(odd, currency, nameOf)}
        </p>
      )}
    </div>
  );
}
