// What ends the waits of payments, by hand or by the clock.
import { ResumeParts, ResumePayments } from '../trust/resume.js';
import { Arrive } from './arrive.js';
import { EndWait, EndWaitParts } from './end-wait.js';
import { GiveBack } from './give-back.js';
import { KeepTime, WaitEnds } from './keep-time.js';
import { TakeBack } from './take-back.js';

export const WAITS = [
  ResumeParts,
  ResumePayments,
  TakeBack,
  GiveBack,
  Arrive,
  WaitEnds,
  KeepTime,
  EndWaitParts,
  EndWait,
];
