// Where the client starts: styles, cache, routes. One listener leads to the sign-in page whenever any
// call says that the session is over, another to the second factor when that is missing.
import '@mantine/core/styles.layer.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { forgetPerson, makeQueryClient } from './api/query-client.js';
import { sessionQuery } from './api/queries.js';
import { makeRouter } from './router.js';
import { cssVariables, theme } from './theme.js';

const queryClient = makeQueryClient({
  onSignedOut: () => {
    void leaveIfOver();
  },
  onSecondFactor: () => {
    void queryClient
      .invalidateQueries({ queryKey: sessionQuery.queryKey })
      .then(() => router.navigate({ to: '/second-factor' }));
  },
});
const router = makeRouter(queryClient);

// The refusal may be a late one, to what was asked in a session before this one.
async function leaveIfOver(): Promise<void> {
  const session = await queryClient.query({ ...sessionQuery, staleTime: 0 }).catch(() => undefined);
  if (session !== null) return;
  // Only pages that are gone may lose their data, or they would ask for it again.
  await router.navigate({ to: '/signin' });
  forgetPerson(queryClient);
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root to draw into.');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
