// Asking somebody in the thread for money: whom, how much, what for. Nothing moves; they are shown a
// card and decide.
import { Alert, Button, Group, NativeSelect, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { sentenceOf } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import { useViewer } from '../session/viewer.js';
import { Dialog } from '../ui/dialog.js';
import { formatWithCode } from './format.js';
import { parseAmount, withDigits } from './parse-amount.js';
import { useRequestMoney } from './use-request.js';

/** What the dialog opens with. */
export interface AskDraft {
  typed: string;
  currency: string | null;
  note: string;
  payerId: string | null;
}

interface Props {
  thread: ThreadView;
  /** Null while the dialog is closed. */
  draft: AskDraft | null;
  onAsked: () => void;
  onClose: () => void;
  onClosed: () => void;
}

export function RequestDialog({ draft, onClose, onClosed, ...props }: Props) {
  return (
    <Dialog
      opened={draft !== null}
      onClose={onClose}
      onClosed={onClosed}
      title="Ask for money"
      size="sm"
    >
      {draft && <RequestForm {...props} draft={draft} />}
    </Dialog>
  );
}

const NOTE_LIMIT = 280;

function RequestForm({
  thread,
  draft,
  onAsked,
}: Omit<Props, 'onClose' | 'onClosed'> & { draft: AskDraft }) {
  const viewer = useViewer();
  const { data: config } = useQuery(configQuery);
  const [typed, setTyped] = useState(draft.typed);
  const [currency, setCurrency] = useState(draft.currency ?? config?.defaultCurrency ?? 'EUR');
  const [note, setNote] = useState(draft.note);
  const [tried, setTried] = useState(false);
  const asking = useRequestMoney(onAsked);
  const others = thread.participants.filter(({ personId }) => personId !== viewer.id);
  const [payerId, setPayerId] = useState(draft.payerId ?? others[0]?.personId ?? '');
  const payer = others.find(({ personId }) => personId === payerId);
  const digits = config?.currencies.find(({ code }) => code === currency)?.digits ?? 2;
  const maximum = config ? withDigits(config.maximumAmount, digits) : 'Infinity';
  const parsed = parseAmount(typed, { currency, digits, maximum });
  const name = payer?.name ?? 'them';
  const submit = (): void => {
    setTried(true);
    if (!parsed.ok || payer === undefined) return;
    asking.mutate({
      threadId: thread.id,
      ...(thread.kind === 'group' ? { payerId } : {}),
      amount: { amount: parsed.amount, currency },
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        Nothing moves now. {payer ? `${name} sees your request and decides.` : 'They decide.'}
      </Text>
      {thread.kind === 'group' && (
        <NativeSelect
          label="Whom"
          mb="sm"
          data={others.map((one) => ({ value: one.personId, label: one.name }))}
          value={payerId}
          onChange={(event) => {
            setPayerId(event.currentTarget.value);
          }}
        />
      )}
      <AmountLine
        typed={typed}
        currency={currency}
        trouble={tried && !parsed.ok ? parsed.sentence : null}
        onType={(words) => {
          setTried(false);
          setTyped(words);
        }}
        onCurrency={setCurrency}
      />
      <Textarea
        label="Note"
        placeholder="What is it for?"
        autosize
        maxRows={4}
        maxLength={NOTE_LIMIT}
        value={note}
        onChange={(event) => {
          setNote(event.currentTarget.value);
        }}
      />
      {asking.error && (
        <Alert color="red" role="alert" mt="md" data-testid="request-refused">
          {sentenceOf(asking.error)}
        </Alert>
      )}
      <Button type="submit" fullWidth mt="md" loading={asking.isPending} data-testid="request-send">
        {parsed.ok
          ? `Ask ${name} for ${formatWithCode({ amount: parsed.amount, currency })}`
          : `Ask ${name}`}
      </Button>
    </form>
  );
}

interface AmountLineProps {
  typed: string;
  currency: string;
  trouble: string | null;
  onType: (typed: string) => void;
  onCurrency: (currency: string) => void;
}

function AmountLine({ typed, currency, trouble, onType, onCurrency }: AmountLineProps) {
  const { data: config } = useQuery(configQuery);
  return (
    <Group align="flex-start" gap="xs" mb="sm" wrap="nowrap">
      <TextInput
        label="Amount"
        flex={1}
        inputMode="decimal"
        autoComplete="off"
        data-autofocus
        maxLength={24}
        value={typed}
        onChange={(event) => {
          onType(event.currentTarget.value);
        }}
        error={trouble}
        data-testid="request-amount"
      />
      <NativeSelect
        label="Currency"
        data={config?.currencies.map(({ code }) => code) ?? [currency]}
        value={currency}
        onChange={(event) => {
          onCurrency(event.currentTarget.value);
        }}
      />
    </Group>
  );
}
