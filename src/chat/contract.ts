// Shapes of threads and messages on the wire. A card's content belongs to the module that put it
// into the thread; chat carries it unread.

export type ThreadRole = 'owner' | 'admin' | 'member';

export interface ParticipantView {
  personId: string;
  name: string;
  handle: string;
  /** The highest sequence this participant has read. */
  readSequence: number;
  /** What this participant may do in a group. In a direct thread everybody is a member. */
  role: ThreadRole;
  /** True when the viewer blocked this person. Being blocked is never shown. */
  blocked: boolean;
}

/** What one participant has chosen for this thread, seen by nobody else. */
export interface ThreadSettingsView {
  /** An ISO time, `forever`, or null when not muted. */
  mutedUntil: string | null;
  /** Whether a typed amount offers Pay or Request. */
  suggestsMoney: boolean;
}

export interface ThreadView {
  /** `thr_…` */
  id: string;
  kind: 'direct' | 'group';
  /** Null in a direct thread: the client shows the other participant. */
  title: string | null;
  participants: ParticipantView[];
  settings: ThreadSettingsView;
  /** Where the thread stands: the highest sequence and revision the viewer may see. */
  lastSequence: number;
  revision: number;
  lastMessage: MessageView | null;
  /** Those of the last message who are not in the thread any more. */
  former: FoundPerson[];
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
  /** Text of a message; null for a card, an event, a deleted message, and a picture without words. */
  body: string | null;
  /** The key by which a client recognises its own message; null for cards. */
  clientId: string | null;
  card: CardView | null;
  /** What happened to the thread itself: somebody joined, left, renamed it. */
  event: EventView | null;
  picture: PictureView | null;
  /** The id of the message this one answers. */
  replyTo: string | null;
  /** Ids of the participants whose handle the text names. */
  mentions: string[];
  reactions: ReactionView[];
  editedAt: string | null;
  /** A deleted message keeps its place and nothing else. */
  deletedAt: string | null;
}

/** The message's author did this, to the people named. */
export interface EventView {
  kind: 'created' | 'added' | 'joined' | 'left' | 'removed' | 'renamed' | 'role_changed';
  personIds: string[];
  /** The new title, when renamed. */
  title?: string;
  /** The new role, when it changed. */
  role?: ThreadRole;
}

/** `GET /v1/threads/:id/pictures/:pictureId`, with `?size=thumbnail` for a small one. */
export interface PictureView {
  /** `pic_…` */
  id: string;
  /** Pixels of the full size. */
  width: number;
  height: number;
}

export interface ReactionView {
  emoji: string;
  personIds: string[];
}

/** A card: kind and id say whose it is; `data` is that module's own view. */
export interface CardView<Data = unknown> {
  kind: 'payment' | 'request' | 'split' | 'gift';
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
  /** Those who said or did something here and are not in the thread any more. */
  former: FoundPerson[];
}

/** `GET /v1/messages/search`, newest first. */
export interface FoundMessages {
  messages: MessageView[];
  /** Pass as `before` to read on; null at the end. */
  next: string | null;
}

/** Somebody by handle and name: found, invited by, blocked, or no longer in a thread. */
export interface FoundPerson {
  id: string;
  handle: string;
  name: string;
}

/** An invitation of the viewer's own. */
export interface InviteView {
  /** `inv_…` */
  id: string;
  /** Null leads to a direct thread with its creator. */
  threadId: string | null;
  uses: number;
  usesMax: number;
  createdAt: string;
  expiresAt: string;
  /** Only in the answer to creating it: it is not kept. */
  token?: string;
}

/** What an invitation leads to, before it is accepted. */
export interface OpenedInvite {
  kind: 'direct' | 'group';
  inviter: FoundPerson;
  /** Of the group. */
  title: string | null;
  people: number;
  /** The thread, when the viewer is in it already. */
  threadId: string | null;
}

/** Socket event `thread.changed`: one message was added or changed. Apply when its revision is newer. */
export interface ThreadChanged {
  threadId: string;
  revision: number;
  message: MessageView;
}

/** Socket event `thread.left`: the viewer is no longer in this thread. */
export interface ThreadLeft {
  threadId: string;
}

/*
 * Socket event `choices.changed`, with nothing in it: the viewer blocked, muted or chose something, perhaps
 * on another screen. Ask for the threads and the blocks again.
 *
 * Socket event `threads.missed`, with nothing in it: this server may have missed what others said. Ask for
 * the threads, and for what changed in those that are held.
 */

/** Socket event `thread.typing`, sent by a client without and received with the person. */
export interface ThreadTyping {
  threadId: string;
  personId: string;
}
