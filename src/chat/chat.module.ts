import { Module } from '@nestjs/common';
import { ChatGateway } from './chat.gateway.js';
import { Chat } from './chat.js';
import { ThreadsController } from './threads.controller.js';
import { Threads } from './threads.js';

@Module({
  controllers: [ThreadsController],
  providers: [Chat, Threads, ChatGateway],
  exports: [Chat],
})
export class ChatModule {}
