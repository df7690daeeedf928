// What shows and sets off what people owe each other.
import { BetweenDesk } from './between-desk.js';
import { SetOff } from './set-off.js';

export const BETWEEN = [BetweenDesk, SetOff];
