// Runs the simulator as a process of its own: `node dist/simulator/main.js`. Its environment is in
// README.md. It says where it listens, and stops cleanly on SIGINT and SIGTERM.
import { startSimulator } from './server.js';
import { optionsFromEnvironment } from './settings.js';

try {
  const options = optionsFromEnvironment(process.env);
  const simulator = await startSimulator(options);
  const kept = options.data == null ? 'in memory only' : `in ${options.data}`;
  console.log(`Payment simulator at ${simulator.url}, state ${kept}.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void simulator.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
