// Times as people read them, in the reader's own language and zone. `useNow` makes a screen repeat
// itself as time passes, so "3 minutes ago" and deadlines stay true without asking the server.
import { useEffect, useState } from 'react';

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const clockTime = (iso: string): string => clock.format(new Date(iso));
export const fullTime = (iso: string): string => full.format(new Date(iso));
export const exactTime = (iso: string): string => exact.format(new Date(iso));

/** "14:20" today, "12 Nov" before. */
export function shortTime(iso: string, now = Date.now()): string {
  return isSameDay(new Date(iso), new Date(now)) ? clockTime(iso) : short.format(new Date(iso));
}

/** "Today", "Yesterday" or the day's full name. */
export function dayName(iso: string, now = Date.now()): string {
  const date = new Date(iso);
  if (isSameDay(date, new Date(now))) return 'Today';
  if (isSameDay(date, new Date(now - DAY))) return 'Yesterday';
  return day.format(date);
}

/** "14:20" today, "12 Nov, 14:20" otherwise: the words for "by when". */
export function deadline(iso: string, now = Date.now()): string {
  const date = new Date(iso);
  if (isSameDay(date, new Date(now))) return clockTime(iso);
  return `${short.format(date)}, ${clockTime(iso)}`;
}

/** "3 minutes ago" or "in 2 hours". */
export function ago(iso: string, now = Date.now()): string {
  const distance = new Date(iso).getTime() - now;
  const size = Math.abs(distance);
  if (size < MINUTE) return distance > 0 ? 'in less than a minute' : 'just now';
  if (size < HOUR) return relative.format(Math.trunc(distance / MINUTE), 'minute');
  if (size < DAY) return relative.format(Math.trunc(distance / HOUR), 'hour');
  return relative.format(Math.trunc(distance / DAY), 'day');
}

/** "3 minutes ago" for what has happened, also where this clock is behind the server's. */
export function since(iso: string, now = Date.now()): string {
  return ago(iso, Math.max(now, new Date(iso).getTime()));
}

/** "14:05", "2 h 05 min" or "3 days 4 h" until then; null once it is over. */
export function countdown(iso: string, now: number): string | null {
  const left = new Date(iso).getTime() - now;
  if (left <= 0) return null;
  const two = (part: number): string => String(part).padStart(2, '0');
  if (left < HOUR) {
    return `${String(Math.floor(left / MINUTE))}:${two(Math.floor((left % MINUTE) / 1000))}`;
  }
  if (left < DAY) {
    return `${String(Math.floor(left / HOUR))} h ${two(Math.floor((left % HOUR) / MINUTE))} min`;
  }
  const days = Math.floor(left / DAY);
  const hours = Math.floor((left % DAY) / HOUR);
  return `${String(days)} ${days === 1 ? 'day' : 'days'} ${String(hours)} h`;
}

/** "Tuesday 25 November", or "today" and "tomorrow": the words for an expected day. */
export function expectedDay(iso: string, now = Date.now()): string {
  const date = new Date(iso);
  if (isSameDay(date, new Date(now))) return 'today';
  if (isSameDay(date, new Date(now + DAY))) return 'tomorrow';
  return day.format(date);
}

export function isSameDay(left: Date, right: Date): boolean {
  return left.toDateString() === right.toDateString();
}

/** The present, renewed every `everyMs` milliseconds. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs]);
  return now;
}
