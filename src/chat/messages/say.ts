// "Say something": texts of people, with or without a picture. Those that arrive together are written
// together, as every write verb does it; each is allowed or refused on its own, under the lock of its
// thread, so that nobody speaks after being put out.
import { Injectable } from '@nestjs/common';
import { Batch } from '../../shared/batch.js';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { type Pair, pairKey } from '../../shared/pairs.js';
import { People, type Profile } from '../../shared/people.js';
import { present, Refusal } from '../../shared/refusal.js';
import { Chat, type MessageDraft } from '../chat.js';
import type { MessageView, PictureView } from '../contract.js';
import { attachPictures, waitingPictures } from '../pictures/picture-store.js';
import { refuse } from '../refusals.js';
import { blocked } from '../threads/blocks.js';
import { mentionsIn } from './mentions.js';
import { clientKey, knownMessages, type LockedThread, lockThreads } from './message-store.js';
import { type MessageRow, toMessageView } from './messages.js';

export interface Saying {
  readonly threadId: string;
  readonly authorId: string;
  readonly clientId: string;
  readonly body: string | null;
  readonly pictureId: string | null;
  readonly replyTo: string | null;
  readonly createdAt: Date;
}

/** What was read once for all sayings of a flush. */
interface Facts {
  readonly threads: Map<string, LockedThread>;
  readonly known: ReadonlyMap<string, MessageRow>;
  readonly blocked: ReadonlySet<string>;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly pictures: ReadonlyMap<string, PictureView>;
  /** Sequences of messages that are answered, by `<thread> <message>`. */
  readonly answered: ReadonlyMap<string, number>;
}

@Injectable()
export class SayMessages {
  private readonly batch = new Batch((sayings: Saying[]) => this.flush(sayings), {
    // The picture of one message cannot be given to another in the same flush.
    key: ({ pictureId, clientId }) => pictureId ?? clientId,
  });

  constructor(
    private readonly transactor: Transactor,
    private readonly chat: Chat,
    private readonly people: People,
  ) {}

  /** Says it once, however often it is asked; refuses what may not be said. */
  async say(saying: Saying): Promise<MessageView> {
    if (saying.body === null && saying.pictureId === null) throw refuse('message_empty');
    const answer = await this.batch.submit(saying);
    if (answer instanceof Refusal) throw answer;
    return toMessageView(answer);
  }

  private flush(sayings: readonly Saying[]): Promise<(MessageRow | Refusal)[]> {
    return this.transactor.run(async (tx) => {
      const facts = await this.read(tx, sayings);
      const decided = sayings.map((saying) => decide(saying, facts));
      const drafts = decided.filter((one): one is MessageDraft => !(one instanceof Refusal));
      const said = await this.chat.place(tx, drafts, facts.threads, new Map(facts.known));
      await attachPictures(
        tx,
        said.filter((one) => one.picture !== null),
      );
      const messages = new Map(drafts.map((draft, index) => [draft, said[index]]));
      return decided.map((one) =>
        one instanceof Refusal ? one : present(messages.get(one), 'each draft is said'),
      );
    });
  }

  private async read(tx: Tx, sayings: readonly Saying[]): Promise<Facts> {
    // Sent together and run in this order, so all but the first read what is so under the locks.
    const [threads, known, pictures, answered] = await Promise.all([
      lockThreads(
        tx,
        sayings.map(({ threadId }) => threadId),
      ),
      knownMessages(tx, sayings),
      waitingPictures(
        tx,
        sayings.filter(({ pictureId }) => pictureId !== null),
      ),
      answeredBy(tx, sayings),
    ]);
    const pairs = [...threads.values()].map(pairOf).filter((pair) => pair !== undefined);
    const [between, profiles] = await Promise.all([
      blocked(tx, pairs),
      this.profilesFor(tx, sayings, threads),
    ]);
    return { threads, known, blocked: between, profiles, pictures, answered };
  }

  // Only a text with an @ can name somebody.
  private async profilesFor(
    db: Database,
    sayings: readonly Saying[],
    threads: ReadonlyMap<string, LockedThread>,
  ): Promise<Map<string, Profile>> {
    const naming = sayings.filter(({ body }) => body?.includes('@') === true);
    if (naming.length === 0) return new Map();
    const ids = naming.flatMap(({ threadId }) => idsIn(threads.get(threadId)));
    return this.people.profiles(db, ids);
  }
}

function decide(saying: Saying, facts: Facts): MessageDraft | Refusal {
  const { threadId, authorId, clientId, body, pictureId, replyTo, createdAt } = saying;
  const thread = facts.threads.get(threadId);
  const author = thread?.participants.find(({ personId }) => personId === authorId);
  if (thread === undefined || author === undefined) return refuse('thread_unknown');
  const draft = { threadId, authorId, clientId, createdAt };
  if (facts.known.has(clientKey(draft))) return draft;
  const pair = pairOf(thread);
  if (pair !== undefined && facts.blocked.has(pairKey(pair))) return refuse('person_unavailable');
  const answered = replyTo === null ? Infinity : facts.answered.get(`${threadId} ${replyTo}`);
  if (answered === undefined || answered <= author.joinedSequence) return refuse('message_unknown');
  const picture = pictureId === null ? null : facts.pictures.get(pictureId);
  if (picture === undefined) return refuse('picture_unknown');
  const people = idsIn(thread).flatMap((id) => facts.profiles.get(id) ?? []);
  return { ...draft, body, picture, replyTo, mentions: mentionsIn(body ?? '', people) };
}

/** The two people of a direct thread. */
export function pairOf(thread: LockedThread): Pair | undefined {
  const [one, other] = thread.participants;
  if (thread.kind !== 'direct' || one === undefined || other === undefined) return undefined;
  return [one.personId, other.personId];
}

const idsIn = (thread: LockedThread | undefined): string[] =>
  thread?.participants.map(({ personId }) => personId) ?? [];

async function answeredBy(db: Database, sayings: readonly Saying[]): Promise<Map<string, number>> {
  const replies = sayings.filter(({ replyTo }) => replyTo !== null);
  if (replies.length === 0) return new Map();
  const found = await rows<{ id: string; thread_id: string; sequence: string }>(
    db,
    // What is meant for some alone cannot be answered by the others, so it is not answered at all.
    'SELECT id, thread_id, sequence FROM chat.messages WHERE id = ANY($1) AND audience IS NULL',
    [replies.map(({ replyTo }) => replyTo)],
  );
  return new Map(found.map((row) => [`${row.thread_id} ${row.id}`, Number(row.sequence)]));
}
