// Good requests about bills, gifts and what people owe each other, in the form of samples.ts.
import type { Scene } from '../support/scene.js';
import { ofBill, ofEven, ofGift } from './bodies.js';

export const BILL_SAMPLES = {
  'POST /v1/threads/:threadId/splits/preview': {
    params: { threadId: 'talkativeId' },
    body: ofBill,
  },
  'POST /v1/threads/:threadId/splits': { params: { threadId: 'talkativeId' }, body: ofBill },
  'POST /v1/threads/:threadId/between/even': { params: { threadId: 'talkativeId' }, body: ofEven },
  'POST /v1/splits/:splitId/rounds': { body: ofBill },
  'POST /v1/splits/:splitId/reopen': {
    body: (scene: Scene) => ({ personId: scene.person('counterparty').id }),
  },
  'POST /v1/splits/:splitId/cancel': { body: () => ({}) },
  'POST /v1/splits/:splitId/remind': { body: () => ({}) },
  'POST /v1/threads/:threadId/gifts/check': { body: ofGift },
  'POST /v1/threads/:threadId/gifts': { body: ofGift },
};
