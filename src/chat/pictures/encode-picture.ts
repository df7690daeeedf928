// From uploaded bytes to a picture that may be shown: read in full, turned the right way up, made no
// larger than a screen, and written anew. What was hidden in the file (place, device, anything after
// the picture) does not survive. A small file that claims millions of pixels is refused unread.
import sharp from 'sharp';
import { refuseRequest } from '../../shared/http.js';
import { refuse } from '../refusals.js';

export interface EncodedPicture {
  /** Pixels of the full size. */
  readonly width: number;
  readonly height: number;
  /** WebP. */
  readonly fullSize: Buffer;
  readonly thumbnail: Buffer;
}

export const PICTURE_TYPE = 'image/webp';
export const UPLOAD_BYTES_MAX = 5 * 1024 * 1024;

// 50 megapixels are more than telephones make and about 200 MB when decoded.
const PIXELS_MAX = 50_000_000;
const EDGE_MAX = 2048;
const THUMBNAIL_EDGE_MAX = 480;
const SECONDS_MAX = 10;
const AT_ONCE_MAX = 2;
// Each of those who wait keeps its upload in memory.
const WAITING_MAX = 32;

// Each is decoded by itself; many at once would starve everything else in the process.
sharp.cache(false);
sharp.concurrency(1);

// The readers of other formats are large and old, so nothing else gets as far as them.
const BEGINNINGS: readonly RegExp[] = [
  /^\xff\xd8\xff/, // JPEG
  /^\x89PNG\r\n/, // PNG
  /^RIFF[^]{4}WEBP/, // WebP
  /^GIF8[79]a/, // GIF, of which the first frame is kept
];

let underWay = 0;
const waiting: (() => void)[] = [];

/** Encodes an upload anew. Refuses `picture_not_readable`. */
export async function encodePicture(upload: Buffer): Promise<EncodedPicture> {
  const beginning = upload.subarray(0, 16).toString('latin1');
  if (!BEGINNINGS.some((known) => known.test(beginning))) throw refuse('picture_not_readable');
  return inTurn(async () => {
    try {
      const full = await written(upload, EDGE_MAX, 82);
      const small = await written(full.data, THUMBNAIL_EDGE_MAX, 75);
      const { width, height } = full.info;
      return { width, height, fullSize: full.data, thumbnail: small.data };
    } catch {
      throw refuse('picture_not_readable');
    }
  });
}

const written = (input: Buffer, edge: number, quality: number) =>
  sharp(input, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
    .timeout({ seconds: SECONDS_MAX })
    .autoOrient()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .webp({ quality })
    .toBuffer({ resolveWithObject: true });

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= WAITING_MAX) throw refuseRequest('temporarily_unavailable');
  if (underWay >= AT_ONCE_MAX) await new Promise<void>((go) => waiting.push(go));
  else underWay += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  }
}
