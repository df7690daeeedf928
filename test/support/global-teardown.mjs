// Once per Jest run, after the last test: ends the PostgreSQL that the setup started, which removes
// its folder. A server of TEST_DATABASE_URL is not ours to end. When Jest is interrupted this does
// not run; the guard of the server does the same then.
export default async function globalTeardown() {
  await globalThis.tennerTestServer?.stop();
}
