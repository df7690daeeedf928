// Live updates. The socket is only a hint: on every (re)connection, and every few seconds while it is
// down, each thread held asks the server what changed. A change that carries a payment also makes the
// balance, the activity and the payment itself stale.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { io } from 'socket.io-client';
import type { ThreadChanged } from '../../../src/chat/contract.js';
import { applyChange, catchUp } from './messages.js';
import { activityQuery, paymentQuery, threadsQuery, walletQuery } from './queries.js';

const WITHOUT_SOCKET_MS = 5_000;

/** Keeps the cache live while mounted; answers whether the socket stands. */
export function useLive(enabled: boolean): boolean {
  const queryClient = useQueryClient();
  const [connected, setConnected] = useState(true);

  useEffect(() => {
    if (!enabled) return undefined;
    const socket = io({ withCredentials: true });
    socket.on('connect', () => {
      setConnected(true);
      catchUpAll(queryClient);
    });
    socket.on('disconnect', () => {
      setConnected(false);
    });
    socket.on('connect_error', () => {
      setConnected(false);
    });
    socket.on('thread.changed', (change: ThreadChanged) => {
      if (applyChange(queryClient, change)) quietly(catchUp(queryClient, change.threadId));
      if (change.message.card) refreshMoney(queryClient, change.message.card.id);
    });
    const timer = setInterval(() => {
      if (!socket.connected) catchUpAll(queryClient);
    }, WITHOUT_SOCKET_MS);
    return () => {
      clearInterval(timer);
      socket.disconnect();
    };
  }, [enabled, queryClient]);

  return connected;
}

/** Asks again for everything a payment moves. */
export function refreshMoney(queryClient: QueryClient, paymentId?: string): void {
  void queryClient.invalidateQueries({ queryKey: walletQuery.queryKey });
  void queryClient.invalidateQueries({ queryKey: activityQuery.queryKey });
  if (paymentId !== undefined) {
    void queryClient.invalidateQueries({ queryKey: paymentQuery(paymentId).queryKey });
  }
}

function catchUpAll(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: threadsQuery.queryKey });
  refreshMoney(queryClient);
  for (const query of queryClient.getQueryCache().findAll({ queryKey: ['messages'] })) {
    const threadId = query.queryKey[1];
    if (typeof threadId === 'string') quietly(catchUp(queryClient, threadId));
  }
}

// A failed catch-up is repeated at the next connection or tick, so nobody needs to hear of it.
function quietly(work: Promise<void>): void {
  work.catch(() => undefined);
}
