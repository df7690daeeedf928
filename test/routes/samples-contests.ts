// Good requests about contested payments; see samples.ts.
const WORDS = { words: 'as it was' };
const REASON = { reason: 'for the record' };

export const CONTEST_SAMPLES = {
  'POST /v1/payments/:paymentId/ask-backs': { body: () => ({ reason: 'wrong_person' }) },
  'POST /v1/ask-backs/:askBackId/keep': { body: () => WORDS },
  'POST /v1/ask-backs/:askBackId/escalate': {
    params: { askBackId: 'keptAskBackId' },
    body: () => WORDS,
  },
  'POST /v1/payments/:paymentId/reports': { body: () => ({ kind: 'tricked', ...WORDS }) },
  'POST /v1/reports/:reportId/answer': { body: () => WORDS },
  'POST /v1/reports/:reportId/appeal': {
    params: { reportId: 'deniedReportId' },
    body: () => WORDS,
  },
  'POST /v1/payments/:paymentId/appeals': {
    params: { paymentId: 'rejectedId' },
    body: () => WORDS,
  },
  'POST /v1/risk/contests/:contestId/decide': { body: () => ({ verdict: 'denied', ...WORDS }) },
  'POST /v1/risk/contests/:contestId/extend': { body: () => REASON },
};
