// What the viewer chooses for a thread, and nobody else sees: for how long it is muted, and whether an
// amount in one's words is offered as money.
import { Alert, Select, Switch } from '@mantine/core';
import type { ThreadView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useThreadSettings } from '../../api/thread-changes.js';
import { deadline } from '../../ui/time.js';

const HOUR = 3_600_000;
const SPANS: Record<string, number> = { '1': 1, '8': 8, '168': 168 };
const FOREVER = 'forever';
const MUTED = 'muted';
const OFF = 'off';

export function Choices({ thread }: { thread: ThreadView }) {
  const { mutedUntil, suggestsMoney } = thread.settings;
  const choosing = useThreadSettings(thread);
  const untilThen = mutedUntil !== null && mutedUntil !== FOREVER;
  const mute = (choice: string | null): void => {
    const hours = SPANS[choice ?? ''];
    if (choice === null || choice === MUTED) return;
    choosing.mutate({
      mutedUntil:
        hours === undefined
          ? choice === FOREVER
            ? FOREVER
            : null
          : new Date(Date.now() + hours * HOUR).toISOString(),
    });
  };
  return (
    <>
      <Select
        label="Mute"
        description="A muted conversation counts its messages quietly."
        allowDeselect={false}
        value={mutedUntil === null ? OFF : untilThen ? MUTED : FOREVER}
        data={[
          { value: OFF, label: 'Not muted' },
          ...(untilThen ? [{ value: MUTED, label: `Until ${deadline(mutedUntil)}` }] : []),
          { value: '1', label: 'For an hour' },
          { value: '8', label: 'For eight hours' },
          { value: '168', label: 'For a week' },
          { value: FOREVER, label: 'Until I change it' },
        ]}
        onChange={mute}
        data-testid="mute"
      />
      <Switch
        label="Suggest Pay or Request"
        description="When you write an amount, such as “20 EUR for pizza”. It is found on this device only."
        checked={suggestsMoney}
        onChange={(event) => {
          choosing.mutate({ suggestsMoney: event.currentTarget.checked });
        }}
        data-testid="suggests-money"
      />
      {choosing.error && (
        <Alert color="red" role="alert">
          {sentenceOf(choosing.error)}
        </Alert>
      )}
    </>
  );
}
