import { Module } from '@nestjs/common';
import { Chat } from './chat.js';
import { ChatThreads } from './chat-threads.js';
import { ChatGateway } from './live/chat.gateway.js';
import { Relay } from './live/relay.js';
import { Typing } from './live/typing.js';
import { ChangeMessages } from './messages/change-messages.js';
import { MessagesController } from './messages/messages.controller.js';
import { SayMessages } from './messages/say.js';
import { MessageSearch } from './messages/search.js';
import { SearchController } from './messages/search.controller.js';
import { FindPeople } from './people/find-people.js';
import { Invites } from './people/invites.js';
import { InvitesController } from './people/invites.controller.js';
import { PeopleController } from './people/people.controller.js';
import { PicturesController } from './pictures/pictures.controller.js';
import { Blocks } from './threads/blocks.js';
import { Groups } from './threads/groups.js';
import { ParticipantsController } from './threads/participants.controller.js';
import { Threads } from './threads/threads.js';
import { ThreadsController } from './threads/threads.controller.js';

@Module({
  controllers: [
    ThreadsController,
    ParticipantsController,
    MessagesController,
    SearchController,
    PicturesController,
    PeopleController,
    InvitesController,
  ],
  providers: [
    Chat,
    ChatThreads,
    Threads,
    Groups,
    Blocks,
    SayMessages,
    ChangeMessages,
    MessageSearch,
    FindPeople,
    Invites,
    Typing,
    Relay,
    ChatGateway,
  ],
  exports: [Chat, ChatThreads, Groups],
})
export class ChatModule {}
