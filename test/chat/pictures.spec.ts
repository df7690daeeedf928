// Pictures in messages: read in full and written anew, seen by those who see the message, and nothing
// else gets in.
import { randomUUID } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { MessageView, PictureView } from '../../src/chat/contract.js';
import { Chatter, outcome } from '../support/chatter.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let chat: Chatter;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;

beforeAll(async () => {
  world = await World.start();
  chat = new Chatter(world);
  [ana, ben, chloe] = [await world.person(), await world.person(), await world.person()];
});
afterAll(() => world.stop());

const upload = async (
  who: TestPerson,
  thread: string,
  bytes: Buffer,
  type = 'image/jpeg',
): Promise<Answer> =>
  world.http
    .post(`/v1/threads/${thread}/pictures`)
    .set('authorization', `Bearer ${who.token}`)
    .set('content-type', type)
    .send(bytes);
const look = async (who: TestPerson, thread: string, id: string, query = ''): Promise<Answer> =>
  world
    .get(who, `/v1/threads/${thread}/pictures/${id}${query}`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        done(null, Buffer.concat(chunks));
      });
    });
const plain = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#3a6' } });

test('are turned upright, stripped, made smaller, and seen by those who see the message', async () => {
  const thread = await chat.group([ana, ben]);
  const photo = await plain(3000, 1000)
    .withExif({ IFD0: { Copyright: 'HIDDEN-PLACE' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect(photo.includes('HIDDEN-PLACE')).toBe(true);
  const uploaded = await upload(ana, thread, Buffer.concat([photo, Buffer.from('<script>HI')]));
  expect(outcome(uploaded)).toEqual([201]);
  const { id, width, height } = uploaded.body as PictureView;
  expect([width, height]).toEqual([683, 2048]);
  // Until it is sent only its owner sees it.
  expect((await look(ana, thread, id)).status).toBe(200);
  expect((await look(ben, thread, id)).status).toBe(404);

  const sent = await chat.say(ana, thread, 'look', { pictureId: id });
  expect(sent.body).toMatchObject({ picture: { id, width, height } });
  const seen = await look(ben, thread, id);
  expect(seen.headers).toMatchObject({
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
    'content-disposition': `inline; filename="${id}.webp"`,
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const bytes = seen.body as Buffer;
  expect(bytes.includes('HIDDEN') || bytes.includes('<script>')).toBe(false);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width, height });
  const small = (await look(ben, thread, id, '?size=thumbnail')).body as Buffer;
  expect((await sharp(small).metadata()).height).toBe(480);

  expect((await look(chloe, thread, id)).status).toBe(404);
  const other = await chat.group([chloe, ben]);
  expect((await look(chloe, other, id)).status).toBe(404);
  await chat.ask(ana, 'delete', `/threads/${thread}/messages/${(sent.body as MessageView).id}`);
  expect((await look(ben, thread, id)).status).toBe(404);
  expect(await world.sql('SELECT FROM chat.pictures WHERE id = $1', [id])).toEqual([]);
});

test('belong to one message of their owner in their thread', async () => {
  const [thread, other] = [await chat.group([ana, ben]), await chat.group([ana, ben])];
  const png = await plain(20, 10).png().toBuffer();
  const { id } = (await upload(ana, thread, png, 'image/png')).body as PictureView;
  const say = (who: TestPerson, where: string): Promise<Answer> =>
    chat.say(who, where, 'x', { pictureId: id });
  expect(outcome(await say(ben, thread))).toEqual([404, 'picture_unknown']);
  expect(outcome(await say(ana, other))).toEqual([404, 'picture_unknown']);
  const clientId = randomUUID();
  const body = { clientId, pictureId: id };
  const twice = await Promise.all(
    [body, body].map((one) => chat.ask(ana, 'post', `/threads/${thread}/messages`, one)),
  );
  expect(twice.map(({ status }) => status)).toEqual([201, 201]);
  expect(new Set(twice.map(({ text }) => text)).size).toBe(1);
  expect(outcome(await say(ana, thread))).toEqual([404, 'picture_unknown']);
  expect(outcome(await upload(chloe, thread, png, 'image/png'))).toEqual([404, 'thread_unknown']);
});

test('what is no picture, too large or a bomb is refused', async () => {
  const thread = await chat.group([ana, ben]);
  const bomb = await plain(12_000, 12_000).png({ compressionLevel: 9 }).toBuffer();
  expect(bomb.length).toBeLessThan(1_000_000);
  const jpeg = await plain(300, 300).jpeg().toBuffer();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const unreadable = [400, 'picture_not_readable'];
  const rows: [string, Buffer, string, unknown[]][] = [
    ['svg', svg, 'image/svg+xml', unreadable],
    ['svg as jpeg', svg, 'image/jpeg', unreadable],
    ['text', Buffer.from('hello'), 'image/png', unreadable],
    ['nothing', Buffer.alloc(0), 'image/png', unreadable],
    ['half a picture', jpeg.subarray(0, jpeg.length / 2), 'image/jpeg', unreadable],
    ['a bomb', bomb, 'image/png', unreadable],
    ['six megabytes', Buffer.alloc(6_000_000, 1), 'image/jpeg', [400, 'picture_too_large']],
    ['json', Buffer.from('{}'), 'application/json', unreadable],
    ['another type', jpeg, 'application/pdf', [415, 'request_invalid']],
  ];
  for (const [what, bytes, type, expected] of rows) {
    expect([what, ...outcome(await upload(ana, thread, bytes, type))]).toEqual([what, ...expected]);
  }
  const nobody = await world.http
    .post(`/v1/threads/${thread}/pictures`)
    .set('content-type', 'image/jpeg')
    .send(jpeg);
  expect(outcome(nobody)).toEqual([401, 'session_missing']);
  expect(await world.sql('SELECT FROM chat.pictures WHERE thread_id = $1', [thread])).toEqual([]);
});
