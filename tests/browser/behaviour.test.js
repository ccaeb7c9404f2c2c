// What the console does when somebody uses it.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {open_browser, open_page} from './support/browser.js';
import {Refusal} from './support/mock/answers.js';
import {accesses, services} from './support/mock/data.js';
import {applies} from './support/mock/runs.js';
import {start_mock} from './support/mock/server.js';

let mock;
let browser;
let open;
before(async () => { browser = await open_browser(); });
after(() => browser.close());
beforeEach(async () => { mock = await start_mock(); open = await open_page(browser); });
afterEach(async () => {
  await open.context.close();
  await mock.close();
  assert.deepEqual(open.faults, []);
  assert.deepEqual(mock.problems, []);
});

const go = (path) => open.page.goto(`${mock.url}/#${path}`);
const record = (stream, position = 1400) => ({position, stream, version: 1, previous: null, type: 'test', schema: 1, time: new Date().toISOString(),
  actor: {kind: 'system', id: ''}, correlation: services[0].id, causation: null, commandId: null, payload: {}});

test('a login leads to the page that was asked for', async () => {
  const {page} = open;
  mock.controls.logged_in = false;
  await go('/jobs');
  await page.getByLabel('Mail address').fill('admin@example.com');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', {name: 'Log in'}).click();
  await page.getByText('mail address or password are wrong').waitFor();
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', {name: 'Log in'}).click();
  await page.getByRole('heading', {name: 'Jobs'}).waitFor();
});

test('the first start takes the token from the address and wants the password twice', async () => {
  const {page} = open;
  mock.controls.logged_in = false;
  await go('/first-start?token=abc');
  assert.equal(await page.getByLabel('Bootstrap token').inputValue(), 'abc');
  await page.getByLabel('New password', {exact: true}).fill('correct horse battery');
  await page.getByLabel('New password again').fill('another one here');
  await page.getByLabel('Company name').fill('Example');
  await page.getByLabel('First site').fill('Tokyo');
  await page.getByRole('button', {name: 'Claim'}).click();
  await page.getByText('The two passwords differ').waitFor();
  await page.getByLabel('New password again').fill('correct horse battery');
  await page.getByRole('button', {name: 'Claim'}).click();
  await page.getByRole('heading', {name: 'Dashboard'}).waitFor();
});

test('an ended session asks for the login over the page, and what was typed stays', async () => {
  const {page} = open;
  await go('/accesses/new');
  await page.getByLabel('Name').fill('web-9');
  await page.getByLabel('Host', {exact: true}).fill('192.0.2.99');
  await page.getByLabel('Login id').fill('deploy');
  mock.controls.logged_in = false;
  await page.getByRole('button', {name: 'Create access'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password').fill('correct horse battery');
  await dialog.getByRole('button', {name: 'Log in'}).click();
  await dialog.waitFor({state: 'detached'});
  assert.equal(await page.getByLabel('Name').inputValue(), 'web-9');
});

test('a refusal is shown at its field, with its number, and the field has the focus', async () => {
  const {page} = open;
  await go('/accesses/new');
  await page.getByLabel('Name').fill(accesses[0].name);
  await page.getByLabel('Host', {exact: true}).fill('192.0.2.99');
  await page.getByLabel('Login id').fill('deploy');
  await page.getByRole('button', {name: 'Create access'}).click();
  await page.getByText(/another access has this name.*<E0006>/).waitFor();
  const name = page.getByLabel('Name');
  assert.equal(await name.getAttribute('aria-invalid'), 'true');
  assert.ok(await name.evaluate((element) => element === document.activeElement));
});

test('a change that came meanwhile is not overwritten', async () => {
  const {page} = open;
  mock.controls.overrides.set('PUT /company', () => { throw new Refusal(412, 'precondition_failed', 'it was changed meanwhile'); });
  await go('/settings');
  await page.getByLabel('Company name').fill('New name');
  await page.getByRole('button', {name: 'Save'}).first().click();
  await page.getByText('Somebody changed this while you were editing').waitFor();
  await page.getByRole('button', {name: 'Reload'}).waitFor();
});

test('a change elsewhere appears by itself', async () => {
  const {page} = open;
  await go(`/services/${services[3].id}`);
  await page.getByRole('heading', {name: 'API gateway'}).waitFor();
  await page.getByText('Live', {exact: true}).waitFor();
  services[3].settings.name = 'API gateway 2';
  mock.controls.tell(record(`service-${services[3].id}`));
  await page.getByRole('heading', {name: 'API gateway 2'}).waitFor();
  services[3].settings.name = 'API gateway';
});

test('the steps of an apply appear as they come', async () => {
  const {page} = open;
  const apply = applies[0];
  await go(`/applies/${apply.summary.id}`);
  await page.getByText('7 more steps').waitFor();
  await page.getByText('Live', {exact: true}).waitFor();
  const before = apply.steps;
  apply.steps = [...before.map((step) => ({...step, state: 'done', endedAt: step.startedAt})), {...before[0], index: 4, name: 'replace', state: 'running', endedAt: null, eventPosition: 1399}];
  mock.controls.tell(record(`apply-${apply.summary.id}`));
  await page.getByText('Replace the files').waitFor();
  await page.getByText('#1399').waitFor();
  apply.steps = before;
});

test('a lost connection is told, and the page comes back by itself', async () => {
  const {page} = open;
  await go('/services');
  await page.getByRole('link', {name: 'API gateway'}).waitFor();
  open.faults.length = 0;
  await mock.close();
  await page.getByRole('searchbox').fill('gateway');
  await page.getByRole('alert').getByText('cannot be reached').waitFor();
  await mock.again();
  await page.getByRole('alert').waitFor({state: 'detached'});
  await page.getByRole('link', {name: 'API gateway'}).waitFor();
  open.faults.length = 0;   // the browser itself reports the refused connections
});

test('search, filter, sort and pages are part of the address', async () => {
  const {page} = open;
  await go('/services');
  await page.getByRole('button', {name: 'Next'}).waitFor({state: 'detached'});
  await page.getByRole('searchbox').fill('Branch 1');
  await page.waitForURL(/q=Branch/);
  await page.getByLabel('Level').selectOption('ok');
  await page.getByRole('button', {name: 'Valid until'}).click();
  await page.waitForURL(/sort=notAfter/);
  await page.getByRole('link', {name: 'Branch 19'}).waitFor();
  assert.equal(await page.locator('table.rows tbody tr').count(), 10);
  await page.reload();
  await page.getByRole('link', {name: 'Branch 19'}).waitFor();
  assert.equal(await page.getByRole('searchbox').inputValue(), 'Branch 1');
});

test('keys: places, search, help, new', async () => {
  const {page} = open;
  await go('/');
  await page.getByRole('heading', {name: 'Dashboard'}).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByRole('heading', {name: 'Services'}).waitFor();
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  await page.keyboard.press('Tab');
  await page.locator('h1').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  await page.keyboard.press('n');
  await page.getByRole('heading', {name: 'New service'}).waitFor();
});

test('language and colours are chosen and remembered', async () => {
  const {page} = open;
  await go('/');
  await page.getByRole('button', {name: '日本語'}).click();
  await page.getByRole('heading', {name: 'ダッシュボード'}).waitFor();
  await page.getByRole('button', {name: '暗い配色'}).click();
  await page.reload();
  await page.getByRole('heading', {name: 'ダッシュボード'}).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]), ['ja', 'dark']);
});

test('a changed host key: both fingerprints are there, and a person confirms', async () => {
  const {page} = open;
  const access = accesses[1];
  await go(`/accesses/${access.id}`);
  await page.getByText(access.pinnedKey.fingerprint).waitFor();
  const {fingerprint} = access.refusedKey;
  await page.getByText(fingerprint).waitFor();
  await page.getByRole('button', {name: 'Confirm'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(fingerprint).waitFor();
  await dialog.getByRole('button', {name: 'Confirm'}).click();
  await dialog.waitFor({state: 'detached'});
  mock.controls.tell(record(`access-${access.id}`));
  await page.getByText('Confirmed').waitFor();
});

test('an apply to one node opens its run', async () => {
  const {page} = open;
  await go(`/services/${services[0].id}`);
  await page.getByRole('row', {name: /web-1/}).getByRole('button', {name: 'Apply'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Apply'}).click();
  await page.waitForURL(/#\/applies\//);
  await page.getByRole('heading', {name: /Apply to/}).waitFor();
});

test('a stuck apply is put back again once somebody says so', async () => {
  const {page} = open;
  const {summary} = applies.find((apply) => apply.summary.stage === 'stuck');
  await go(`/applies/${summary.id}`);
  await page.getByText('Live', {exact: true}).waitFor();
  await page.getByRole('button', {name: 'Put back again'}).click();
  await page.getByRole('dialog').getByText('look at the host first').waitFor();
  await page.getByRole('dialog').getByRole('button', {name: 'Put back again'}).click();
  await page.getByRole('dialog').waitFor({state: 'detached'});
  mock.controls.tell(record(`apply-${summary.id}`));
  await page.getByText('Rolling back', {exact: true}).waitFor();
  assert.equal(await page.getByRole('button', {name: 'Put back again'}).count(), 0);
  summary.stage = 'stuck';
});

test('times are local, with UTC as tooltip', async () => {
  const {page} = open;
  await go('/state');
  const shown = page.locator('dd time').first();
  const [local, title, iso] = await shown.evaluate((one) => [one.textContent, one.title, one.getAttribute('datetime')]);
  assert.equal(title, `${iso.slice(0, 19).replace('T', ' ')} UTC`);
  assert.equal(Date.parse(`${local.replace(' ', 'T')}+09:00`), Math.floor(Date.parse(iso) / 1000) * 1000);
});

test('a viewer is offered nothing that changes', async () => {
  const {page} = open;
  const {session} = await import('./support/mock/answers.js');
  mock.controls.overrides.set('GET /session', () => ({...session, role: 'viewer'}));
  await go(`/services/${services[0].id}`);
  await page.getByRole('heading', {name: 'Generations'}).waitFor();
  for (const name of ['Apply', 'Order', 'Edit', 'Remove', 'Import a certificate', 'With key…']) {
    assert.equal(await page.locator('main').getByRole('button', {name, exact: true}).count(), 0, name);
  }
});

test('a page that only waits notices that its session has ended', async () => {
  const {page} = open;
  await go('/');
  await page.getByText('Live', {exact: true}).waitFor();
  mock.controls.logged_in = false;
  mock.controls.drop_streams();
  await page.getByRole('dialog').getByText('Your session has ended').waitFor();
  open.faults.length = 0;   // the browser itself reports the refused stream
});
