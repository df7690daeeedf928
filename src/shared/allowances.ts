// How often something may be done: guessed at, looked up, asked for. Counted in PostgreSQL, so that all
// processes share one count. What is counted is named by its hash, because addresses and handles of
// people are nobody's business here.
import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { DATABASE } from './database.js';
import { refuseRequest } from './http.js';

/** So many times within a window that begins with the first of them. */
export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

@Injectable()
export class Allowances {
  private readonly limiters = new Map<string, RateLimiterPostgres>();

  constructor(@InjectDataSource(DATABASE) private readonly dataSource: DataSource) {}

  /**
   * Takes one time of what `key` may do, or several at once, before it is done. Refuses
   * `too_many_requests` when not enough is left; waiting is then the only remedy, trying again costs
   * nothing more.
   */
  async spend(name: string, key: string, allowance: Allowance, times = 1): Promise<void> {
    try {
      await this.limiter(name, allowance).consume(hash('sha256', key, 'base64url'), times);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.ceil(error.msBeforeNext / 1000);
      throw refuseRequest('too_many_requests', `Please try again in ${inWords(seconds)}.`);
    }
  }

  /** Forgets what `key` has used: whoever got in by a right password has not been guessing. */
  async restore(name: string, key: string, allowance: Allowance): Promise<void> {
    await this.limiter(name, allowance).delete(hash('sha256', key, 'base64url'));
  }

  private limiter(name: string, { points, seconds }: Allowance): RateLimiterPostgres {
    const id = `${name}:${String(points)}:${String(seconds)}`;
    const limiter =
      this.limiters.get(id) ??
      new RateLimiterPostgres({
        storeClient: this.dataSource,
        storeType: 'typeorm',
        schemaName: 'shared',
        tableName: 'allowances',
        tableCreated: true,
        keyPrefix: name,
        points,
        duration: seconds,
        // One of them clears the table for all.
        clearExpiredByTimeout: this.limiters.size === 0,
      });
    this.limiters.set(id, limiter);
    return limiter;
  }
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${String(seconds)} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${String(minutes)} minutes` : `${String(Math.ceil(minutes / 60))} hours`;
}
