// A last resort for the case in which no handler runs: this process is killed with SIGKILL, crashes,
// or Jest exits on Ctrl-C without its teardown. A tiny shell holds the reading end of a pipe whose
// writing end lives here; when the pipe closes without a farewell, the shell stops the guarded
// process and removes its throw-away folder. Not available on Windows, where nothing is guarded.
import { spawn } from 'node:child_process';

const SCRIPT = `
read -r word
[ "$word" = done ] && exit 0
kill -s "$2" "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -s KILL -- "-$1" 2>/dev/null
[ -n "$3" ] && rm -rf -- "$3"
exit 0
`;

/**
 * Watches over process `pid` (leader of its own process group) until the returned `release()` is
 * called. `signal` is a name without SIG; `remove` a folder to delete once the process is gone.
 */
export function guard(pid, { signal = 'TERM', remove = '' } = {}) {
  if (process.platform === 'win32') return () => {};
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'tenner-guard', String(pid), signal, remove], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  shell.stdin.unref?.();
  return () => shell.stdin.end('done\n');
}
