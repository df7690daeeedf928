// The two servers that are compared, each as `{ name, url, auth, say }`: where sockets connect, what
// they show to be let in, and how a message is said.
import { fork } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

/** The real server: said over HTTP into the thread, by some of its people in turn. */
export function ours(port, people, threadId, writers) {
  const agent = new http.Agent({ keepAlive: true });
  const say = (index, message) =>
    new Promise((resolve, reject) => {
      const request = http.request({
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: `/v1/threads/${threadId}/messages`,
        headers: {
          authorization: `Bearer ${people[index % Math.min(writers, people.length)].token}`,
          'content-type': 'application/json',
        },
      });
      request.on('response', (response) => {
        response.resume();
        if (response.statusCode === 201) response.on('end', resolve);
        else reject(new Error(`a message was answered ${response.statusCode}`));
      });
      request.on('error', reject);
      request.end(JSON.stringify(message));
    });
  const auth = (index) => ({ token: people[index].token });
  return { name: 'ours', url: `http://127.0.0.1:${port}`, auth, say, close: () => agent.destroy() };
}

/** Socket.io alone, which sends the packet given; said over the sockets that are open. */
export async function bare(packet) {
  const child = fork(fileURLToPath(new URL('bare.mjs', import.meta.url)), {
    env: { ...process.env, PACKET: JSON.stringify(packet) },
  });
  const { port } = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the bare server did not start')));
  });
  return {
    name: 'bare socket.io',
    url: `http://127.0.0.1:${port}`,
    auth: () => ({}),
    say: async (index, message, sockets) => {
      sockets[index % sockets.length].emit('say', message);
    },
    close: () => child.disconnect(),
  };
}
