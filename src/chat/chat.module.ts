import { Module } from '@nestjs/common';
import { ChatGateway } from './chat.gateway.js';
import { Chat } from './chat.js';
import { ChatThreads } from './chat-threads.js';
import { ThreadsController } from './threads.controller.js';
import { Threads } from './threads.js';

@Module({
  controllers: [ThreadsController],
  providers: [Chat, ChatThreads, Threads, ChatGateway],
  exports: [Chat, ChatThreads],
})
export class ChatModule {}
