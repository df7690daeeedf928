// What is typed into the money sheet of one thread, and whether the sheet is open. The draft outlives
// closing, so nothing typed is lost until the money is sent.
import { useState } from 'react';
import type { SettledRequest } from '../../../src/payments/contract.js';
import type { When } from '../schedules/when.js';

export type Step = 'amount' | 'add-card' | 'confirm';

export interface Draft {
  step: Step;
  typed: string;
  /** Null means the default currency. */
  currency: string | null;
  /** What the payee gets it in; null is the same currency. */
  receives: string | null;
  note: string;
  /** 'balance', a saved card's id, 'balance_first', or null for the sensible default. */
  source: string | null;
  /** What pays on the confirm step, whatever happens meanwhile; null on the other steps. */
  confirmed: string | null;
  /** Null where the thread itself says who it is. */
  payeeId: string | null;
  /** When it is sent; null is now. */
  when: When | null;
  /** When it is to arrive: at once, after a while, or at a local time as its field has it. */
  arrival: string;
  /** The request that is paid, as it was seen; null for none. */
  request: { id: string; revision: number } | null;
  /** What is settled at once, as it was seen; empty for nothing. */
  settle: SettledRequest[];
  /** What lets a payment that was wrongly rejected be sent again; null for any other. */
  exemptionId: string | null;
}

export interface MoneySheetState {
  opened: boolean;
  draft: Draft;
  edit: (change: Partial<Draft>) => void;
  open: (change?: Partial<Draft>) => void;
  close: () => void;
  /** Forgets the draft after the money was sent. */
  finish: () => void;
}

const blank: Draft = {
  step: 'amount',
  typed: '',
  currency: null,
  receives: null,
  note: '',
  source: null,
  confirmed: null,
  payeeId: null,
  when: null,
  arrival: '',
  request: null,
  settle: [],
  exemptionId: null,
};

export function useMoneySheet(): MoneySheetState {
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState(blank);
  // A closing sheet still shows what was sent, so the draft is forgotten at the next opening.
  const [finished, setFinished] = useState(false);
  const edit = (change: Partial<Draft>): void => {
    setDraft((held) => changed(held, change));
  };
  return {
    opened,
    draft,
    edit,
    open: (change = {}) => {
      setDraft((held) => changed(finished ? blank : held, change));
      setFinished(false);
      setOpened(true);
    },
    close: () => {
      setOpened(false);
    },
    finish: () => {
      setOpened(false);
      setFinished(true);
    },
  };
}

function changed(held: Draft, change: Partial<Draft>): Draft {
  const draft = { ...held, ...change };
  return draft.step === 'confirm' ? draft : { ...draft, confirmed: null };
}
