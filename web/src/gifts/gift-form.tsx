// A gift as it is filled in: how much, for how many, by luck or equally, and words. What the server wants
// confirmed is confirmed here, and nothing leaves the balance before.
import { Alert, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import type { GiftBody, GiftWay } from '../../../src/payments/gifts/contract.js';
import type { ConfirmationAsked } from '../../../src/payments/trust/contract.js';
import { sentenceOf } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import { AmountLine } from '../money/amount-line.js';
import { formatMoney, formatWithCode } from '../money/format.js';
import sheetClasses from '../money/money-sheet.module.css';
import { parseAmount } from '../money/parse-amount.js';
import { PinSetup } from '../trust/pin-setup.js';
import { Prove } from '../trust/prove.js';
import { useCheckGift, useGiveGift } from './use-gift.js';

/** What the sheet opens with. */
export interface GiftStart {
  typed: string;
  currency: string | null;
  note: string;
}

interface Draft {
  typed: string;
  currency: string;
  people: string;
  way: GiftWay;
  note: string;
}

interface Props {
  thread: ThreadView;
  start: GiftStart;
  onGiven: () => void;
}

export function GiftForm({ thread, start, onGiven }: Props) {
  const { data: config } = useQuery(configQuery);
  const others = thread.participants.length - 1;
  const [draft, setDraft] = useState<Draft>({
    ...{ typed: start.typed, note: start.note, way: 'luck', people: String(others) },
    currency: start.currency ?? config?.defaultCurrency ?? 'EUR',
  });
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState<ConfirmationAsked | null>(null);
  const digits = config?.currencies.find(({ code }) => code === draft.currency)?.digits ?? 2;
  const read = readDraft(draft, digits, others);
  const giving = useGiveGift(thread.id, onGiven);
  const checking = useCheckGift(thread.id, ({ confirmation }) => {
    if (confirmation === null && read.ok) giving.mutate(read.body);
    else setAsked(confirmation);
  });
  const edit = (change: Partial<Draft>): void => {
    if (giving.isPending) return;
    checking.reset();
    giving.reset();
    setAsked(null);
    setTried(false);
    setDraft((held) => ({ ...held, ...change }));
  };
  const check = (): void => {
    setTried(true);
    if (read.ok) checking.mutate(read.body);
  };
  const trouble = tried && !read.ok ? read : null;
  const error = giving.error ?? checking.error;

  return (
    <form
      className={sheetClasses.step}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <div className={sheetClasses.scroll}>
        <Fields draft={draft} edit={edit} others={others} trouble={trouble} />
        <p className={sheetClasses.quiet}>
          It leaves your balance at once and you cannot take it back. Whatever nobody has opened
          after 24 hours comes back to you.
        </p>
      </div>
      <div className={sheetClasses.foot}>
        {error && (
          <Alert color="red" role="alert" data-testid="gift-refused">
            {sentenceOf(error)}
          </Alert>
        )}
        {asked && read.ok ? (
          <Confirming
            asked={asked}
            body={read.body}
            onSet={check}
            onProven={(confirmationId) => {
              setAsked(null);
              giving.mutate({ ...read.body, confirmationId });
            }}
          />
        ) : (
          <Button
            type="submit"
            size="md"
            loading={checking.isPending || giving.isPending}
            data-testid="gift-give"
          >
            {read.ok ? `Give ${formatWithCode(read.body.amount)}` : 'Give it'}
          </Button>
        )}
      </div>
    </form>
  );
}

interface ConfirmingProps {
  asked: ConfirmationAsked;
  body: GiftBody;
  onSet: () => void;
  onProven: (confirmationId: string) => void;
}

function Confirming({ asked, body, onSet, onProven }: ConfirmingProps) {
  if (asked.methods.length === 0) return <PinSetup onSet={onSet} />;
  const why = `Please confirm your gift of ${formatMoney(body.amount)} to this group.`;
  return <Prove key={asked.id} asked={asked} why={why} onProven={onProven} />;
}

interface FieldsProps {
  draft: Draft;
  edit: (change: Partial<Draft>) => void;
  others: number;
  trouble: Trouble | null;
}

function Fields({ draft, edit, others, trouble }: FieldsProps) {
  return (
    <>
      <AmountLine
        label="In all"
        typed={draft.typed}
        currency={draft.currency}
        trouble={trouble?.about === 'amount' ? trouble.sentence : null}
        edit={edit}
        testId="gift-amount"
      />
      <TextInput
        label="For how many people"
        description={`There are ${String(others)} others here. Whoever opens it first gets a part.`}
        inputMode="numeric"
        autoComplete="off"
        maxLength={3}
        value={draft.people}
        onChange={(event) => {
          edit({ people: event.currentTarget.value });
        }}
        error={trouble?.about === 'people' ? trouble.sentence : null}
        data-testid="gift-people"
      />
      <SegmentedControl
        fullWidth
        aria-label="How it is divided"
        data={[
          { value: 'luck', label: 'By luck' },
          { value: 'equally', label: 'Equally' },
        ]}
        value={draft.way}
        onChange={(way) => {
          edit({ way });
        }}
      />
      <TextInput
        label="Words"
        placeholder="Happy new year!"
        maxLength={280}
        value={draft.note}
        onChange={(event) => {
          edit({ note: event.currentTarget.value });
        }}
        data-testid="gift-note"
      />
    </>
  );
}

interface Trouble {
  ok: false;
  about: 'amount' | 'people';
  sentence: string;
}

function readDraft(
  { typed, currency, people, way, note }: Draft,
  digits: number,
  others: number,
): { ok: true; body: GiftBody } | Trouble {
  const parsed = parseAmount(typed, { currency, digits, maximum: 'Infinity' });
  if (!parsed.ok) return { ok: false, about: 'amount', sentence: parsed.sentence };
  const count = /^\d{1,3}$/.test(people.trim()) ? Number(people) : 0;
  if (count < 1 || count > others) {
    const sentence = `Choose a number from 1 to ${String(others)}.`;
    return { ok: false, about: 'people', sentence };
  }
  const words = note.trim();
  const amount = { amount: parsed.amount, currency };
  return { ok: true, body: { amount, way, count, ...(words === '' ? {} : { note: words }) } };
}
