// The host's users and its word for them. Signing in is a name only, since this is an example; what
// matters is the token: signed by the host, for the payments module alone, good for five minutes.
import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy, UnauthorizedException } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import pg from 'pg';
import { type HostConfig, HostUsers, Transactor } from 'tenner';

const ISSUER = 'https://host.example';
const AUDIENCE = 'https://host.example/payments';
// A real host keeps its key; this one makes a new one at every start.
const { publicKey, privateKey } = await generateKeyPair('ES256');

/** What the payments module must know about this host. */
export const hostUsers: HostConfig = {
  issuer: ISSUER,
  audience: AUDIENCE,
  keys: { jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'host', use: 'sig' }] } },
};

/** The host's own connections. */
export class HostDatabase extends pg.Pool implements OnModuleDestroy {
  async onModuleDestroy(): Promise<void> {
    await this.end();
  }
}

@Injectable()
export class Users {
  private readonly sessions = new Map<string, string>();

  constructor(
    private readonly database: HostDatabase,
    private readonly transactor: Transactor,
    private readonly people: HostUsers,
  ) {}

  /** Signs a user in by their name alone, and answers the host's own session. */
  async signIn(id: string, name: string): Promise<string> {
    // The person is made now, so that somebody can be paid before they first ask for a token.
    const user = { subject: id, handle: id, name };
    const people = await this.transactor.run((tx) => this.people.persons(tx, [user]));
    await this.database.query(
      `INSERT INTO host.users (id, name, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [id, name, people.get(id)],
    );
    const session = randomBytes(24).toString('hex');
    this.sessions.set(session, id);
    return session;
  }

  /** Whose session this is. */
  userOf(session: string | undefined): string {
    const user = this.sessions.get(session ?? '');
    if (user === undefined) throw new UnauthorizedException('Sign in at the host first.');
    return user;
  }

  /** The host's word for a user, to be exchanged once at POST /v1/sessions/host. */
  tokenOf(userId: string): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: 'host', typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('5 minutes')
      .sign(privateKey);
  }
}
