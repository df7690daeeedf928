// When the money is to arrive. What arrives later can be recalled until then.
import { NativeSelect, TextInput } from '@mantine/core';

interface Props {
  arrival: string;
  onPick: (arrival: string) => void;
}

const PRESETS = ['', '2h', '24h'];
/** Chosen, and yet to be said when. */
const SOME_TIME = 'at';

export function ArrivalPicker({ arrival, onPick }: Props) {
  const isTime = !PRESETS.includes(arrival);
  return (
    <>
      <NativeSelect
        label="Arrives"
        description={arrival === '' ? undefined : 'You can recall it until then.'}
        data={[
          { value: '', label: 'At once' },
          { value: '2h', label: 'In 2 hours' },
          { value: '24h', label: 'In 24 hours' },
          { value: SOME_TIME, label: 'At a time within 7 days' },
        ]}
        value={isTime ? SOME_TIME : arrival}
        onChange={(event) => {
          onPick(event.currentTarget.value);
        }}
        data-testid="arrival"
      />
      {isTime && (
        <TextInput
          type="datetime-local"
          label="Day and time"
          value={arrival === SOME_TIME ? '' : arrival}
          onChange={(event) => {
            onPick(event.currentTarget.value || SOME_TIME);
          }}
          data-testid="arrival-time"
        />
      )}
    </>
  );
}
