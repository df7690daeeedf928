// Passwords: long rather than clever. An unknown handle costs the same work as a wrong password, so
// that the answer's time tells nobody who has an account.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import { type Allowance, Allowances } from '../../shared/allowances.js';
import { Transactor } from '../../shared/database.js';
import { slowHash, slowVerify } from '../argon.js';
import { refuse } from '../refusals.js';
import { type Account, accountByHandle } from './account-store.js';

// NIST SP 800-63B-4: fifteen characters where the password stands alone, eight beside another factor.
const LENGTH_ALONE = 15;
const LENGTH_BESIDE = 8;

// Wrong passwords of one handle; a right one gives them back.
const GUESSES: Allowance = { points: 20, seconds: 900 };

const COMMON = new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()));

/** What is known of whoever wants a new password; without it the strict rule holds. */
export interface PasswordOwner {
  readonly handle?: string;
  readonly hasSecondFactor?: boolean;
}

/** What is wrong with a new password; undefined when nothing is. */
function passwordFault(
  password: string,
  { handle, hasSecondFactor = false }: PasswordOwner,
): string | undefined {
  const least = hasSecondFactor ? LENGTH_BESIDE : LENGTH_ALONE;
  const plain = password.normalize('NFC').toLowerCase();
  if (Array.from(plain).length < least) return `It needs at least ${String(least)} characters.`;
  if (isCommon(plain)) return 'It is one of the first that somebody would try.';
  if (handle !== undefined && plain.replaceAll(handle, '').trim().length < LENGTH_BESIDE) {
    return 'It is little more than your handle.';
  }
  return undefined;
}

// Also a common password written twice, or with digits and signs around it to make it longer, and one
// or two characters over and over.
function isCommon(plain: string): boolean {
  if (new Set(plain).size <= 2) return true;
  const once = /^(.+?)\1+$/.exec(plain)?.[1] ?? plain;
  return [plain, once, once.replace(/[^\p{L}]+$/u, ''), once.replace(/^[^\p{L}]+/u, '')].some(
    (word) => COMMON.has(word),
  );
}

@Injectable()
export class Passwords {
  private decoyHash: Promise<string> | undefined;

  constructor(
    private readonly transactor: Transactor,
    private readonly allowances: Allowances,
  ) {}

  /** Whose handle and password these are. Refuses `credentials_wrong`, whichever was wrong,
   * and `too_many_requests` after many wrong ones. */
  async accountOf(handle: string, password: string): Promise<Account> {
    const account = await this.look(handle, password);
    if (account === undefined) throw refuse('credentials_wrong');
    return account;
  }

  /** Whether this is the password of that handle. */
  async isOf(handle: string, password: string): Promise<boolean> {
    return (await this.look(handle, password)) !== undefined;
  }

  private async look(handle: string, password: string): Promise<Account | undefined> {
    const wanted = handle.trim().toLowerCase();
    // Of a handle that nobody has, too: the answer must be the same.
    await this.allowances.spend('sign_in', wanted, GUESSES);
    const account = await accountByHandle(this.transactor.reader, wanted);
    const stored = account?.passwordHash ?? null;
    const matches = await slowVerify(stored ?? (await this.decoy()), password);
    if (account === undefined || stored === null || !matches) return undefined;
    await this.allowances.restore('sign_in', wanted, GUESSES);
    return account;
  }

  /** The hash of a new password, made outside any transaction. Refuses `password_weak`. */
  hash(password: string, owner: PasswordOwner): Promise<string> {
    const fault = passwordFault(password, owner);
    if (fault !== undefined) throw refuse('password_weak', fault);
    return slowHash(password);
  }

  private decoy(): Promise<string> {
    this.decoyHash ??= slowHash(randomBytes(16));
    return this.decoyHash;
  }
}
