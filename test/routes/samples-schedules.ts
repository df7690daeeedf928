// Good requests about scheduled payments, in the form of samples.ts.
import { scheduled } from '../support/scheduling.js';
import { MONEY, ofPayee } from './bodies.js';

export const SCHEDULE_SAMPLES = {
  'POST /v1/schedules': {
    body: async (...of: Parameters<typeof ofPayee>) => scheduled(await ofPayee(...of)),
  },
  'POST /v1/schedules/check': {
    body: async (...of: Parameters<typeof ofPayee>) => scheduled(await ofPayee(...of)),
  },
  'PATCH /v1/schedules/:scheduleId': { body: () => ({ revision: 1, note: 'Other words' }) },
  'POST /v1/schedules/:scheduleId/check': { body: () => ({ revision: 1, amount: MONEY }) },
  'POST /v1/schedules/:scheduleId/skip': { body: () => ({ number: 1 }) },
  'POST /v1/schedules/:scheduleId/resume': { params: { scheduleId: 'pausedScheduleId' } },
};
