// How well a person is known. A tier is raised by what they prove (an e-mail address, an account at
// the processor) or by staff, never lowered by less being known later, and each change says why.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { type Tier, TIERS } from '../../shared/limits-config.js';

/** Who raised a tier, and on what grounds. */
export interface TierCause {
  /** A person's id, `processor` or `mail`. */
  readonly by: string;
  readonly reason: string;
}

/** Raises a person to a tier; whoever is there or higher stays. Answers whether it changed. */
export async function raiseTier(
  tx: Tx,
  personId: string,
  tier: Tier,
  { by, reason }: TierCause,
): Promise<boolean> {
  const below = TIERS.slice(0, TIERS.indexOf(tier));
  const raised = await rows(
    tx,
    `WITH raised AS (
       UPDATE identity.people SET tier = $2 WHERE id = $1 AND tier = ANY($3) RETURNING id)
     INSERT INTO identity.tier_changes (person_id, tier, changed_by, reason)
     SELECT id, $2, $4, $5 FROM raised RETURNING person_id`,
    [personId, tier, below, by, reason],
  );
  return raised.length > 0;
}

/** How well a person is known; undefined when there is no such person. */
export async function tierOf(db: Database, personId: string): Promise<Tier | undefined> {
  const [found] = await rows<{ tier: Tier }>(db, 'SELECT tier FROM identity.people WHERE id = $1', [
    personId,
  ]);
  return found?.tier;
}

/** Since when somebody has had their account; undefined when there is no such person. */
export async function memberSince(db: Database, personId: string): Promise<Date | undefined> {
  const [found] = await rows<{ since: Date }>(
    db,
    'SELECT created_at AS since FROM identity.people WHERE id = $1',
    [personId],
  );
  return found?.since;
}
