// The heading of a later step. It takes the focus when the step appears, so that a screen reader says
// where the sheet now stands and the keyboard goes on from there.
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './step-heading.module.css';

export function StepHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h3 ref={heading} tabIndex={-1} className={classes.heading}>
      {children}
    </h3>
  );
}
