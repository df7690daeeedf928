// The second factor of staff by codes of an app, beside their passkeys.
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { secondFactorQuery } from '../api/queries.js';
import { TotpSetup } from '../session/totp-setup.js';
import { Dialog } from '../ui/dialog.js';
import { Sheet } from '../ui/sheet.js';
import { TonePill } from '../ui/tone.js';

export function SecondFactorSection() {
  const queryClient = useQueryClient();
  const { data } = useQuery(secondFactorQuery);
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <Sheet
      title="Codes of an app"
      note="Asked for after your password, because you see what others trust us with. A passkey does both at once."
      testId="second-factor"
      aside={
        data?.totp === true ? (
          <TonePill tone="good" icon={IconCircleCheck}>
            Set up
          </TonePill>
        ) : (
          <Button variant="default" onClick={open} data-testid="totp-set-up">
            Set it up
          </Button>
        )
      }
    >
      <Dialog opened={opened} onClose={close} title="Codes of an app" size="sm">
        <TotpSetup
          onDone={() => {
            close();
            void queryClient.invalidateQueries();
          }}
        />
      </Dialog>
    </Sheet>
  );
}
