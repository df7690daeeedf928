// Shapes of notifications on the wire.
import type { MoneyView, NotificationKind } from '../shared/contract.js';

export interface NotificationView {
  /** `ntf_…` */
  id: string;
  kind: NotificationKind;
  /** What happened, in one sentence. */
  words: string;
  /** The other person in it; null for nobody. */
  person: { id: string; name: string; handle: string } | null;
  /** Where it happened; null when it leads to no thread. */
  threadId: string | null;
  /** The payment or request it is about. */
  subjectId: string | null;
  amount: MoneyView | null;
  createdAt: string;
  readAt: string | null;
}

/** `GET /v1/notifications`: newest first; hand `next` back as `?before=`. */
export interface NotificationsPage {
  notifications: NotificationView[];
  next: string | null;
}

/** `GET /v1/notifications/unread`: at most 100 are counted. */
export interface UnreadView {
  unread: number;
}

export type NotificationChannel = 'app' | 'email';

/** A switch as it stands; one that is not free cannot be turned. */
export interface SwitchView {
  on: boolean;
  free: boolean;
}

/** `GET` and `PUT /v1/notifications/settings`. */
export interface NotificationSettingsView {
  kinds: ({ kind: NotificationKind; words: string } & Record<NotificationChannel, SwitchView>)[];
  /** Whether letters can arrive: the person has shown that an address is theirs. */
  emailVerified: boolean;
}
