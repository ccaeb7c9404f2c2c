// Logging in, staying logged in, and what ends it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {on_console} from './support/console.js';
import {accesses, account, services} from './support/mock/data.js';
import {Refusal} from './support/mock/refusal.js';

const {open, mock, go, record} = on_console();

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

test('what is grave asks for the password again and then goes on, with the keyboard alone', async () => {
  const {page} = open;
  let proved = false;
  const sent = [];
  mock.controls.overrides.set('POST /tokens', () => {
    sent.push(proved);
    if (!proved) throw new Refusal(403, 'password_needed', 'give your password again: it was given more than 10 minutes ago', {message: 3520});
    return {id: services[0].id, stream: 'mock', position: 1300, version: 9, changed: true, token: 'kgn_the-new-one'};
  });
  mock.controls.overrides.set('POST /session/proof', ({body}) => {
    if (body.password !== 'correct horse battery') throw new Refusal(401, 'wrong_login', 'mail address or password are wrong', {field: 'password', message: 3520});
    proved = true;
    return null;
  });
  await go('/account');
  await page.getByRole('button', {name: 'New API token'}).click();
  await page.getByLabel('Name').fill('CI 2');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'Your password, please'}).waitFor();
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('mail address or password are wrong').waitFor();
  assert.equal(await page.getByRole('heading', {name: 'Your session has ended'}).count(), 0);
  await page.getByRole('dialog', {name: 'Your password, please'}).getByLabel('Password').fill('correct horse battery');
  await page.keyboard.press('Enter');
  await page.getByText('kgn_the-new-one').waitFor();
  assert.deepEqual(sent, [false, true]);
});

test('who gives no password gets nothing, and keeps what was typed', async () => {
  const {page} = open;
  mock.controls.overrides.set('POST /tokens', () => { throw new Refusal(403, 'password_needed', 'give your password again: it was given more than 10 minutes ago', {message: 3520}); });
  await go('/account');
  await page.getByRole('button', {name: 'New API token'}).click();
  await page.getByLabel('Name').fill('CI 2');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'Your password, please'}).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('give your password again').waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'CI 2');
});

test('what a page asks by itself is marked, what somebody asks is not', async () => {
  const {page} = open;
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/api/v1/jobs')) asked.push(request.headers()['x-kigen-unattended'] ?? null); });
  await go('/jobs');
  await page.getByRole('heading', {name: 'Jobs'}).waitFor();
  await page.locator('.live.on').waitFor();
  const before = asked.length;
  mock.controls.tell(record('job-1'));
  await page.waitForFunction(() => true);
  while (asked.length === before) await page.waitForRequest(/api\/v1\/jobs/);
  assert.equal(asked[0], null);
  assert.deepEqual([...new Set(asked.slice(1))], ['1']);
});

test('a session of another browser is ended from the list', async () => {
  const {page} = open;
  await go('/account');
  const row = page.getByRole('row', {name: /Safari 18, iOS/});
  await row.getByRole('button', {name: 'End'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'End'}).click();
  await row.waitFor({state: 'detached'});
  assert.equal(await page.getByRole('row', {name: /this one/}).count(), 1);
});

test('an ended session asks for the login over the page, and what was typed stays', async () => {
  const {page} = open;
  await go('/accesses/new');
  await page.getByLabel('Name').fill('web-9');
  await page.getByLabel('Host', {exact: true}).fill('192.0.2.99');
  await page.getByLabel('Login id').fill('deploy');
  mock.controls.logged_in = false;
  await page.getByRole('button', {name: 'Create'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password').fill('correct horse battery');
  await dialog.getByRole('button', {name: 'Log in'}).click();
  await dialog.waitFor({state: 'detached'});
  assert.equal(await page.getByLabel('Name').inputValue(), 'web-9');
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
