// What asks people of a conversation for money: one of them by a request, several by a bill.
import type { ThreadView } from '../../../src/chat/contract.js';
import { type AskDraft, RequestDialog } from '../money/request-dialog.js';
import type { SplitStart } from '../splits/split-draft.js';
import { SplitSheet } from '../splits/split-sheet.js';

/** One of the two, or none. */
export interface Asking {
  one?: AskDraft;
  several?: SplitStart;
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
    </>
  );
}
