// Live updates. The socket is only a hint: on every (re)connection, whenever the page comes back into sight,
// and every few seconds while the socket is down, each thread held asks the server what changed. A change that carries a payment also makes the
// balance, the activity and the payment itself stale.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { io, type Socket } from 'socket.io-client';
import type { ThreadChanged, ThreadLeft, ThreadTyping } from '../../../src/chat/contract.js';
import type { PersonTold } from '../../../src/shared/contract.js';
import { BETWEEN } from '../between/between-queries.js';
import { NOTIFICATIONS } from '../notifications/notification-queries.js';
import { SCHEDULES } from '../schedules/schedule-queries.js';
import { TOP_UPS } from '../top-up/top-up-queries.js';
import { AGREEMENTS } from '../trust/contact/contact-queries.js';
import { TRUST } from '../trust/trust-queries.js';
import { applyChange, catchUp, messagesQuery } from './messages.js';
import { ACTIVITY, paymentQuery, threadQuery, threadsQuery, walletQuery } from './queries.js';
import { blocksQuery } from './thread-queries.js';
import { heardTyping, stoppedTyping } from './typing.js';

const WITHOUT_SOCKET_MS = 5_000;
const TYPING_EVERY_MS = 2_500;

let open: Socket | null = null;
let lastTold = { threadId: '', at: 0 };

/** Tells the others of a thread that the viewer is writing; seldom, however fast they type. */
export function tellTyping(threadId: string): void {
  const now = Date.now();
  if (lastTold.threadId === threadId && now - lastTold.at < TYPING_EVERY_MS) return;
  lastTold = { threadId, at: now };
  open?.volatile.emit('thread.typing', { threadId });
}

/** Keeps the cache live while mounted; answers whether the socket stands. */
export function useLive(enabled: boolean): boolean {
  const queryClient = useQueryClient();
  const [connected, setConnected] = useState(true);

  useEffect(() => {
    if (!enabled) return undefined;
    const socket = io({ withCredentials: true });
    open = socket;
    socket.on('connect', () => {
      setConnected(true);
      catchUpAll(queryClient);
    });
    socket.on('disconnect', (reason) => {
      setConnected(false);
      // Closed by the server: mostly because the session is over, which the next answer says, and that
      // leads to the sign-in page. Of itself the socket would not come back.
      if (reason === 'io server disconnect') {
        void queryClient.query({ ...threadsQuery, staleTime: 0 }).then(
          () => socket.connect(),
          () => undefined,
        );
      }
    });
    socket.on('connect_error', () => {
      setConnected(false);
    });
    hearChanges(socket, queryClient);
    // The socket's own library hears nothing of a lost network where the server is this machine.
    const onOffline = (): void => {
      setConnected(false);
    };
    const onOnline = (): void => {
      setConnected(socket.connected);
      catchUpAll(queryClient);
    };
    // A page that nobody looked at may have slept, and its socket with it.
    const onSight = (): void => {
      if (document.visibilityState === 'visible') catchUpAll(queryClient);
    };
    document.addEventListener('visibilitychange', onSight);
    window.addEventListener('offline', onOffline);
    window.addEventListener('online', onOnline);
    const timer = setInterval(() => {
      if (!socket.connected) catchUpAll(queryClient);
    }, WITHOUT_SOCKET_MS);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onSight);
      window.removeEventListener('offline', onOffline);
      window.removeEventListener('online', onOnline);
      open = null;
      socket.disconnect();
    };
  }, [enabled, queryClient]);

  return connected;
}

const TOLD_OF: Record<PersonTold, string[]> = {
  agreements: AGREEMENTS,
  notifications: NOTIFICATIONS,
  schedules: SCHEDULES,
  'top-ups': TOP_UPS,
};

/** What the server tells: threads, what waits for the viewer, and what they chose on other screens. */
function hearChanges(socket: Socket, queryClient: QueryClient): void {
  socket.on('thread.changed', (change: ThreadChanged) => {
    if (applyChange(queryClient, change)) quietly(catchUp(queryClient, change.threadId));
    if (change.message.card) refreshMoney(queryClient, change.message.card.id);
    if (change.message.event) refreshThread(queryClient, change.threadId);
    stoppedTyping(queryClient, change.threadId, change.message.authorId);
  });
  socket.on('person.told', ({ what }: { what: PersonTold }) => {
    void queryClient.invalidateQueries({ queryKey: TOLD_OF[what] });
    if (what !== 'notifications') refreshMoney(queryClient);
  });
  socket.on('thread.left', ({ threadId }: ThreadLeft) => {
    forgetThread(queryClient, threadId);
    refreshThread(queryClient, threadId);
  });
  socket.on('threads.missed', () => {
    catchUpAll(queryClient);
  });
  socket.on('choices.changed', () => {
    refreshChoices(queryClient);
  });
  socket.on('thread.typing', (typing: ThreadTyping) => {
    heardTyping(queryClient, typing);
  });
}

/** Asks again who is in a thread and how it is called. */
export function refreshThread(queryClient: QueryClient, threadId: string): void {
  void queryClient.invalidateQueries({ queryKey: threadsQuery.queryKey });
  void queryClient.invalidateQueries({ queryKey: threadQuery(threadId).queryKey });
}

/** Asks again for what the viewer has chosen: blocks, mutes, and the threads that show them. */
export function refreshChoices(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: blocksQuery.queryKey });
  void queryClient.invalidateQueries({ queryKey: threadsQuery.queryKey });
  void queryClient.invalidateQueries({ queryKey: ['thread'] });
}

/** Holds nothing any more of a thread that the viewer is out of. */
export function forgetThread(queryClient: QueryClient, threadId: string): void {
  queryClient.setQueryData(threadsQuery.queryKey, (threads) =>
    threads?.filter(({ id }) => id !== threadId),
  );
  queryClient.removeQueries({ queryKey: threadQuery(threadId).queryKey });
  queryClient.removeQueries({ queryKey: messagesQuery(threadId).queryKey });
}

/** Asks again for everything a payment moves. */
export function refreshMoney(queryClient: QueryClient, paymentId?: string): void {
  void queryClient.invalidateQueries({ queryKey: walletQuery.queryKey });
  void queryClient.invalidateQueries({ queryKey: ACTIVITY });
  void queryClient.invalidateQueries({ queryKey: TRUST });
  void queryClient.invalidateQueries({ queryKey: BETWEEN });
  if (paymentId !== undefined) {
    void queryClient.invalidateQueries({ queryKey: paymentQuery(paymentId).queryKey });
  }
}

function catchUpAll(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: threadsQuery.queryKey });
  refreshMoney(queryClient);
  void queryClient.invalidateQueries({ queryKey: AGREEMENTS });
  void queryClient.invalidateQueries({ queryKey: NOTIFICATIONS });
  void queryClient.invalidateQueries({ queryKey: TOP_UPS });
  for (const query of queryClient.getQueryCache().findAll({ queryKey: ['messages'] })) {
    const threadId = query.queryKey[1];
    if (typeof threadId === 'string') quietly(catchUp(queryClient, threadId));
  }
}

// A failed catch-up is repeated at the next connection or tick, so nobody needs to hear of it.
function quietly(work: Promise<void>): void {
  work.catch(() => undefined);
}
