// Groups of people: who is in them, and that nobody is told of the services of others.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {open_browser, open_page} from './support/browser.js';
import {session, users} from './support/mock/answers.js';
import {groups, payment_group, sample_group, services} from './support/mock/data.js';
import {Refusal} from './support/mock/refusal.js';
import {start_mock} from './support/mock/server.js';

let browser;
let mock;
let open;
let at_first;
before(async () => { browser = await open_browser(); });
after(() => browser.close());
beforeEach(async () => {
  at_first = structuredClone({session, users, groups});
  mock = await start_mock();
  open = await open_page(browser);
});
afterEach(async () => {
  await open.context.close();
  await mock.close();
  Object.assign(session, at_first.session);
  users.splice(0, users.length, ...at_first.users);
  groups.splice(0, groups.length, ...at_first.groups);
  assert.deepEqual(open.faults, []);
  assert.deepEqual(mock.problems, []);
});

const go = (path) => open.page.goto(`${mock.url}/#${path}`);
const heading = (name) => open.page.getByRole('heading', {level: 1, name, exact: true}).waitFor();
const named = ({id, settings: {name}}) => ({id, name});
const be = (role, ...own) => Object.assign(session, {role, groups: own.map(named)});
const payment = services.find(({settings}) => settings.group === payment_group.id);
const other = services.find(({settings}) => settings.group === sample_group.id);
const record = (stream) => ({position: 1400, stream, version: 1, previous: null, type: 'test', schema: 1, time: new Date().toISOString(),
  actor: {kind: 'system', id: ''}, correlation: payment.id, causation: null, commandId: null, payload: {}});

test('a viewer is told of the services of their group alone', async () => {
  const {page} = open;
  be('viewer', payment_group);
  await go('/services');
  await page.locator('table.rows td.main').getByRole('link', {name: payment.settings.name}).waitFor();
  assert.equal(await page.locator('table.rows tbody tr').count(), 1);
  assert.equal(await page.getByLabel('User group').count(), 0);   // one group is no choice
  await go(`/services/${other.id}`);
  await page.getByRole('alert').getByText('nothing of this id').waitFor();
  await go('/user-groups');
  await page.locator('table.rows').waitFor();
  assert.deepEqual(await page.locator('table.rows td.main').allInnerTexts(), [payment_group.settings.name]);
  await go(`/user-groups/${payment_group.id}`);
  await page.getByRole('link', {name: payment.settings.name}).waitFor();
  assert.equal(await page.getByRole('heading', {name: 'Members'}).count(), 0);
});

test('who is in several groups sees whose a service is, and picks one group', async () => {
  const {page} = open;
  await go('/services');
  await page.getByRole('columnheader', {name: 'User group'}).waitFor();
  await page.getByLabel('User group').selectOption({label: payment_group.settings.name});
  await page.waitForURL(new RegExp(`group=${payment_group.id}`));
  await page.waitForFunction(() => document.querySelectorAll('table.rows tbody tr').length === 1);
  await page.locator('table.rows').getByRole('link', {name: payment_group.settings.name}).click();
  await heading(payment_group.settings.name);
});

test('auditors see all groups, and need be in none', async () => {
  be('auditor');
  await go('/services?q=Payment');
  await open.page.locator('table.rows').getByRole('link', {name: payment_group.settings.name}).waitFor();
  await go('/account');
  await open.page.getByText('Auditors see the services of every group.').waitFor();
});

for (const [role, said] of [['viewer', 'An admin can put you into one'], ['admin', 'Put yourself into one']]) {
  test(`who is in no group is told why there is nothing (${role})`, async () => {
    be(role);
    for (const path of ['/', '/services', '/account']) {
      await go(path);
      await open.page.getByText('You are in no group').waitFor();
      await open.page.getByText(said).waitFor();
    }
  });
}

test('the groups of a user are chosen', async () => {
  const {page} = open;
  await go('/users');
  const row = page.getByRole('row', {name: /viewer@example/});
  await row.getByRole('link', {name: 'samplegroup'}).waitFor();
  await row.getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Change groups'}).click();
  const dialog = page.getByRole('dialog', {name: 'Groups of viewer@example.co.jp'});
  assert.equal(await dialog.getByLabel('samplegroup').isChecked(), true);
  await dialog.getByLabel('samplegroup').uncheck();
  await dialog.getByLabel(payment_group.settings.name).check();
  await dialog.getByRole('button', {name: 'Save'}).click();
  await dialog.waitFor({state: 'detached'});
  mock.controls.tell(record(`user-${users[1].id}`));
  await row.getByRole('link', {name: payment_group.settings.name}).waitFor();
  assert.deepEqual(users[1].groups, [payment_group.id]);
});

test('a new user begins in the usual group', async () => {
  const {page} = open;
  await go('/users');
  await page.getByRole('button', {name: 'New user'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Mail address').fill('new@example.com');
  assert.equal(await dialog.getByLabel('samplegroup').isChecked(), true);
  await dialog.getByLabel(payment_group.settings.name).check();
  await dialog.getByRole('button', {name: 'Save'}).click();
  await dialog.waitFor({state: 'detached'});
  assert.deepEqual(users.at(-1).groups, [sample_group.id, payment_group.id]);
});

test('an admin puts themself into a group with the password, and then sees its services', async () => {
  const {page} = open;
  be('admin', sample_group);
  users[0].groups = [sample_group.id];
  let proved = false;
  const {answers} = await import('./support/mock/answers.js');
  const [, , put_in] = answers.find(([method, path]) => method === 'PUT' && path === '/users/:user/groups');
  mock.controls.overrides.set(`PUT /users/${users[0].id}/groups`, (request) => {
    if (!proved) throw new Refusal(403, 'password_needed', 'give your password again: it was given more than 10 minutes ago', {message: 3520});
    return put_in(request);
  });
  mock.controls.overrides.set('POST /session/proof', () => { proved = true; return null; });
  await go(`/user-groups/${payment_group.id}`);
  await page.getByText('You are not in this group').waitFor();
  assert.equal(await page.getByText('Nobody is in this group.').count(), 1);
  await page.getByRole('button', {name: 'Put me into this group'}).click();
  await page.getByRole('dialog').getByLabel('Password').fill('correct horse battery');
  await page.keyboard.press('Enter');
  await page.getByRole('link', {name: payment.settings.name}).waitFor();
  await page.getByRole('row', {name: /admin@example.com/}).waitFor();
  assert.equal(await page.getByRole('button', {name: 'Put me into this group'}).count(), 0);
});

test('the last admin of a group stays, and the refusal is shown where it was asked', async () => {
  const {page} = open;
  const said = 'this is the last admin of a group that owns services; put another admin into it first';
  mock.controls.overrides.set(`PUT /users/${users[0].id}/groups`, () => { throw new Refusal(409, 'last_admin_of_group', said, {detail: payment_group.settings.name, field: 'groups', message: 3511}); });
  await go('/users');
  await page.getByRole('row', {name: /admin@example/}).getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Change groups'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(payment_group.settings.name).uncheck();
  await dialog.getByRole('button', {name: 'Save'}).click();
  await dialog.getByText(new RegExp(`${said}.*${payment_group.settings.name}.*<E3511>`)).waitFor();
  assert.ok(users[0].groups.includes(payment_group.id));
});

test('somebody is taken out of a group on its page', async () => {
  const {page} = open;
  await go(`/user-groups/${sample_group.id}`);
  await page.getByRole('row', {name: /viewer@example/}).getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Take out of the group'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Take out of the group'}).click();
  await page.getByRole('dialog').waitFor({state: 'detached'});
  assert.deepEqual(users[1].groups, []);
});

test('of 1,200 users nobody is forgotten, and many members are turned in pages and found', async () => {
  const {page} = open;
  const member = (n) => ({...structuredClone(users[1]), id: `0192f3a4-0000-7000-9100-${String(n).padStart(12, '0')}`, mail: `person-${n}@example.com`, groups: [n < 1100 ? sample_group.id : payment_group.id]});
  users.splice(0, 0, ...Array.from({length: 1200}, (_, n) => member(n)));
  await go(`/user-groups/${payment_group.id}`);
  const members = page.getByRole('region', {name: 'Members'});
  const rows = members.locator('tbody tr');
  await members.getByText('person-1100@example.com').waitFor();
  assert.equal(await rows.count(), 50);
  await members.getByRole('button', {name: 'Next'}).click();
  await members.getByText('person-1150@example.com').waitFor();
  await members.getByRole('button', {name: 'Next'}).click();
  await members.getByText('admin@example.com').waitFor();   // behind a thousand others, and known to be a member
  assert.equal(await rows.count(), 1);
  assert.equal(await members.getByRole('button', {name: 'Put me into this group'}).count(), 0);
  await members.getByRole('searchbox').fill('PERSON-1199');
  await members.getByText('person-1199@example.com').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[aria-label=Members] tbody tr').length === 1);
  await members.getByRole('searchbox').fill('nobody');
  await members.getByText('Nothing fits.').waitFor();
});

test('members who are taken out leave no empty page behind', async () => {
  const {page} = open;
  for (let n = 0; n < 50; ++n) users.unshift({...structuredClone(users.at(-2)), id: `0192f3a4-0000-7000-9100-${String(n).padStart(12, '0')}`, mail: `person-${n}@example.com`, groups: [payment_group.id]});
  await go(`/user-groups/${payment_group.id}`);
  const members = page.getByRole('region', {name: 'Members'});
  await members.getByRole('button', {name: 'Next'}).click();
  await members.getByText('admin@example.com').waitFor();
  await page.locator('.live.on').waitFor({state: 'attached'});
  users.find(({id}) => id === session.user).groups = [];
  mock.controls.tell(record('user-0192f3a4'));
  await members.getByText('person-0@example.com').waitFor();
});

test('more than 1,000 groups are all there to choose from', async () => {
  const {page} = open;
  for (let n = 0; n < 1100; ++n) groups.push({...structuredClone(payment_group), id: `0192f3a4-0000-7000-9000-${String(n).padStart(12, '0')}`, settings: {name: `Team ${String(n).padStart(4, '0')}`}});
  await go('/users');
  await page.getByRole('row', {name: /viewer@example/}).getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Change groups'}).click();
  await page.getByRole('dialog').getByRole('searchbox').fill('team 1099');
  await page.getByRole('dialog').getByLabel('Team 1099').waitFor();
});

test('groups that change under an open page change what it shows', async () => {
  const {page} = open;
  be('viewer');
  await go('/services');
  await page.getByText('You are in no group').waitFor();
  await page.locator('.live.on').waitFor();
  be('viewer', payment_group);
  mock.controls.tell(record(`user-${session.user}`));
  await page.getByRole('link', {name: payment.settings.name}).waitFor();
});

test('of all API tokens an auditor ends their own alone', async () => {
  const {page} = open;
  be('auditor');
  const one = (name, {id: user, mail}) => ({user, mail, id: sample_group.id, name, role: 'auditor', groups: null, expires: session.expires, createdAt: session.expires});
  mock.controls.overrides.set('GET /tokens', () => ({position: 1301, items: [one('mine', {id: session.user, mail: session.mail}), one('theirs', users[1])]}));
  await go('/account');
  const row = (name) => page.getByRole('row', {name: new RegExp(name)});
  await row('theirs').getByText(users[1].mail).waitFor();
  assert.equal(await row('theirs').getByRole('button').count(), 0);
  await row('mine').getByRole('button', {name: 'Revoke'}).waitFor();
});

test('a token may reach fewer groups than its user', async () => {
  const {page} = open;
  const sent = [];
  const {answers} = await import('./support/mock/answers.js');
  const [, , make] = answers.find(([method, path]) => method === 'POST' && path === '/tokens');
  mock.controls.overrides.set('POST /tokens', (request) => { sent.push(request.body.groups); return make(request); });
  for (const chosen of [[], [payment_group]]) {
    await go('/account');
    await page.getByRole('button', {name: 'New API token'}).click();
    await page.getByRole('dialog').getByLabel('Name').fill(`token ${chosen.length}`);
    for (const {settings: {name}} of chosen) await page.getByRole('dialog').getByLabel(name).check();
    await page.getByRole('button', {name: 'Create token'}).click();
    await page.getByText(/^kgn_/).waitFor();
    await page.getByRole('dialog').getByRole('button', {name: 'Close'}).last().click();
  }
  assert.deepEqual(sent, [null, [payment_group.id]]);
  mock.controls.tell(record(`user-${session.user}`));
  await page.getByRole('row', {name: /token 1/}).getByRole('link', {name: payment_group.settings.name}).waitFor();
  await page.getByRole('row', {name: /token 0/}).getByText('All of its user').waitFor();
});

test('a new service is of the usual group, or of the only one that one is in', async () => {
  const {page} = open;
  const group = () => page.getByRole('combobox', {name: 'User group'});
  await go('/services/new');
  await page.waitForFunction(() => document.querySelector('[name=group]')?.value === 'samplegroup');
  be('admin', payment_group);
  await page.goto('about:blank');
  await go('/services/new');
  await group().waitFor();
  await page.waitForFunction((name) => document.querySelector('[name=group]').value === name, payment_group.settings.name);
});

test('many groups are found by typing', async () => {
  const {page} = open;
  for (let n = 0; n < 20; ++n) groups.push({...structuredClone(payment_group), id: `0192f3a4-0000-7000-9000-0000000000${10 + n}`, settings: {name: `Team ${n}`}});
  await go('/users');
  await page.getByRole('row', {name: /viewer@example/}).getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Change groups'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('team 17');
  assert.equal(await dialog.getByRole('checkbox').count(), 1);
  await dialog.getByLabel('Team 17').check();
  await dialog.getByRole('searchbox').fill('');
  assert.equal(await dialog.getByLabel('Team 17').isChecked(), true);
});
