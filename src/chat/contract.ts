// Shapes of threads and messages on the wire. A card's content belongs to the module that put it
// into the thread; chat carries it unread.

export interface ParticipantView {
  personId: string;
  name: string;
  handle: string;
  /** The highest sequence this participant has read. */
  readSequence: number;
}

export interface ThreadView {
  /** `thr_…` */
  id: string;
  kind: 'direct' | 'group';
  /** Null in a direct thread: the client shows the other participant. */
  title: string | null;
  participants: ParticipantView[];
  /** Where the thread stands: the highest sequence and revision the viewer may see. */
  lastSequence: number;
  revision: number;
  lastMessage: MessageView | null;
}

export interface MessageView {
  /** `msg_…` */
  id: string;
  threadId: string;
  /** The place in the thread. Never changes. */
  sequence: number;
  /** The thread's revision at which this message last changed. "What changed after N" reads this. */
  revision: number;
  authorId: string;
  createdAt: string;
  /** Text of a message; null for a card. */
  body: string | null;
  /** The key by which a client recognises its own message; null for cards. */
  clientId: string | null;
  card: CardView | null;
}

/** A card: kind and id say whose it is; `data` is that module's own view. */
export interface CardView<Data = unknown> {
  kind: 'payment';
  id: string;
  data: Data;
}

/** `GET /v1/threads/:id/messages`. */
export interface MessagePage {
  messages: MessageView[];
  /** The revision this page brings the reader up to. */
  revision: number;
  /** True when older messages exist before the first one here. */
  hasBefore: boolean;
}

/** Socket event `thread.changed`: one message was added or changed. Apply when its revision is newer. */
export interface ThreadChanged {
  threadId: string;
  revision: number;
  message: MessageView;
}
