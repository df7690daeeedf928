// What is there on every page, signed in or not: the page itself, and the question for a fresh proof.
import { Outlet } from '@tanstack/react-router';
import { StepUp } from '../session/step-up.js';

export function Root() {
  return (
    <>
      <Outlet />
      <StepUp />
    </>
  );
}
