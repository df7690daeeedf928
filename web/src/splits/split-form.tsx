// A bill as it is filled in: how much, what for, among whom, in which way; and below, live, what each would
// be asked for. Nothing is asked of anybody before the button.
import { Alert, Button, Tabs, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ParticipantView, ThreadView } from '../../../src/chat/contract.js';
import type { SplitPreview, SplitWay } from '../../../src/payments/splits/contract.js';
import { sentenceOf } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import { AmountLine } from '../money/amount-line.js';
import { formatWithCode } from '../money/format.js';
import sheetClasses from '../money/money-sheet.module.css';
import { useViewer } from '../session/viewer.js';
import { ItemsEditor } from './items-editor.js';
import { MemberChips } from './member-chips.js';
import { PartFields } from './part-fields.js';
import { blankDraft, readDraft, type SplitDraft, type SplitStart } from './split-draft.js';
import { SplitResult } from './split-result.js';
import { WAYS } from './split-words.js';
import classes from './split.module.css';
import { useMakeSplit, usePreview } from './use-split.js';

interface Props {
  thread: ThreadView;
  start: SplitStart;
  onMade: () => void;
}

export function SplitForm({ thread, start, onMade }: Props) {
  const viewer = useViewer();
  const { data: config } = useQuery(configQuery);
  const [draft, setDraft] = useState<SplitDraft>(() =>
    blankDraft(
      start,
      thread.participants.map(({ personId }) => personId),
      config?.defaultCurrency,
    ),
  );
  const [tried, setTried] = useState(false);
  const digits = config?.currencies.find(({ code }) => code === draft.currency)?.digits ?? 2;
  const read = readDraft(draft, digits);
  const preview = usePreview(thread.id, read.ok ? read.body : null);
  const making = useMakeSplit(thread.id, start.splitId, onMade);
  const edit = (change: Partial<SplitDraft>): void => {
    if (!making.isPending) making.reset();
    setTried(false);
    setDraft((held) => ({ ...held, ...change }));
  };
  const submit = (): void => {
    setTried(true);
    if (read.ok) making.mutate(read.body);
  };
  const shown = read.ok && preview.data && !preview.isError ? preview.data : null;

  return (
    <form
      className={sheetClasses.step}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={sheetClasses.scroll}>
        <BillLines
          draft={draft}
          edit={edit}
          fixedCurrency={start.splitId !== null}
          trouble={tried && !read.ok && read.isAmount ? read.sentence : null}
        />
        <Ways people={thread.participants} draft={draft} edit={edit} />
        <SplitResult
          people={thread.participants}
          preview={shown}
          waiting={read.ok && !preview.isCurrent}
          trouble={preview.isError && read.ok ? sentenceOf(preview.error) : null}
          missing={read.ok || (tried && read.isAmount) ? null : read.sentence}
        />
      </div>
      <div className={sheetClasses.foot}>
        {making.error && (
          <Alert color="red" role="alert" data-testid="split-refused">
            {sentenceOf(making.error)}
          </Alert>
        )}
        <Button type="submit" size="md" loading={making.isPending} data-testid="split-send">
          {buttonWords(shown, viewer.id)}
        </Button>
      </div>
    </form>
  );
}

interface LinesProps {
  draft: SplitDraft;
  edit: (change: Partial<SplitDraft>) => void;
  /** All rounds of a bill are in one currency. */
  fixedCurrency: boolean;
  trouble: string | null;
}

function BillLines({ draft, edit, fixedCurrency, trouble }: LinesProps) {
  return (
    <>
      <AmountLine
        label="You paid"
        typed={draft.typed}
        currency={draft.currency}
        fixedCurrency={fixedCurrency}
        trouble={trouble}
        edit={edit}
        testId="split-amount"
      />
      <TextInput
        label="What for"
        placeholder="Dinner, taxi, tickets…"
        maxLength={80}
        value={draft.title}
        onChange={(event) => {
          edit({ title: event.currentTarget.value });
        }}
        data-testid="split-title"
      />
    </>
  );
}

interface WaysProps {
  people: readonly ParticipantView[];
  draft: SplitDraft;
  edit: (change: Partial<SplitDraft>) => void;
}

function Ways({ people, draft, edit }: WaysProps) {
  return (
    <Tabs
      value={draft.way}
      onChange={(way) => {
        edit({ way: way as SplitWay });
      }}
      keepMounted={false}
    >
      <Tabs.List grow aria-label="How it is divided" className={classes.ways}>
        {WAYS.map(({ way, label }) => (
          <Tabs.Tab key={way} value={way} data-testid={`split-way-${way}`}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {WAYS.map(({ way }) => (
        <Tabs.Panel key={way} value={way} className={classes.panel}>
          {way === 'items' ? (
            <ItemsEditor people={people} draft={draft} edit={edit} />
          ) : (
            <>
              <MemberChips
                label="Among"
                people={people}
                chosen={draft.personIds}
                onChoose={(personIds) => {
                  edit({ personIds });
                }}
              />
              {way !== 'equally' && <PartFields people={people} draft={draft} edit={edit} />}
            </>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function buttonWords(preview: SplitPreview | null, viewerId: string): string {
  const asked = preview?.portions.filter(
    ({ personId, amount }) => personId !== viewerId && !/^[0.]*$/.test(amount),
  );
  if (!preview || !asked || asked.length === 0) return 'Ask for it';
  const [only] = asked;
  if (asked.length === 1 && only) {
    return `Ask for ${formatWithCode({ amount: only.amount, currency: preview.total.currency })}`;
  }
  return `Ask ${String(asked.length)} people`;
}
