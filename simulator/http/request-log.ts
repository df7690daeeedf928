// Which API calls were made, by method and path, so that a test can prove that a processor was or
// was not called. Only what is in the path is kept: no parameters, no keys, no client secrets.

export interface LoggedRequest {
  method: string;
  /** The path without its query. */
  path: string;
  /** The endpoint, such as `/v1/payment_intents/:id/confirm`; null where none answers. */
  route: string | null;
  /** Null until answered, and for good when the connection was cut. */
  status: number | null;
  replayed: boolean;
}

const KEPT = 10_000;

export class RequestLog {
  private readonly requests: LoggedRequest[] = [];

  /** The latest calls, oldest first; at most ten thousand. */
  get entries(): readonly LoggedRequest[] {
    return this.requests;
  }

  /** How many calls there were, of one method and of one path or endpoint if given. */
  count(method?: string, path?: string): number {
    return this.requests.filter(
      (each) =>
        (method === undefined || each.method === method) &&
        (path === undefined || each.path === path || each.route === path),
    ).length;
  }

  add(method: string, path: string, route: string | null): LoggedRequest {
    const entry: LoggedRequest = { method, path, route, status: null, replayed: false };
    this.requests.push(entry);
    if (this.requests.length > KEPT) this.requests.shift();
    return entry;
  }

  clear(): void {
    this.requests.length = 0;
  }
}
