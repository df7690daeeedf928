// How the client is built and served while it is being worked on. The built page must load nothing
// from anywhere but its own origin, and must hold no inline script, so that the server can send a
// strict content security policy. In development the API and the socket are passed on to the server.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['TENNER_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Libraries change seldom, so browsers keep them from one release to the next.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'data', test: /node_modules\/(@tanstack|socket\.io|engine\.io)/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/v1': server, '/socket.io': { target: server, ws: true } },
  },
});
