// A picture in a message: small at first, as large as the window on a tap.
import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { PictureView } from '../../../src/chat/contract.js';
import classes from './message-log.module.css';

interface Props {
  threadId: string;
  picture: PictureView;
  author: string;
}

export const pictureUrl = (threadId: string, id: string): string =>
  `/v1/threads/${threadId}/pictures/${id}`;

export function PictureInMessage({ threadId, picture, author }: Props) {
  const [opened, setOpened] = useState(false);
  const url = pictureUrl(threadId, picture.id);
  const name = `Picture from ${author === 'You' ? 'you' : author}`;
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        aria-label={`${name}, open it`}
        onClick={() => {
          setOpened(true);
        }}
        data-testid="picture"
      >
        <img
          src={`${url}?size=thumbnail`}
          alt={name}
          width={picture.width}
          height={picture.height}
          loading="lazy"
        />
      </button>
      <Modal
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
        title={name}
        size="auto"
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <img className={classes.large} src={url} alt={name} data-testid="picture-large" />
      </Modal>
    </>
  );
}
