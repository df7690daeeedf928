// What the viewer chose about their payments: for how long they can be undone, and whether they are asked
// before a payment to them is theirs. Each choice counts at once.
import { Alert, Group, Radio, Switch } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UndoSeconds } from '../../../src/payments/contract.js';
import type { PaymentSettingsView } from '../../../src/payments/waits/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Page } from '../ui/page.js';
import { Sheet, SheetBody } from '../ui/sheet.js';
import { Failed, Loading } from '../ui/states.js';

const settingsQuery = queryOptions({
  queryKey: ['payment-settings'],
  queryFn: ({ signal }) => call<PaymentSettingsView>('/payment-settings', { signal }),
});

const CHOICES: readonly UndoSeconds[] = [0, 10, 15, 30, 60];

export function PaymentSettingsPage() {
  const settings = useQuery(settingsQuery);
  return (
    <Page title="Payments" intro="How money leaves you, and how it comes to you.">
      {settings.isPending && <Loading what="your settings" rows={3} />}
      {settings.isError && (
        <Failed
          error={settings.error}
          what="Your settings"
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.data && <Choices settings={settings.data} />}
    </Page>
  );
}

function Choices({ settings }: { settings: PaymentSettingsView }) {
  const queryClient = useQueryClient();
  const choosing = useMutation({
    mutationFn: (body: PaymentSettingsView) =>
      call<PaymentSettingsView>('/payment-settings', { method: 'PUT', body }),
    onSuccess: (chosen) => {
      queryClient.setQueryData(settingsQuery.queryKey, chosen);
    },
  });
  // It shows what was asked for while the answer is on its way.
  const shown = choosing.isPending ? choosing.variables : settings;
  return (
    <>
      {choosing.error && (
        <Alert color="red" role="alert" mb="md">
          {sentenceOf(choosing.error)}
        </Alert>
      )}
      <Sheet
        title="Undo"
        note="For so long a payment waits after you confirm it. Nothing is charged meanwhile."
        testId="undo-setting"
      >
        <SheetBody>
          <Radio.Group
            aria-label="For how long a payment can be undone"
            value={String(shown.undoSeconds)}
            onChange={(value) => {
              const undoSeconds = CHOICES.find((choice) => String(choice) === value) ?? 15;
              choosing.mutate({ ...shown, undoSeconds });
            }}
          >
            <Group gap="lg">
              {CHOICES.map((seconds) => (
                <Radio
                  key={seconds}
                  value={String(seconds)}
                  label={seconds === 0 ? 'Off' : `${String(seconds)} seconds`}
                  data-testid={`undo-${String(seconds)}`}
                />
              ))}
            </Group>
          </Radio.Group>
        </SheetBody>
      </Sheet>
      <Sheet
        title="Accepting"
        note="A payment you have not accepted goes back after seven days. What you asked for is yours at once."
        testId="accept-setting"
      >
        <SheetBody>
          <Switch
            label="Ask me before each payment to me"
            checked={shown.acceptEach}
            onChange={(event) => {
              choosing.mutate({ ...shown, acceptEach: event.currentTarget.checked });
            }}
            data-testid="accept-each"
          />
        </SheetBody>
      </Sheet>
    </>
  );
}
