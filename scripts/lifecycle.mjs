// How the scripts of this folder learn that it is time to leave: Ctrl-C, SIGTERM, SIGHUP, or the
// death of the npm that started them. One wish to leave may arrive several times (a terminal signals
// the whole process group and npm passes the same signal on), so signals within a second of the
// first count as one; only a later one asks for the hard way.
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SAME_WISH_MS = 1000;
const PARENT_POLL_MS = 500;

/** Exit code a shell would show for a process that ended with this code or by this signal. */
export function exitCodeOf(code, signal) {
  const numbers = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGQUIT: 3,
    SIGABRT: 6,
    SIGKILL: 9,
    SIGSEGV: 11,
    SIGTERM: 15,
  };
  return code ?? 128 + (numbers[signal] ?? 0);
}

/** True when this module is the script that node was asked to run, false when it was imported. */
export function isMain(moduleUrl) {
  try {
    return realpathSync(process.argv[1]) === realpathSync(fileURLToPath(moduleUrl));
  } catch {
    return false;
  }
}

/**
 * Calls `leave(reason)` at the first wish to end and `leaveNow()` at a second one. Keeps the event
 * loop alive, so the caller ends by process.exit.
 */
export function onLeave(leave, leaveNow) {
  let firstAt;
  const wish = (reason) => {
    const now = Date.now();
    if (firstAt === undefined) {
      firstAt = now;
      leave(reason);
    } else if (now - firstAt > SAME_WISH_MS) leaveNow();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => wish(signal));

  // A closed terminal or pipe must not turn the farewell into a crash that skips the stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  // npm ended by a signal can leave its child behind. Only npm's own death counts: a script started
  // from a shell that has gone home on purpose is meant to stay.
  if (process.env.npm_lifecycle_event === undefined) setInterval(() => {}, PARENT_POLL_MS);
  else watchNpm(() => firstAt ?? wish('the end of npm'));
}

function watchNpm(gone) {
  const parent = process.ppid;
  const above = isShell(parent) ? parentOf(parent) : undefined;
  setInterval(() => {
    const orphaned = above !== undefined && parentOf(parent) !== above;
    if (orphaned || process.ppid !== parent) gone();
  }, PARENT_POLL_MS);
}

/** True for the "sh -c" that npm puts between itself and a script on Linux. */
function isShell(pid) {
  return procFile(pid, 'cmdline').split('\0')[1] === '-c';
}

/** The parent of a process where /proc tells, else undefined. */
function parentOf(pid) {
  const afterName = procFile(pid, 'stat').split(')').at(-1).trim();
  return Number(afterName.split(' ')[1]) || undefined;
}

function procFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
