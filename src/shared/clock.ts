// The only home of "now", so that a test can own the time. Leases and holds compare the database's
// clock instead, because several processes must agree on them.
import { Injectable } from '@nestjs/common';

@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
