// Everything that opens a person's account, where it is open, and what happened to it.
import { Box } from '@mantine/core';
import { IconHourglassHigh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { accountQuery } from '../api/queries.js';
import { isStaff, useViewer } from '../session/viewer.js';
import { Heed } from '../ui/heed.js';
import { Page } from '../ui/page.js';
import { Failed, Loading } from '../ui/states.js';
import { ago, deadline, useNow } from '../ui/time.js';
import { EmailSection } from './email-section.js';
import { NoticesSection } from './notices-section.js';
import { OwnDataSection } from './own-data-section.js';
import { PasskeysSection } from './passkeys-section.js';
import { PasswordSection } from './password-section.js';
import { PinSection } from './pin-section.js';
import { SecondFactorSection } from './second-factor-section.js';
import { SessionsSection } from './sessions-section.js';

export function SecurityPage() {
  const { roles } = useViewer();
  const account = useQuery(accountQuery);
  return (
    <Page
      title="Security"
      intro="What opens your account, where it is open, and what happened to it."
    >
      {account.isPending && <Loading what="your account" rows={4} height={96} />}
      {account.isError && (
        <Failed error={account.error} what="Your account" onRetry={() => void account.refetch()} />
      )}
      {account.data && (
        <>
          {account.data.coolingOffUntil !== null && (
            <CoolingOff until={account.data.coolingOffUntil} />
          )}
          <PasskeysSection />
          <PasswordSection hasPassword={account.data.hasPassword} />
          <EmailSection account={account.data} />
          {roles.includes('person') && <PinSection account={account.data} />}
          {isStaff(roles) && <SecondFactorSection />}
          <SessionsSection />
          <NoticesSection isMailed={account.data.email !== null} />
          <OwnDataSection />
        </>
      )}
    </Page>
  );
}

function CoolingOff({ until }: { until: string }) {
  const now = useNow();
  return (
    <Box mb={20}>
      <Heed
        icon={IconHourglassHigh}
        title={`Until ${deadline(until, now)}, ${ago(until, now)}, only small amounts can leave`}
        testId="cooling-off"
      >
        Your account or your PIN was set anew by a code in a mail. If that was not you, end the
        sessions you do not know and change your password now: nothing large can leave before.
      </Heed>
    </Box>
  );
}
