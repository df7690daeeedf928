// Good requests about payments that wait, in the form of samples.ts.
export const WAIT_SAMPLES = {
  'POST /v1/payments/:paymentId/undo': { params: { paymentId: 'sendingId' } },
  'POST /v1/payments/:paymentId/recall': { params: { paymentId: 'arrivingId' } },
  'POST /v1/payments/:paymentId/cancel': { params: { paymentId: 'waitingId' } },
  'POST /v1/payments/:paymentId/accept': { params: { paymentId: 'waitingId' } },
  'POST /v1/payments/:paymentId/decline': { params: { paymentId: 'waitingId' } },
  // Nobody is asked first who was not before: payments of other routes must go on arriving.
  'PUT /v1/payment-settings': { body: () => ({ undoSeconds: 0, acceptEach: false }) },
};
