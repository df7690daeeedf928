// A statement to take along: of a month or of chosen days, in one currency, as a table or on paper. The
// browser fetches the file itself, with the session's cookie.
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconFileTypePdf, IconFileText, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { withQuery } from '../api/with-query.js';
import { Dialog } from '../ui/dialog.js';
import classes from './records.module.css';

const MONTHS = 24;
const CHOSEN = 'days';

const monthName = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' });

export function StatementDialog({ currencies }: { currencies: readonly string[] }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileText size={17} aria-hidden="true" />}
        onClick={() => {
          setOpened(true);
        }}
        data-testid="statement-open"
      >
        Download statement
      </Button>
      <Dialog
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
        title="Download statement"
      >
        <StatementForm currencies={currencies} />
      </Dialog>
    </>
  );
}

function StatementForm({ currencies }: { currencies: readonly string[] }) {
  const months = lastMonths(new Date());
  const [period, setPeriod] = useState(months[0]?.value ?? CHOSEN);
  const [days, setDays] = useState({ from: '', to: '' });
  const [currency, setCurrency] = useState(currencies[0] ?? 'EUR');
  const ready = period !== CHOSEN || (days.from !== '' && days.to !== '' && days.from <= days.to);
  const asked = {
    ...(period === CHOSEN ? days : { month: period }),
    currency,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  return (
    <Stack gap="md">
      <p className={classes.small}>
        What you had, every movement with the balance after it, and what you had then.
      </p>
      <NativeSelect
        label="Period"
        data={[...months, { value: CHOSEN, label: 'Other days…' }]}
        value={period}
        onChange={(event) => {
          setPeriod(event.currentTarget.value);
        }}
        data-testid="statement-period"
      />
      {period === CHOSEN && (
        <div className={classes.two}>
          {(['from', 'to'] as const).map((name) => (
            <TextInput
              key={name}
              type="date"
              label={name === 'from' ? 'First day' : 'Last day'}
              value={days[name]}
              onChange={(event) => {
                setDays({ ...days, [name]: event.currentTarget.value });
              }}
              data-testid={`statement-${name}`}
            />
          ))}
        </div>
      )}
      <NativeSelect
        label="Currency"
        data={[...currencies]}
        value={currency}
        onChange={(event) => {
          setCurrency(event.currentTarget.value);
        }}
        data-testid="statement-currency"
      />
      <div className={classes.two}>
        <FileButton asked={asked} format="pdf" ready={ready} />
        <FileButton asked={asked} format="csv" ready={ready} />
      </div>
    </Stack>
  );
}

interface FileProps {
  asked: Record<string, string>;
  format: 'csv' | 'pdf';
  ready: boolean;
}

function FileButton({ asked, format, ready }: FileProps) {
  const Icon = format === 'pdf' ? IconFileTypePdf : IconTable;
  return (
    <Button
      component="a"
      href={withQuery('/v1/statements', { ...asked, format })}
      download
      variant={format === 'pdf' ? 'filled' : 'default'}
      leftSection={<Icon size={17} aria-hidden="true" />}
      data-disabled={!ready || undefined}
      aria-disabled={!ready}
      onClick={(event) => {
        if (!ready) event.preventDefault();
      }}
      data-testid={`statement-${format}`}
    >
      {format === 'pdf' ? 'PDF' : 'Table (CSV)'}
    </Button>
  );
}

/** This month and those before it, newest first. */
function lastMonths(now: Date): { value: string; label: string }[] {
  return Array.from({ length: MONTHS }, (_, back) => {
    const first = new Date(now.getFullYear(), now.getMonth() - back, 1);
    const number = String(first.getMonth() + 1).padStart(2, '0');
    return { value: `${String(first.getFullYear())}-${number}`, label: monthName.format(first) };
  });
}
