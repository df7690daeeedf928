// What socket.io alone does: whoever says something to this server has it said to everybody at once. No
// database, no sessions, no threads: the bar that a real server is measured against. It is a process of
// its own, started with the packet it shall send as its parent heard it from the real server.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const template = JSON.parse(process.env.PACKET);
const http = createServer();
const io = new Server(http, { serveClient: false });
io.on('connection', (socket) => {
  socket.emit('ready');
  socket.on('say', ({ clientId, body }) => {
    io.emit('thread.changed', { ...template, message: { ...template.message, clientId, body } });
  });
});
http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));
process.on('disconnect', () => process.exit());
