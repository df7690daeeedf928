// The picture that is to go with the next message of a thread: shown at once, uploaded meanwhile, and
// kept while another thread is looked at.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PictureView } from '../../../../src/chat/contract.js';
import { isFinal, sentenceOf } from '../../api/client.js';
import { pictureObstacle, uploadPicture } from '../../api/pictures.js';

export interface Attached {
  file: File;
  /** The picture itself as a data URL; null when it is none. */
  preview: string | null;
  /** How much of it has left, from 0 to 1. */
  progress: number;
  /** Why it cannot be sent as it is; null while nothing speaks against it. */
  failure: string | null;
  /** Whether trying again may help. */
  repeatable: boolean;
  /** The server's own, once it has it. */
  picture: PictureView | null;
  /** Ends the upload. */
  stop: AbortController;
}

export interface Attachment {
  attached: Attached | null;
  attach: (file: File) => void;
  repeat: () => void;
  remove: () => void;
}

const attachedQuery = (threadId: string) =>
  queryOptions({
    queryKey: ['attached', threadId],
    queryFn: (): Attached | null => null,
    enabled: false,
    initialData: null as Attached | null,
    gcTime: Infinity,
  });

export function useAttachment(threadId: string): Attachment {
  const queryClient = useQueryClient();
  const { data: attached } = useQuery(attachedQuery(threadId));
  const { queryKey } = attachedQuery(threadId);

  const upload = async (file: File, stop: AbortController): Promise<void> => {
    // Whoever removed it, or chose another one meanwhile, is not to see this one again.
    const edit = (change: Partial<Attached>): void => {
      queryClient.setQueryData(queryKey, (held) =>
        held?.stop === stop ? { ...held, ...change } : held,
      );
    };
    const onProgress = (progress: number): void => {
      edit({ progress });
    };
    try {
      edit({ picture: await uploadPicture({ threadId, file, onProgress, signal: stop.signal }) });
    } catch (error) {
      edit({ failure: sentenceOf(error), repeatable: !isFinal(error) });
    }
  };
  const attach = (file: File): void => {
    attached?.stop.abort();
    const stop = new AbortController();
    const failure = pictureObstacle(file);
    const start: Attached = {
      file,
      preview: null,
      progress: 0,
      failure,
      repeatable: false,
      picture: null,
      stop,
    };
    queryClient.setQueryData(queryKey, start);
    if (failure !== null) return;
    void upload(file, stop);
    void dataUrlOf(file).then((preview) => {
      queryClient.setQueryData(queryKey, (held) =>
        held?.stop === stop ? { ...held, preview } : held,
      );
    });
  };
  return {
    attached,
    attach,
    repeat: () => {
      if (attached) attach(attached.file);
    },
    remove: () => {
      attached?.stop.abort();
      queryClient.setQueryData(queryKey, null);
    },
  };
}

/** The first file of something pasted or dropped; undefined when there is none. */
export const fileOf = (transfer: DataTransfer | null): File | undefined =>
  transfer?.files.item(0) ?? undefined;

function dataUrlOf(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(typeof reader.result === 'string' ? reader.result : null);
    };
    reader.onerror = () => {
      resolve(null);
    };
    reader.readAsDataURL(file);
  });
}
