// Scheduled payments, for whoever asks about one in a scene: from the owner to the counterparty.
import { scheduledIn } from './scheduling.js';
import type { TestPerson, World } from './world.js';

interface Play {
  readonly world: World;
  person(part: 'owner' | 'counterparty'): TestPerson;
  value(name: 'threadId', part: 'owner'): Promise<string>;
}

async function dailyOf(play: Play, isPaused: boolean): Promise<string> {
  const threadId = await play.value('threadId', 'owner');
  const wish = { threadId, payeeId: play.person('counterparty').id };
  return scheduledIn(play.world, play.person('owner'), wish, isPaused);
}

export const SCHEDULE_VALUES = {
  scheduleId: (play: Play) => dailyOf(play, false),
  pausedScheduleId: (play: Play) => dailyOf(play, true),
};
