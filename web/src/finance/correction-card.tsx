// One correction: what would be posted or was, why, by whom, and why the books last refused it.
import { Alert, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { CorrectionView } from '../../../src/finance/contract.js';
import { formatWithCode } from '../money/format.js';
import { useViewer } from '../session/viewer.js';
import { exactTime } from '../ui/time.js';
import { inWords } from '../ui/words.js';
import { DecideCorrection } from './decide-correction.js';
import classes from './finance.module.css';

export function CorrectionCard({ correction }: { correction: CorrectionView }) {
  const viewer = useViewer();
  const { id, kind, entryId, lines, reason, state, proposedBy, refusal } = correction;
  return (
    <article className={classes.sheet} aria-labelledby={id} data-testid="correction" data-id={id}>
      <div className={classes.entryHead}>
        <Title order={2} id={id} className={classes.entryTitle}>
          {kind === 'reversal' ? 'Reversal' : 'Entry'}: {reason}
        </Title>
        <span className={classes.quiet}>{inWords(state)}</span>
      </div>
      <p className={classes.note}>
        Proposed by {proposedBy.name}, {exactTime(correction.proposedAt)}
        {correction.decidedBy && correction.decidedAt && (
          <>
            . {inWords(state)} by {correction.decidedBy.name}, {exactTime(correction.decidedAt)}
          </>
        )}
        {correction.decisionReason && `: ${correction.decisionReason}`}
      </p>
      {entryId !== null && (
        <p className={classes.note}>
          Undoes{' '}
          <Link to="/finance/journal/$entryId" params={{ entryId }} className={classes.link}>
            {entryId}
          </Link>
        </p>
      )}
      {lines.map(({ account, side, amount, currency }) => (
        <p key={`${account}-${side}`} className={classes.note}>
          {inWords(side)} {account}: {formatWithCode({ amount, currency })}
        </p>
      ))}
      {refusal && (
        <Alert color="orange" mx={20} mb="md" title="The books refused it">
          {inWords(refusal.code)}: {refusal.detail} ({exactTime(refusal.at)})
        </Alert>
      )}
      {state === 'proposed' &&
        (proposedBy.id === viewer.id || !viewer.roles.includes('finance_approver') ? (
          <p className={classes.note}>
            {proposedBy.id === viewer.id ? 'Somebody else' : 'An approver'} of finance decides about
            it.
          </p>
        ) : (
          <DecideCorrection correction={correction} />
        ))}
    </article>
  );
}
