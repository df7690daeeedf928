// What a payer can read about their schedules: one with what comes and what was, and the list of them.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { cut } from '../../shared/pages.js';
import { People } from '../../shared/people.js';
import type { ScheduleDetailView, SchedulesPage } from './contract.js';
import { occurrencesOf } from './occurrence-store.js';
import { refuseScheduled, upcomingOf } from './schedule.js';
import { findSchedule, type ScheduleSearch, schedulesOf } from './schedule-store.js';
import { toOccurrenceView, toScheduleView } from './schedule.view.js';

const UPCOMING = 5;
const PAST = 30;

@Injectable()
export class ScheduleDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly people: People,
  ) {}

  /** One of the viewer's. Refuses `schedule_unknown` for everybody else's too. */
  async one(viewerId: string, id: string): Promise<ScheduleDetailView> {
    const { reader } = this.transactor;
    const schedule = await findSchedule(reader, id);
    if (schedule?.payerId !== viewerId) throw refuseScheduled('schedule_unknown');
    const people = await this.people.profiles(reader, [schedule.payeeId]);
    const past = await occurrencesOf(reader, id, PAST);
    return {
      ...toScheduleView(schedule, people),
      upcoming: upcomingOf(schedule, UPCOMING).map(({ number, at }) => ({
        number,
        at: at.toISOString(),
      })),
      past: past.map(toOccurrenceView),
    };
  }

  /** The viewer's, newest first. */
  async page(viewerId: string, search: ScheduleSearch): Promise<SchedulesPage> {
    const { reader } = this.transactor;
    const { limit } = search;
    const found = await schedulesOf(reader, viewerId, { ...search, limit: limit + 1 });
    const { rows, next } = cut(found, limit, ({ id }) => id);
    const people = await this.people.profiles(
      reader,
      rows.map(({ payeeId }) => payeeId),
    );
    return { schedules: rows.map((schedule) => toScheduleView(schedule, people)), next };
  }
}
