// Which notices of the account its owner has not seen in this browser: those after the newest one that
// stood on the security page. What was there when a browser first opened the account is old news.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { NoticeView } from '../../../src/identity/contract.js';
import { useViewer } from '../session/viewer.js';
import { noticesQuery } from './security-queries.js';

const keyOf = (personId: string): string => `tenner.notices.${personId}`;
const SEEN = 'tenner:notices-seen';

/** How many notices were not seen yet. */
export function useUnseenNotices(): number {
  const { id } = useViewer();
  const { data: notices } = useQuery(noticesQuery);
  const [seen, setSeen] = useState(() => localStorage.getItem(keyOf(id)));
  useEffect(() => {
    const look = (): void => {
      setSeen(localStorage.getItem(keyOf(id)));
    };
    window.addEventListener(SEEN, look);
    return () => {
      window.removeEventListener(SEEN, look);
    };
  }, [id]);
  useEffect(() => {
    if (seen === null && notices !== undefined) noteSeen(id, notices);
  }, [id, notices, seen]);
  if (notices === undefined || seen === null) return 0;
  return notices.filter((notice) => notice.id > seen).length;
}

/** The owner has these in front of them. Ids sort by the time they were made. */
export function noteSeen(personId: string, notices: readonly NoticeView[]): void {
  localStorage.setItem(keyOf(personId), notices[0]?.id ?? '');
  window.dispatchEvent(new Event(SEEN));
}
