// The step of the money sheet that saves a new card before going on with the payment.
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import { CardForm } from './card-form.js';
import classes from './money-sheet.module.css';
import { StepHeading } from './step-heading.js';

export function AddCardStep({ onSaved }: { onSaved: (card: SavedCardView) => void }) {
  return (
    <div className={classes.scroll}>
      <StepHeading>Pay with a new card</StepHeading>
      <CardForm onSaved={onSaved} />
    </div>
  );
}
