// What happens to what somebody types: refusals at their fields, drafts, secrets, files.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {on_console} from './support/console.js';
import {users} from './support/mock/answers.js';
import {accesses, account, accounts, services} from './support/mock/data.js';
import {Refusal} from './support/mock/refusal.js';

const {open, mock, go, head} = on_console();

test('a refusal is shown at its field, with its number, and the field has the focus', async () => {
  const {page} = open;
  await go('/accesses/new');
  await page.getByLabel('Name').fill(accesses[0].settings.name);
  await page.getByLabel('Host', {exact: true}).fill('192.0.2.99');
  await page.getByLabel('Login id').fill('deploy');
  await page.getByRole('button', {name: 'Create'}).click();
  await page.getByText(/another one has this name.*<E0006>/).waitFor();
  const name = page.getByLabel('Name');
  assert.equal(await name.getAttribute('aria-invalid'), 'true');
  assert.ok(await name.evaluate((element) => element === document.activeElement));
});

test('a change that came meanwhile is not overwritten', async () => {
  const {page} = open;
  mock.controls.overrides.set(`PUT /users/${users[1].id}/groups`, () => { throw new Refusal(412, 'precondition_failed', 'it was changed meanwhile'); });
  await go('/users');
  await page.getByRole('row', {name: /viewer@example/}).getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Change groups'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
  await page.getByText('Somebody changed this while you were editing').waitFor();
  await page.getByRole('button', {name: 'Reload'}).waitFor();
});

for (const [language, host, password, said, keep] of [
  ['en', 'Host', 'Login password', 'The stored value was given for another place', 'Stored; leave empty to keep it'],
  ['ja', 'ホスト', 'ログインパスワード', '登録した値は別の接続先のものです', '登録済み（変えない場合は空のまま）']]) {
  test(`another host is not given the stored password: it is asked for again (${language})`, async () => {
    await open.context.addInitScript((chosen) => localStorage.setItem('kigen.language', chosen), language);
    const {page} = open;
    const {id, settings} = accesses[0];
    await go(`/accesses/${id}/edit`);
    const secret = page.getByLabel(password);
    assert.equal(await secret.getAttribute('placeholder'), keep);
    await page.getByLabel(host, {exact: true}).fill('203.0.113.66');
    await page.getByText(said).first().waitFor();
    assert.deepEqual([await secret.getAttribute('placeholder'), await secret.getAttribute('required')], ['', '']);
    await page.getByLabel(host, {exact: true}).fill(settings.connection.host);
    assert.equal(await secret.getAttribute('required'), null);
    await page.getByLabel(host, {exact: true}).fill('203.0.113.66');
    await secret.fill('the one of that host');
    await page.locator('[name="connection.executionPassword"]').fill('and that of its root');
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', {name: settings.name}).waitFor();
    assert.equal(accesses[0].settings.connection.host, '203.0.113.66');
    Object.assign(accesses[0], {settings});
  });
}

const stored_drafts = () => open.page.evaluate(() => JSON.stringify({...sessionStorage}));
const secret_text = 'a secret that nobody keeps';

async function type_access() {
  const {page} = open;
  await go('/accesses/new');
  await page.getByLabel('Name').fill('web-10');
  await page.getByLabel('Host', {exact: true}).fill('192.0.2.100');
  await page.getByLabel('Login password').fill(secret_text);
  await page.getByLabel('SSH private key').fill(secret_text);
}

async function expect_access_back() {
  const {page} = open;
  await page.getByText('What you typed and did not save is back').waitFor();
  await page.getByText('type them again').waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'web-10');
  assert.equal(await page.getByLabel('Host', {exact: true}).inputValue(), '192.0.2.100');
  for (const label of ['Login password', 'SSH private key']) assert.equal(await page.getByLabel(label).inputValue(), '');
  assert.ok(!(await stored_drafts()).includes(secret_text));
}

test('what was typed is back after Back, another page, Cancel and a reload, until it is discarded', async () => {
  const {page} = open;
  await go('/accesses');
  await type_access();
  assert.ok(!(await stored_drafts()).includes(secret_text));
  await page.goBack();
  await page.getByRole('heading', {name: 'Accesses'}).waitFor();
  await page.goForward();
  await expect_access_back();
  await page.getByRole('link', {name: 'Services'}).click();
  await page.getByRole('heading', {name: 'Services'}).waitFor();
  await go('/accesses/new');
  await expect_access_back();
  await page.getByRole('button', {name: 'Cancel'}).click();
  await page.getByRole('button', {name: 'New access'}).click();
  await expect_access_back();
  await page.reload();
  await expect_access_back();
  await page.getByRole('button', {name: 'Discard it'}).click();
  assert.equal(await page.getByLabel('Name').inputValue(), '');
  await page.reload();
  await page.getByLabel('Name').waitFor();
  assert.equal(await page.getByText('is back').count(), 0);
});

test('what was typed outlives an ended session, and Esc in its dialog', async () => {
  const {page} = open;
  await type_access();
  await page.getByLabel('Login id').fill('deploy');
  mock.controls.logged_in = false;
  await page.getByRole('button', {name: 'Create'}).click();
  await page.getByRole('dialog').getByText('Your session has ended').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', {name: 'Log in'}).waitFor();
  await page.getByLabel('Mail address').fill('admin@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', {name: 'Log in'}).click();
  await expect_access_back();
});

test('what was saved is no draft any more', async () => {
  const {page} = open;
  await type_access();
  await page.getByLabel('Login id').fill('deploy');
  await page.getByRole('button', {name: 'Create'}).click();
  await page.getByRole('heading', {name: 'web-10'}).waitFor();
  assert.equal(await stored_drafts(), '{}');
  accesses.pop();
});

test('a dialog keeps what was typed too, but no password', async () => {
  const {page} = open;
  await go('/users');
  await page.getByRole('button', {name: 'New user'}).click();
  await page.getByRole('dialog').getByLabel('Mail address').fill('new@example.com');
  await page.getByRole('dialog').getByLabel('Password').fill(secret_text);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  assert.ok(!(await stored_drafts()).includes(secret_text));
  await page.getByRole('button', {name: 'New user'}).click();
  assert.equal(await page.getByRole('dialog').getByLabel('Mail address').inputValue(), 'new@example.com');
  assert.equal(await page.getByRole('dialog').getByLabel('Password').inputValue(), '');
});

test('an imported private key is kept in no draft', async () => {
  const {page} = open;
  await go(`/services/${services[0].id}`);
  await page.getByRole('button', {name: 'Import a certificate'}).click();
  await page.getByRole('dialog').getByLabel('Certificate (PEM)').fill('a certificate');
  await page.getByRole('dialog').getByLabel('Private key (PEM)').fill(secret_text);
  const drafts = await stored_drafts();
  assert.ok(drafts.includes('a certificate') && !drafts.includes(secret_text));
});

test('a PKCS#12 file is sent as it is, with its passphrase, and no draft keeps it', async () => {
  const {page} = open;
  const bytes = Buffer.from([0x30, 0x82, 0x00, 0xff, 0xfe, 0x01]);
  let sent;
  mock.controls.overrides.set(`POST /services/${services[0].id}/certificate`, ({body}) => {
    if (body.passphrase !== 'opens it') throw new Refusal(422, 'wrong_passphrase', 'the passphrase does not open the PKCS#12 file', {field: 'file'});
    sent = body;
    return {id: services[0].id, stream: 'mock', position: 1300, version: 9, changed: true};
  });
  await go(`/services/${services[0].id}`);
  await page.getByRole('button', {name: 'Import a certificate'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').last().setInputFiles({name: 'key.der', mimeType: '', buffer: bytes});
  await dialog.getByText('This file is not text').waitFor();
  await dialog.locator('input[type=file]').first().setInputFiles({name: 'www.p12', mimeType: '', buffer: bytes});
  await dialog.getByText('www.p12').waitFor();
  await dialog.getByLabel('Passphrase of the file').fill('wrong one');
  await dialog.getByRole('button', {name: 'Import', exact: true}).click();
  await dialog.getByText('the passphrase does not open the PKCS#12 file').waitFor();
  await dialog.getByLabel('Passphrase of the file').fill('opens it');
  assert.ok(!(await stored_drafts()).includes(bytes.toString('base64')));
  await dialog.getByRole('button', {name: 'Import', exact: true}).click();
  await dialog.waitFor({state: 'detached'});
  assert.deepEqual(sent, {file: bytes.toString('base64'), passphrase: 'opens it', chain: null, key: null});
});

test('a CA account that its new directory does not know yet says so', async () => {
  const before = {...account};
  account.registered = false;
  await go(`/ca-accounts/${account.id}`);
  await open.page.getByText('Not registered there yet').waitFor();
  assert.equal(await head().locator('.badge.ok').count(), 0);
  Object.assign(account, before);
});
