// Coming in: the session is kept, and the page that follows is shown; for staff that is the question
// for their second factor while they have not answered it, for the invited where they were invited to.
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { SessionView } from '../../../src/identity/contract.js';
import { sessionQuery } from '../api/queries.js';
import { useInvite } from './use-invite.js';
import { landingOf } from './viewer.js';

/** The way in for whoever has a session now. */
export function useEnter(): (session: SessionView) => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  const invite = useInvite();
  return async (session) => {
    // The token is for clients without cookies; no page needs to keep it.
    const { person, secondFactor, closing } = session;
    const kept: SessionView = {
      person,
      ...(secondFactor && { secondFactor }),
      ...(closing && { closing }),
    };
    // What was asked before may still be answered with nobody.
    await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });
    queryClient.setQueryData(sessionQuery.queryKey, kept);
    if (secondFactor !== undefined) await router.navigate({ to: '/second-factor' });
    else if (closing) await router.navigate({ to: '/closing' });
    else if (invite !== '') await router.navigate({ to: '/invite', hash: invite });
    else await router.navigate({ to: landingOf(person.roles) });
  };
}
