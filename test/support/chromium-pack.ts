// Unpacks the Chromium that comes as a dev dependency (Linux x64 only) for machines without a
// browser: the program itself and the NSS libraries it needs. The result lies in the temporary
// folder under the package's version and the user, complete or not at all, so that two test runs may
// unpack at the same time.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

const inflate = promisify(brotliDecompress);

export interface UnpackedChromium {
  executable: string;
  /** Folder for LD_LIBRARY_PATH. */
  libraries: string;
  /** Value for FONTCONFIG_FILE: the machine's fonts, and one of ours where there are none. */
  fontConfig: string;
}

/** Where the packed Chromium lies unpacked; unpacks it at the first call on a machine. */
export async function unpackedChromium(): Promise<UnpackedChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `the packed Chromium is for linux-x64, not ${process.platform}-${process.arch}`,
    );
  }
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const root = path.join(path.dirname(entry), '..', '..');
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const uid = process.getuid?.() ?? 0;
  const folder = path.join(tmpdir(), `tenner-chromium-${version}-${String(uid)}`);
  if (!fs.existsSync(folder)) await unpack(path.join(root, 'bin'), folder);
  // A name in a shared folder can be taken by anybody; only what we made ourselves is run.
  const { uid: owner } = fs.lstatSync(folder);
  if (owner !== uid) throw new Error(`${folder} belongs to another user`);
  return {
    executable: path.join(folder, 'chromium'),
    libraries: path.join(folder, 'al2023', 'lib'),
    fontConfig: path.join(folder, 'fonts.conf'),
  };
}

async function unpack(packs: string, folder: string): Promise<void> {
  const half = fs.mkdtempSync(`${folder}-`);
  try {
    const program = await inflate(fs.readFileSync(path.join(packs, 'chromium.br')));
    fs.writeFileSync(path.join(half, 'chromium'), program, { mode: 0o755 });
    // The graphics libraries are looked for beside the program, the others where we say.
    await untar(path.join(packs, 'swiftshader.tar.br'), half);
    await untar(path.join(packs, 'al2023.tar.br'), path.join(half, 'al2023'));
    await untar(path.join(packs, 'fonts.tar.br'), half);
    fs.writeFileSync(path.join(half, 'fonts.conf'), fontConfigFor(folder));
    fs.renameSync(half, folder);
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error; // Otherwise another run was first, which is as good.
  }
}

function fontConfigFor(folder: string): string {
  const dirs = ['/usr/share/fonts', path.join(folder, 'fonts')];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...dirs.map((dir) => `  <dir>${dir}</dir>`),
    `  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}

async function untar(pack: string, into: string): Promise<void> {
  fs.mkdirSync(into, { recursive: true });
  const input = await inflate(fs.readFileSync(pack));
  const run = spawnSync('tar', ['-x', '-f', '-', '-C', into, '--no-same-owner'], { input });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`tar: ${run.stderr.toString()}`);
}
