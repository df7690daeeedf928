import { deviceOf } from './devices.js';

const MOZILLA = 'Mozilla/5.0';

test.each([
  [`${MOZILLA} (Windows NT 10.0) Chrome/140.0 Safari/537.36`, 'Chrome on Windows'],
  [`${MOZILLA} (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0`, 'Edge on Windows'],
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1`,
    'Safari on iPhone',
  ],
  [`${MOZILLA} (Macintosh; Intel Mac OS X 10.15; rv:140.0) Firefox/140.0`, 'Firefox on Mac'],
  [`${MOZILLA} (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36`, 'Chrome on Android'],
  ['curl/8.5', 'An app or program'],
  ['', 'An app or program'],
])('%s is %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});
