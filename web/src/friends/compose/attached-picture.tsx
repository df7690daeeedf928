// The picture that goes with the next message: how it looks, how far it is, and what is wrong with it.
import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconPhoto, IconX } from '@tabler/icons-react';
import classes from './composer.module.css';
import type { Attachment } from './use-attachment.js';

export function AttachedPicture({ attachment }: { attachment: Attachment }) {
  const { attached, repeat, remove } = attachment;
  if (attached === null) return null;
  const { file, preview, progress, failure, repeatable, picture } = attached;
  const isUnderWay = failure === null && picture === null;
  return (
    <div className={classes.attached} data-testid="attached" data-ready={picture !== null}>
      {preview === null || failure !== null ? (
        <span className={classes.noPreview} aria-hidden="true">
          <IconPhoto size={24} />
        </span>
      ) : (
        <img className={classes.preview} src={preview} alt="The picture to be sent" />
      )}
      <div className={classes.attachedWords}>
        <span className={classes.fileName}>{file.name}</span>
        {isUnderWay && <Progress value={progress * 100} size="sm" aria-label="Uploading" />}
        {picture !== null && (
          <span className={classes.hint} role="status">
            Ready to send
          </span>
        )}
        {failure !== null && (
          <span className={classes.refusal} role="alert">
            {failure}
          </span>
        )}
      </div>
      {repeatable && (
        <Button variant="light" size="compact-sm" onClick={repeat}>
          Try again
        </Button>
      )}
      <ActionIcon variant="subtle" color="gray" aria-label="Remove the picture" onClick={remove}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
