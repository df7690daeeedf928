// Where a webhook may go, and where it may not: a corpus of addresses that lead behind somebody's walls,
// in all the ways they can be written, a name that changes its meaning, and a redirect.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback, isPublic } from './addresses.js';
import { isEndpoint, type Lookup, post } from './outbound.js';

const STRICT = { toLoopback: false };
const LOCAL = { toLoopback: true };

const INSIDE_V4 = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.254'],
  ...['127.0.0.1', '127.1.2.3', '127.255.255.255', '169.254.0.1', '169.254.169.254'],
  ...['172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.170', '192.0.2.1', '192.88.99.1'],
  ...['192.168.0.1', '192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.1'],
  ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
];
const INSIDE_V6 = [
  ...[
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
  ],
  ...['::ffff:8.8.8.8', '::127.0.0.1', '::8.8.8.8', '64:ff9b::7f00:1', '64:ff9b::8.8.8.8'],
  ...['64:ff9b:1::1', '100::1', '2001::1', '2001:0:4136:e378::1', '2001:10::1', '2001:20::1'],
  ...[
    '2001:db8::1',
    '2001:db8:ffff::1',
    '2002:7f00:1::',
    '2002:a00:1::1',
    '3fff::1',
    '3fff:fff::1',
  ],
  ...['5f00::1', 'fc00::1', 'fd00::1', 'fdff:ffff::1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  ...['fec0::1', 'ff02::1', 'ff05::2', '2620:4f:8000::1', '4000::1', 'e000::1'],
];
const OUTSIDE = ['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '11.0.0.1'];
const OUTSIDE_V6 = ['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860:4860::8888'];

// The same machines, written so that a careless reader does not know them again.
const SPELLINGS = [
  ...['2130706433', '0x7f000001', '0x7f.1', '017700000001', '127.1', '127.0.1', '0177.0.0.1'],
  ...['0x7f.0x0.0x0.0x1', '１２７.0.0.1', '127。0。0。1', '0', '0x0', '3232235521', '0xa9fea9fe'],
  ...[
    '2852039166',
    '169.254.43518',
    '0xC0.0xA8.0.1',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:7f00:1]',
  ],
  ...['[::ffff:127.0.0.1]', '[64:ff9b::a00:1]', '[fe80::1]', '[fd00::1]', 'localhost', 'LOCALHOST'],
  ...['localhost.', 'machine', '127.0.0.1.', '①②⑦.0.0.1', '%31%32%37.0.0.1'],
];

const REFUSED_URLS = [
  ...[...INSIDE_V4, ...SPELLINGS].map((host) => `https://${host}/hook`),
  ...INSIDE_V6.map((host) => `https://[${host}]/hook`),
  ...['http://example.com/', 'http://8.8.8.8/', 'ftp://example.com/', 'file:///etc/passwd'],
  ...['gopher://example.com/', 'javascript:alert(1)', 'data:,x', 'https://', '//example.com', ''],
  ...['https://user@example.com/', 'https://user:pass@example.com/', 'https://example.com/#f'],
  ...['https://example.com:8443/', 'https://example.com:22/', 'https://example.com:6379/'],
  ...['https://exa mple.com/', `https://example.com/${'x'.repeat(500)}`],
  ...['https://[::1%25eth0]/', 'https://example.123/', 'https://127.0.0.1\\.example.com/'],
];

test('the corpus is no small one', () => {
  expect(REFUSED_URLS.length).toBeGreaterThan(100);
});

test('no address behind walls is an endpoint', () => {
  expect(REFUSED_URLS.filter((url) => isEndpoint(url, STRICT))).toEqual([]);
});

test('addresses of everybody are', () => {
  expect([...OUTSIDE, ...OUTSIDE_V6].filter((address) => !isPublic(address))).toEqual([]);
  expect([...INSIDE_V4, ...INSIDE_V6].filter(isPublic)).toEqual([]);
  const fine = ['https://example.com/hook?a=1', 'https://8.8.8.8/', 'https://[2606:4700::1]/'];
  expect(fine.filter((url) => !isEndpoint(url, STRICT))).toEqual([]);
});

test('for development this machine is allowed, and no other behind walls', () => {
  const local = ['http://localhost:8080/', 'http://127.0.0.1:1/', 'https://[::1]:2/'];
  expect(local.filter((url) => !isEndpoint(url, LOCAL))).toEqual([]);
  const others = REFUSED_URLS.filter((url) => isEndpoint(url, LOCAL)).map((url) => new URL(url));
  const name = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
  expect(others.filter((url) => name(url) !== 'localhost' && !isLoopback(name(url)))).toEqual([]);
});

test('a name is refused when any of its addresses is behind walls', async () => {
  for (const inside of [...INSIDE_V4, ...INSIDE_V6]) {
    const resolve: Lookup = () => Promise.resolve([{ address: '8.8.8.8' }, { address: inside }]);
    const result = await post('https://rebound.example/', {}, '{}', STRICT, resolve);
    expect([inside, result]).toEqual([inside, { error: 'address_refused' }]);
  }
});

test('a name that means nothing, or nobody answers for, is told as such', async () => {
  const nothing: Lookup = () => Promise.resolve([]);
  expect(await post('https://no.example/', {}, '{}', STRICT, nothing)).toEqual({
    error: 'address_refused',
  });
  const failing: Lookup = () =>
    Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  expect(await post('https://no.example/', {}, '{}', STRICT, failing)).toEqual({
    error: 'enotfound',
  });
});

describe('with a server', () => {
  let hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.headers.host ?? '');
    if (request.url === '/moved') response.writeHead(307, { location: '/inside' });
    response.end(request.url === '/huge' ? 'x'.repeat(1_000_000) : 'ok');
  });
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  beforeEach(() => {
    hits = [];
  });

  test('a name is looked up once, and the connection goes to the address that was checked', async () => {
    const answers = ['127.0.0.1', '192.0.2.1'];
    let asked = 0;
    const rebinding: Lookup = () => {
      asked += 1;
      return Promise.resolve([{ address: answers.shift() ?? '' }]);
    };
    const url = `http://localhost:${String(port)}/hook`;
    expect(await post(url, {}, '{}', LOCAL, rebinding)).toEqual({ status: 200 });
    expect([asked, hits]).toEqual([1, [`localhost:${String(port)}`]]);
  });

  test('a redirect is an answer, and is not followed; a long answer is not read', async () => {
    const url = `http://127.0.0.1:${String(port)}`;
    expect(await post(`${url}/moved`, {}, '{}', LOCAL)).toEqual({ status: 307 });
    expect(hits).toHaveLength(1);
    expect(await post(`${url}/huge`, {}, '{}', LOCAL)).toEqual({ status: 200 });
  });

  test('without the rule for development nothing reaches it', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1']) {
      await post(`https://${name}/hook`, {}, '{}', STRICT);
      await post(`http://${name}:${String(port)}/hook`, {}, '{}', STRICT);
    }
    expect(hits).toEqual([]);
  });
});
