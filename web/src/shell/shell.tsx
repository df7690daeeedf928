// What surrounds every page behind the sign-in: banner, header, and the main landmark. It puts the
// viewer into context and keeps live updates running for people who chat.
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useLive } from '../api/live.js';
import { sessionQuery } from '../api/queries.js';
import { ViewerContext } from '../session/viewer.js';
import { AgreementNotice } from '../trust/contact/agreement-notice.js';
import { Header } from './header.js';
import classes from './shell.module.css';
import { TestMoneyBanner } from './test-money-banner.js';

export function Shell() {
  const { data: session } = useQuery(sessionQuery);
  const connected = useLive(session?.person.roles.includes('person') ?? false);
  // Between signing out and the sign-in page there is a moment with nobody to show anything to.
  if (!session) return null;
  return (
    <ViewerContext value={session.person}>
      <div className={classes.shell}>
        <a className={classes.skip} href="#main">
          Skip to content
        </a>
        <div>
          <TestMoneyBanner />
          <Header connected={connected} />
          {session.person.roles.includes('person') && <AgreementNotice />}
        </div>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </ViewerContext>
  );
}
