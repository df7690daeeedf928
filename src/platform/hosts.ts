// Hosts: the products whose servers ask and are told. A deployment serves the people of one product;
// its parts (shop, support, reporting) may each be a host with keys and endpoints of its own.
import { Injectable } from '@nestjs/common';
import { type Database, rows, type Tx } from '../shared/database.js';
import { newId } from '../shared/ids.js';
import type { HostView } from './contract.js';
import { refuse } from './refusals.js';

interface HostRow {
  id: string;
  name: string;
  created_at: Date;
}

@Injectable()
export class Hosts {
  /** Adds a host. Refuses `host_name_taken`. */
  async add(tx: Tx, name: string, createdBy: string): Promise<HostView> {
    const [row] = await rows<HostRow>(
      tx,
      `INSERT INTO platform.hosts (id, name, created_by) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT hosts_name_unique DO NOTHING RETURNING id, name, created_at`,
      [newId('hst'), name, createdBy],
    );
    if (row === undefined) throw refuse('host_name_taken');
    return toView(row);
  }

  async list(db: Database): Promise<HostView[]> {
    const found = await rows<HostRow>(
      db,
      'SELECT id, name, created_at FROM platform.hosts ORDER BY id LIMIT 100',
    );
    return found.map(toView);
  }
}

const toView = ({ id, name, created_at }: HostRow): HostView => ({
  id,
  name,
  createdAt: created_at.toISOString(),
});
