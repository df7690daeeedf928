// What one can do about money in a conversation besides paying: ask one of them by a request, several by a
// bill, or give all of them a gift.
import type { ThreadView } from '../../../src/chat/contract.js';
import type { GiftStart } from '../gifts/gift-form.js';
import { GiftSheet } from '../gifts/gift-sheet.js';
import { type AskDraft, RequestDialog } from '../money/request-dialog.js';
import type { SplitStart } from '../splits/split-draft.js';
import { SplitSheet } from '../splits/split-sheet.js';

/** One of them, or none. */
export interface Asking {
  one?: AskDraft;
  several?: SplitStart;
  gift?: GiftStart;
}

interface Props {
  thread: ThreadView;
  asking: Asking;
  onAsked: () => void;
  onClose: () => void;
  /** It is out of sight. */
  onClosed: () => void;
}

export function AskSheets({ thread, asking, onAsked, ...closing }: Props) {
  return (
    <>
      <RequestDialog thread={thread} draft={asking.one ?? null} onAsked={onAsked} {...closing} />
      <SplitSheet thread={thread} start={asking.several ?? null} onMade={onAsked} {...closing} />
      <GiftSheet thread={thread} start={asking.gift ?? null} onGiven={onAsked} {...closing} />
    </>
  );
}
