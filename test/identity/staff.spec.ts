// People who work here: what each role opens, roles handed out on record, and the record of whose data
// was looked at.
import type {
  DataViewsPage,
  RoleChangesPage,
  StaffMemberView,
  SupportPersonView,
} from '../../src/identity/contract.js';
import { STAFF_ROLES } from '../../src/identity/roles.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

type StaffRole = (typeof STAFF_ROLES)[number];

let world: World;
let ana: TestPerson;
const staff = new Map<StaffRole, TestPerson>();

beforeAll(async () => {
  world = await World.start();
  ana = await world.person();
  for (const role of STAFF_ROLES) staff.set(role, await world.person({ roles: [role] }));
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

function as(role: StaffRole): TestPerson {
  const person = staff.get(role);
  if (person === undefined) throw new Error(`nobody is ${role}`);
  return person;
}

const BOOKS: readonly StaffRole[] = ['finance_operator', 'finance_approver', 'auditor'];
const RISK: readonly StaffRole[] = ['risk_analyst', 'risk_approver'];

test.each<[string, 'get' | 'post', string, readonly StaffRole[]]>([
  ['the review queue', 'get', '/v1/risk/cases', RISK],
  ['disputes', 'get', '/v1/risk/disputes', RISK],
  ['releasing', 'post', '/v1/risk/cases/cas_x/release', ['risk_approver']],
  ['rejecting', 'post', '/v1/risk/cases/cas_x/reject', ['risk_approver']],
  ['giving a dispute up', 'post', '/v1/risk/disputes/dsp_x/concede', ['risk_approver']],
  ['the trial balance', 'get', '/v1/finance/trial-balance', BOOKS],
  ['the audit', 'get', '/v1/finance/audit', BOOKS],
  ['proposing', 'post', '/v1/finance/corrections', ['finance_operator']],
  ['approving', 'post', '/v1/finance/corrections/cor_x/approve', ['finance_approver']],
  ['declining', 'post', '/v1/finance/corrections/cor_x/decline', ['finance_approver']],
  ['closing the books', 'post', '/v1/finance/periods', ['finance_operator', 'finance_approver']],
  [
    'replaying events',
    'post',
    '/v1/finance/events/replay',
    ['finance_operator', 'finance_approver'],
  ],
  ['the staff', 'get', '/v1/admin/staff', ['admin', 'auditor']],
  ['the record of roles', 'get', '/v1/admin/role-changes', ['admin', 'auditor']],
  ['the record of looks', 'get', '/v1/admin/data-views', ['auditor']],
  ['giving roles', 'post', '/v1/admin/people/usr_x/roles', ['admin']],
  ['one person', 'get', '/v1/support/people/usr_x', ['support']],
])('%s is for those alone whose work it is', async (_what, method, path, allowed) => {
  for (const role of STAFF_ROLES) {
    const answer = await (method === 'get'
      ? world.get(as(role), path)
      : world.post(as(role), path, {}));
    const refused = outcome(answer)[1] === 'role_missing';
    expect([role, refused]).toEqual([role, !allowed.includes(role)]);
  }
  const person = await (method === 'get' ? world.get(ana, path) : world.post(ana, path, {}));
  expect(outcome(person)).toEqual([403, 'role_missing']);
});

describe('handing out roles', () => {
  const change = async (
    admin: TestPerson,
    person: TestPerson,
    role: string,
    word: 'grant' | 'revoke' = 'grant',
  ): Promise<Answer> =>
    world.post(admin, `/v1/admin/people/${person.id}/roles`, {
      role,
      change: word,
      reason: 'new in the team',
    });

  test('is done by an administrator, for somebody else, and is on record', async () => {
    const ben = await world.person();
    const admin = as('admin');
    expect((await change(admin, ben, 'support')).status).toBe(204);
    const found = await world.get(admin, `/v1/admin/people/${ben.handle}`);
    expect((found.body as StaffMemberView).roles).toEqual(['person', 'support']);
    expect((await change(admin, ben, 'support', 'revoke')).status).toBe(204);
    const { changes } = (await world.get(as('auditor'), '/v1/admin/role-changes'))
      .body as RoleChangesPage;
    expect(changes.slice(0, 2)).toMatchObject([
      { person: ben.name, role: 'support', change: 'revoke', changedBy: admin.name },
      { person: ben.name, role: 'support', change: 'grant', reason: 'new in the team' },
    ]);
    expect(outcome(await change(admin, admin, 'support'))).toEqual([403, 'role_own']);
    expect(outcome(await change(admin, { ...ben, id: 'usr_x' }, 'support'))).toEqual([
      404,
      'account_holder_unknown',
    ]);
    expect(outcome(await change(admin, ben, 'king'))).toEqual([400, 'request_invalid']);
  });

  test('nobody both proposes and approves, and no administrator touches money', async () => {
    const admin = as('admin');
    const together: [TestPerson, string][] = [
      [as('finance_operator'), 'finance_approver'],
      [as('finance_approver'), 'finance_operator'],
      [as('finance_operator'), 'admin'],
      [as('risk_approver'), 'admin'],
    ];
    for (const [person, role] of together) {
      expect(outcome(await change(admin, person, role))).toEqual([422, 'role_not_grantable']);
    }
  });

  test('a role that was taken opens nothing after a moment', async () => {
    const person = await world.person({ roles: ['support'] });
    const path = '/v1/support/people/usr_x?reason=because';
    expect(outcome(await world.get(person, path))).toEqual([404, 'account_holder_unknown']);
    await change(as('admin'), person, 'support', 'revoke');
    await until(
      async () => outcome(await world.get(person, path))[1] === 'role_missing',
      'the end of the role',
    );
  });

  test('the application itself can change neither roles nor the record', async () => {
    const [ben, admin] = [await world.person(), as('admin')];
    const asApplication = (statement: string): Promise<unknown> =>
      world.sql(`BEGIN; SET LOCAL ROLE tenner_app; ${statement}; ROLLBACK`);
    const insert = (by: string, to: string): string =>
      `INSERT INTO identity.role_changes (id, person_id, role, change, reason, changed_by)
       VALUES ('rch_${by}', '${to}', 'support', 'grant', 'because', '${by}')`;
    await asApplication(insert(admin.id, ben.id));
    for (const statement of [
      `UPDATE identity.people SET roles = '{admin}' WHERE id = '${ben.id}'`,
      insert(ben.id, admin.id),
      insert(admin.id, admin.id),
      'DELETE FROM identity.role_changes',
      'DELETE FROM identity.data_views',
      `UPDATE identity.data_views SET reason = 'another'`,
    ]) {
      await expect(asApplication(statement)).rejects.toThrow(
        /permission denied|check constraint|only an administrator/,
      );
    }
  });
});

describe('looking at somebody', () => {
  const path = (reason: string): string =>
    `/v1/support/people/${ana.handle}?reason=${encodeURIComponent(reason)}`;

  test('takes a reason, shows little, and is on record', async () => {
    await world.sql(
      `UPDATE identity.people SET email = 'ana.lindqvist@example.org' WHERE id = $1`,
      [ana.id],
    );
    const missing = await world.get(as('support'), `/v1/support/people/${ana.id}`);
    expect(outcome(missing)).toEqual([400, 'request_invalid']);
    const { body } = await world.get(as('support'), path('she asked about her PIN'));
    const person = body as SupportPersonView;
    expect(person).toMatchObject({ id: ana.id, name: ana.name, email: 'a…@e….org', hasPin: false });
    expect(person.sessions).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('lindqvist');
    // The page that is looked at again is the same look.
    await world.get(as('support'), path('she asked about her PIN'));
    const { views } = (await world.get(as('auditor'), '/v1/admin/data-views'))
      .body as DataViewsPage;
    const looks = views.filter(({ subject }) => subject === ana.name);
    expect(looks).toMatchObject([
      { viewer: as('support').name, reason: 'she asked about her PIN' },
    ]);
  });

  test.each(['', '/statement', '/statement/export', '/explanation', '/explanation/export'])(
    'the books record whose account was opened, too: …%s',
    async (rest) => {
      const ben = await world.person({ balance: '5.00' });
      const account = `user.available:${ben.id}:EUR`;
      const path = `/v1/finance/accounts/${account}${rest}`;
      expect((await world.get(as('finance_operator'), path)).status).toBe(200);
      const { views } = (await world.get(as('auditor'), '/v1/admin/data-views'))
        .body as DataViewsPage;
      expect(views[0]).toMatchObject({
        viewer: as('finance_operator').name,
        subject: ben.name,
        reason: `account ${account}`,
      });
    },
  );
});
