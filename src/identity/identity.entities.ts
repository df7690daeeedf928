// Rows of people, as TypeORM reads and writes them. Plain
// rows: the rules are in the verbs and in the tables' own constraints.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Tier } from '../shared/limits-config.js';

@Entity({ schema: 'identity', name: 'people' })
export class PersonRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'people_pk' }) id!: string;
  @Column({ type: 'text' }) handle!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text', array: true }) roles!: string[];
  @Column({ type: 'text', name: 'password_hash', select: false, nullable: true })
  passwordHash!: string | null;
  @Column({ type: 'text', default: 'new' }) tier!: Tier;
  @Column({ type: 'text', nullable: true, select: false }) email!: string | null;
  @Column({ type: 'timestamptz', name: 'email_verified_at', nullable: true, select: false })
  emailVerifiedAt!: Date | null;
  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
