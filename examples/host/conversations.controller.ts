// The host's own routes, with the host's own sessions. The payments module neither guards nor
// validates them.
import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, NotFoundException, Param, Post } from '@nestjs/common';
import { HostDatabase, Users } from './users.js';

@Controller('host')
export class ConversationsController {
  constructor(
    private readonly users: Users,
    private readonly database: HostDatabase,
  ) {}

  @Post('sign-in')
  async signIn(@Body() body: { user: string; name: string }): Promise<{ session: string }> {
    return { session: await this.users.signIn(body.user, body.name) };
  }

  @Post('payment-token')
  async token(@Headers('x-session') session: string): Promise<{ token: string }> {
    return { token: await this.users.tokenOf(this.users.userOf(session)) };
  }

  @Post('conversations')
  async begin(
    @Headers('x-session') session: string,
    @Body() body: { with: string[] },
  ): Promise<{ id: string }> {
    const id = `conversation-${randomUUID()}`;
    const members = [this.users.userOf(session), ...body.with];
    await this.database.query('INSERT INTO host.conversations VALUES ($1)', [id]);
    await this.database.query('INSERT INTO host.members SELECT $1, unnest($2::text[])', [
      id,
      members,
    ]);
    return { id };
  }

  @Post('conversations/:id/messages')
  async say(
    @Headers('x-session') session: string,
    @Param('id') id: string,
    @Body() body: { text: string },
  ): Promise<void> {
    await this.memberOf(session, id);
    await this.database.query(
      'INSERT INTO host.messages (conversation_id, user_id, body) VALUES ($1, $2, $3)',
      [id, this.users.userOf(session), body.text],
    );
  }

  /** What was said and what was paid, in one order. */
  @Get('conversations/:id')
  async read(
    @Headers('x-session') session: string,
    @Param('id') id: string,
  ): Promise<{ messages: unknown[] }> {
    const person = await this.memberOf(session, id);
    const { rows } = await this.database.query<Record<string, unknown>>(
      `SELECT user_id AS "user", body AS text, card FROM host.messages
        WHERE conversation_id = $1 AND (audience IS NULL OR $2 = ANY(audience)) ORDER BY number`,
      [id, person],
    );
    return { messages: rows };
  }

  private async memberOf(session: string, id: string): Promise<string> {
    const { rows } = await this.database.query<{ person: string }>(
      `SELECT u.person_id AS person FROM host.members m JOIN host.users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.user_id = $2`,
      [id, this.users.userOf(session)],
    );
    const [member] = rows;
    if (member === undefined) throw new NotFoundException('There is no such conversation.');
    return member.person;
  }
}
