// Pictures over HTTP: the bytes come and go as they are, in no envelope. They are read only after the
// session and the thread were checked, and no further than the limit.
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Allowances } from '../../shared/allowances.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import { newId } from '../../shared/ids.js';
import type { PictureView } from '../contract.js';
import { refuse } from '../refusals.js';
import { joinedSequence } from '../threads/thread-store.js';
import { encodePicture, PICTURE_TYPE, UPLOAD_BYTES_MAX } from './encode-picture.js';
import { insertPicture, pictureBytes } from './picture-store.js';

const UPLOADS = { points: 100, seconds: 3600 };

class SizeQuery {
  @ApiPropertyOptional({ enum: ['full', 'thumbnail'] })
  @IsOptional()
  @IsIn(['full', 'thumbnail'])
  size?: 'full' | 'thumbnail';
}

@ApiTags('pictures')
@Controller('v1/threads/:threadId/pictures')
export class PicturesController {
  constructor(
    private readonly transactor: Transactor,
    private readonly allowances: Allowances,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiConsumes('image/jpeg', 'image/png', 'image/webp', 'image/gif')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ summary: 'Upload a picture (5 MB) and send its id with a message within a day' })
  async upload(
    @CurrentActor() { personId: ownerId }: Actor,
    @Param('threadId') threadId: string,
    @Req() request: FastifyRequest,
  ): Promise<PictureView> {
    const joined = await joinedSequence(this.transactor.reader, threadId, ownerId);
    if (joined === undefined) throw refuse('thread_unknown');
    await this.allowances.spend('pictures_uploaded', ownerId, UPLOADS);
    const encoded = await encodePicture(await bytesOf(request));
    const id = newId('pic');
    await this.transactor.run((tx) => insertPicture(tx, { ...encoded, id, threadId, ownerId }));
    return { id, width: encoded.width, height: encoded.height };
  }

  @Get(':pictureId')
  @ApiOperation({ summary: 'A picture of a message that I may see' })
  async picture(
    @CurrentActor() { personId }: Actor,
    @Param('threadId') threadId: string,
    @Param('pictureId') pictureId: string,
    @Query() { size }: SizeQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const column = size === 'thumbnail' ? 'thumbnail' : 'full_size';
    const { reader } = this.transactor;
    const bytes = await pictureBytes(reader, personId, threadId, pictureId, column);
    if (bytes === undefined) throw refuse('picture_unknown');
    await reply
      .header('content-type', PICTURE_TYPE)
      .header('content-disposition', `inline; filename="${pictureId}.webp"`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=3600')
      .send(bytes);
  }
}

/** The body in full. Refuses `picture_too_large` as soon as it is, and what is no upload at all. */
async function bytesOf({ body, headers }: FastifyRequest): Promise<Buffer> {
  if (!(body instanceof Readable)) throw refuse('picture_not_readable');
  if (Number(headers['content-length'] ?? 0) > UPLOAD_BYTES_MAX) throw refuse('picture_too_large');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > UPLOAD_BYTES_MAX) throw refuse('picture_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
