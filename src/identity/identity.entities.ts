// Rows of people and sessions, as TypeORM reads and writes them. Plain rows: the rules are in
// identity.ts and in the tables' own constraints.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'people' })
export class PersonRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'people_pk' }) id!: string;
  @Column({ type: 'text' }) handle!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text', array: true }) roles!: string[];
  @Column({ type: 'text', name: 'password_hash', select: false, nullable: true })
  passwordHash!: string | null;
  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}

@Entity({ schema: 'identity', name: 'sessions' })
export class SessionRow {
  @PrimaryColumn({ type: 'bytea', name: 'token_hash' }) tokenHash!: Buffer;
  @Column({ type: 'text' }) id!: string;
  @Column({ type: 'text', name: 'person_id' }) personId!: string;
  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column({ type: 'timestamptz', name: 'proven_at', default: () => 'now()' }) provenAt!: Date;
  @Column({ type: 'timestamptz', name: 'expires_at' }) expiresAt!: Date;
  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}
