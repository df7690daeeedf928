// What a person can read about requests: one, and the lists of those they made and received.
import { Injectable } from '@nestjs/common';
import { Transactor } from '../../shared/database.js';
import { cut } from '../../shared/pages.js';
import { People } from '../../shared/people.js';
import type { RequestsPage, RequestView } from './contract.js';
import { type MoneyRequest, refuseRequested } from './request.js';
import { findRequests, requestsOf } from './request-store.js';
import { toRequestView } from './request.view.js';

@Injectable()
export class RequestDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly people: People,
  ) {}

  /** One request of the viewer's. Refuses `request_unknown` for everybody else's too. */
  async one(viewerId: string, id: string): Promise<RequestView> {
    const request = (await findRequests(this.transactor.reader, [id])).get(id);
    if (request === undefined || ![request.requesterId, request.payerId].includes(viewerId)) {
      throw refuseRequested('request_unknown');
    }
    const [view] = await this.views([request]);
    return view as RequestView;
  }

  /** The viewer's requests of one side, newest first. */
  async page(viewerId: string, search: Parameters<typeof requestsOf>[2]): Promise<RequestsPage> {
    const { limit } = search;
    const found = await requestsOf(this.transactor.reader, viewerId, {
      ...search,
      limit: limit + 1,
    });
    const { rows, next } = cut(found, limit, ({ id }) => id);
    return { requests: await this.views(rows), next };
  }

  private async views(requests: readonly MoneyRequest[]): Promise<RequestView[]> {
    const ids = requests.flatMap(({ requesterId, payerId }) => [requesterId, payerId]);
    const people = await this.people.profiles(this.transactor.reader, ids);
    return requests.map((request) => toRequestView(request, people));
  }
}
