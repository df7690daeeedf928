// Coming in: the session is kept, and the page that follows is shown; for staff that is the question
// for their second factor while they have not answered it.
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { SessionView } from '../../../src/identity/contract.js';
import { sessionQuery } from '../api/queries.js';
import { landingOf } from './viewer.js';

/** The way in for whoever has a session now. */
export function useEnter(): (session: SessionView) => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  return async (session) => {
    // The token is for clients without cookies; no page needs to keep it.
    const { person, secondFactor } = session;
    const kept: SessionView = { person, ...(secondFactor && { secondFactor }) };
    // What was asked before may still be answered with nobody.
    await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });
    queryClient.setQueryData(sessionQuery.queryKey, kept);
    await router.navigate({
      to: secondFactor === undefined ? landingOf(person.roles) : '/second-factor',
    });
  };
}
