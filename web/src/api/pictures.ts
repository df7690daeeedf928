// Pictures on their way to the server. What the server would refuse anyway is refused here before a byte
// leaves; the rest it decides, and it alone.
import type { ProblemView } from '../../../src/shared/contract.js';
import type { PictureView } from '../../../src/chat/contract.js';
import { Problem, Unreachable } from './client.js';

export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];
const BYTES_MAX = 5 * 1024 * 1024;

/** Why this file cannot be sent, in a sentence; null when it may be tried. */
export function pictureObstacle({ type, size }: File): string | null {
  if (!PICTURE_TYPES.includes(type)) {
    return 'This is no picture we can send. JPEG, PNG, WebP and GIF are.';
  }
  if (size > BYTES_MAX) return 'This picture is too large. Five megabytes is the most.';
  return null;
}

interface Upload {
  threadId: string;
  file: File;
  /** From 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Uploads a picture. Throws Problem when refused and Unreachable when no answer came. */
export function uploadPicture({ threadId, file, onProgress, signal }: Upload) {
  return new Promise<PictureView>((resolve, reject) => {
    // Only this way of asking tells how far an upload is.
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/threads/${threadId}/pictures`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    request.onload = () => {
      const answer = request.response as PictureView | ProblemView | null;
      if (request.status === 201 && answer !== null && 'id' in answer) resolve(answer);
      else if (answer !== null && 'code' in answer) reject(new Problem(answer));
      else reject(new Unreachable());
    };
    request.onerror = request.onabort = () => {
      reject(new Unreachable());
    };
    signal.addEventListener('abort', () => {
      request.abort();
    });
    request.send(file);
  });
}
