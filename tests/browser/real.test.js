// The console on the real server, without any host or CA: what is refused, kept and shown.
import assert from 'node:assert/strict';
import {after, before, describe} from 'node:test';
import {open_browser, open_page} from './support/browser.js';
import {kept_things} from './support/mock/description.js';
import {start_kigen} from './support/server.js';
import {words_of} from './support/sources.js';
import {sequence} from './support/steps.js';

const binary = process.env.KIGEN_BIN;
const password = 'correct horse battery';
const patience_ms = 60_000;   // a password's hash alone takes seconds where many compilers share two cores

describe('the console on a fresh installation', {skip: binary ? false : 'KIGEN_BIN is not set'}, () => {
  let kigen;
  let browser;
  let page;
  let faults;
  before(async () => {
    kigen = await start_kigen(binary);
    browser = await open_browser();
    ({page, faults} = await open_page(browser, {patience_ms}));
  });
  after(async () => {
    await browser?.close();
    await kigen?.stop();
  });

  const step = sequence();
  const go = (path) => page.goto(`${kigen.url}/#${path}`);
  const heading = (name) => page.getByRole('heading', {name, level: 1}).waitFor();
  const fill = (label, value) => page.getByLabel(label, {exact: true}).fill(value);
  const pick = async (label, name) => { await page.getByRole('combobox', {name: label}).fill(name); await page.getByRole('option', {name, exact: true}).click(); };
  const press = (name) => page.getByRole('button', {name}).click();

  step('a wrong bootstrap token is refused, the right one claims', async () => {
    await go('/first-start?token=kgb_wrong');
    await fill('New password', password);
    await fill('New password again', password);
    await fill('Company name', 'Example KK');
    await fill('First site', 'Tokyo');
    await press('Claim');
    await page.getByText('not the bootstrap token').waitFor();
    await fill('Bootstrap token', kigen.token);
    await press('Claim');
    await heading('Dashboard');
    await page.getByText('Live', {exact: true}).waitFor();
  });

  step('an access', async () => {
    await go('/accesses/new');
    await fill('Name', 'web-1');
    await fill('Host', '127.0.0.1');
    await fill('Login id', 'deploy');
    await fill('Login password (optional)', 'not a secret');
    await press('Create');
    await heading('web-1');
    await page.getByText('Stored').first().waitFor();
  });

  step('a CA account whose server is not there', async () => {
    await go('/ca-accounts/new');
    await fill('Name', 'Nowhere');
    await fill('Directory URL', 'https://127.0.0.1:9/directory');
    await press('Create');
    await heading('Nowhere');
  });

  step('a service; a name that is taken is refused at its field', async () => {
    await go('/services/new');
    await fill('Service name', 'Web');
    await fill('Common name', 'www.example.com');
    await pick('CA account', 'Nowhere');
    await press('Create service');
    await heading('Web');
    await go('/services/new');
    await fill('Service name', 'Web');
    await fill('Common name', 'www.example.com');
    await press('Create service');
    await page.getByText('another service of the group has this name').waitFor();
    assert.equal(await page.getByLabel('Service name').getAttribute('aria-invalid'), 'true');
  });

  step('a node', async () => {
    await go('/services');
    await page.getByRole('link', {name: 'Web'}).click();
    await page.getByRole('button', {name: 'Add a node'}).click();
    await fill('Node name', 'web-1');
    await pick('Site', 'Tokyo');
    await pick('Access', 'web-1');
    await fill('Certificate file', '/etc/apache2/ssl/www.crt');
    await fill('Key file', '/etc/apache2/ssl/www.key');
    await fill('Work folder', '/var/lib/kigen-work');
    await press('Add the node');
    await heading('Web');
    await page.getByRole('row', {name: /web-1/}).getByText('Nothing by us').waitFor();
  });

  step('an order is followed live', async () => {
    await press('Order');
    await page.getByRole('dialog').getByRole('button', {name: 'Order'}).click();
    await page.waitForURL(/#\/orders\//);
    await page.getByText('<I2601>').waitFor();
  });

  step('the log says what was done, in both languages', async () => {
    await go('/log');
    await page.locator('table.log tr').nth(5).waitFor();
    const english = await page.locator('table.log .message').allInnerTexts();
    await press('日本語');
    await page.getByRole('heading', {name: 'ログ', level: 1}).waitFor();
    await page.waitForFunction((before) => document.querySelector('table.log .message').innerText !== before, english[0]);
    await press('English');
  });

  step('every main page opens', async () => {
    const {things} = words_of('en');
    const kept = kept_things.flatMap(({word, path}) => [[path, things[word].many], [`${path}/new`, things[word].new]]);
    const pages = {'/': 'Dashboard', '/services': 'Services', '/orders': 'Orders', '/applies': 'Applies', '/jobs': 'Jobs', ...Object.fromEntries(kept),
      '/users': 'Users', '/settings': 'Settings', '/state': 'State', '/account': 'My account'};
    for (const [path, name] of Object.entries(pages)) {
      await go(path);
      await heading(name);
      await page.waitForFunction(() => !document.querySelector('.loading'));
      assert.equal(await page.locator('.note.error').count(), 0, path);
    }
  });

  step('an API token is shown once', async () => {
    await go('/account');
    await press('New API token');
    await fill('Name', 'CI');
    await press('Create token');
    await page.getByText(/^kgn_/).waitFor();
    await page.getByRole('dialog').getByRole('button', {name: 'Close'}).last().click();
    await page.getByRole('row', {name: /CI/}).waitFor();
  });

  step('log out and in again', async () => {
    await press('Log out');
    await fill('Mail address', 'admin@example.com');
    await fill('Password', password);
    await press('Log in');
    await heading('My account');
  });

  step('nothing went wrong in the browser', () => assert.deepEqual(faults, []));
});
