// Small questions about TCP ports of this machine. A port counts as free only when nobody listens on
// it on any address: an application on every address and one on 127.0.0.1 alone would both be in the
// way. The answer can be stale a moment later; the program that binds still has the last word.
import net from 'node:net';

/** The port named by an environment variable, or `fallback` when it is unset or empty. */
export function portFrom(name, fallback) {
  const text = process.env[name] || String(fallback);
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`${name} must be a port number from 1 to 65535, not "${text}".`);
}

function canListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else if (error.code === 'EACCES')
        reject(new Error(`Port ${port} needs more rights than this user has.`));
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const { port: bound } = server.address();
      server.close(() => resolve(bound));
    });
  });
}

/** True when nobody listens on `port`, on 127.0.0.1 or on every address. */
export async function isPortFree(port) {
  return (
    (await canListen(port, '127.0.0.1')) !== undefined && (await canListen(port)) !== undefined
  );
}

/** A port of 127.0.0.1 that was free a moment ago. */
export const freePort = () => canListen(0, '127.0.0.1');

/** True when something accepts connections on `port` of localhost. */
export function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: 'localhost', timeout: 1000 });
    const say = (yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => say(true));
    socket.once('error', () => say(false));
    socket.once('timeout', () => say(false));
  });
}
