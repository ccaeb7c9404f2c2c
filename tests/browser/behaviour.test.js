// What the console does when somebody uses it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {on_console} from './support/console.js';
import {accesses, account, accounts, services} from './support/mock/data.js';
import {orders} from './support/mock/runs.js';

const {open, mock, go, record} = on_console();

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
  await page.getByRole('button', {name: 'Next'}).waitFor();
  await page.getByRole('searchbox').fill('Branch 1');
  await page.waitForURL(/q=Branch/);
  await page.getByLabel('Severity').selectOption('ok');
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
  await page.getByRole('button', {name: 'ダークモード'}).click();
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

test('times are local and say their zone; the tooltip has all of it', async () => {
  const {page} = open;
  await go('/state');
  const shown = page.locator('dd time').first();
  const [local, title, iso] = await shown.evaluate((one) => [one.textContent, one.title, one.getAttribute('datetime')]);
  assert.match(local, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+9$/);
  assert.match(title, /\+09:00$/);
  for (const text of [title, `${local.slice(0, 19).replace(' ', 'T')}+09:00`]) assert.equal(Date.parse(text), Math.floor(Date.parse(iso) / 1000) * 1000);
});

test('what the server says of now is neither past nor future', async () => {
  const soon = new Date(Date.now() + 20_000).toISOString();
  const node = services[3].nodes[0];
  const before = node.checkedAt;
  node.checkedAt = soon;
  await go(`/services/${services[3].id}`);
  await open.page.getByText('checked just now').waitFor();
  node.checkedAt = before;
});

// What a viewer may press: it looks, fetches, or concerns the viewer alone.
const harmless = /^(Next|Back|Clear filters|Try again|Download|Text|CSV|JSON lines|Leaf|Intermediates|Full chain|Export CSR|Change password|End|Apply stuck)$/;

test('a viewer gets facts for forms, and is offered nothing that changes', async () => {
  const {page} = open;
  const {session} = await import('./support/mock/answers.js');
  const {pages} = await import('./support/pages.js');
  mock.controls.overrides.set('GET /session', () => ({...session, role: 'viewer'}));
  for (const [name, path] of Object.entries(pages)) {
    await page.goto('about:blank');
    await go(path);
    await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.loading') && document.querySelector('h1').textContent !== '…');
    const main = page.locator('main');
    const buttons = await main.locator('button:visible:not(.sort), a[role=button]:visible').allInnerTexts();
    assert.deepEqual(buttons.map((text) => text.trim()).filter((text) => !harmless.test(text)), [], name);
    if (name === 'account') continue;   // everybody's own password
    assert.equal(await main.locator('form, fieldset, textarea, input:not([type=search], [role=switch])').count(), 0, name);
  }
});

for (const [path, text] of [['/settings', '20 seconds'], [`/ca-accounts/${account.id}`, account.settings.ca.directoryUrl], [`/accesses/${accesses[0].id}/edit`, 'Somebody confirms it'],
  [`/services/${services[0].id}/edit`, 'ECDSA P-256'], [`/nodes/${services[0].nodes[0].id}/edit`, '/etc/apache2/ssl/www.crt']]) {
  test(`a viewer reads what is set at ${path.split('/')[1]}`, async () => {
    const {session} = await import('./support/mock/answers.js');
    mock.controls.overrides.set('GET /session', () => ({...session, role: 'viewer'}));
    await go(path);
    await open.page.locator('dl.facts').getByText(text, {exact: true}).first().waitFor();
  });
}

const focused = () => open.page.evaluate(() => {
  const {tagName, name, textContent} = document.activeElement;
  return name || textContent.trim() || tagName;
});

for (const width of [1400, 390]) {
  test(`the menu of the last row is seen whole, and opens upwards at the lower edge (${width} wide)`, async () => {
    const {page} = open;
    await page.setViewportSize({width, height: 1200});
    await go('/users');
    const more = page.getByRole('button', {name: 'More'}).last();
    for (const place of ['below', 'above']) {
      if (place === 'above') {
        const {y, height} = await more.boundingBox();
        await page.setViewportSize({width, height: Math.ceil(y + height + 10)});
      }
      await more.click();
      const menu = page.getByRole('menu');
      await menu.waitFor();
      const [list, button, window] = [await menu.boundingBox(), await more.boundingBox(), page.viewportSize()];
      assert.ok(list.x >= 0 && list.y >= 0 && list.x + list.width <= window.width && list.y + list.height <= window.height, JSON.stringify([list, window]));
      assert.ok(place === 'below' ? list.y >= button.y + button.height : list.y + list.height <= button.y, place);
      const hidden = await menu.getByRole('menuitem').evaluateAll((items) => items.filter((item) => {
        const {x, y, width: wide, height: high} = item.getBoundingClientRect();
        return !item.parentElement.contains(document.elementFromPoint(x + wide / 2, y + high / 2));
      }).length);
      assert.equal(hidden, 0);
      await page.keyboard.press('Escape');
      await menu.waitFor({state: 'hidden'});
    }
  });
}

test('a menu is gone through with the arrow keys, and gives the focus back', async () => {
  const {page} = open;
  await go('/users');
  await page.getByRole('button', {name: 'More'}).last().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.waitForFunction(() => document.activeElement.role === 'menuitem');
  assert.equal(await focused(), 'Edit');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'Change groups');
  await page.keyboard.press('End');
  assert.equal(await focused(), 'Delete');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'Edit');
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'More');
});

test('a dialog has the focus where its work is, and gives it back', async () => {
  const {page} = open;
  await go('/users');
  await page.getByRole('button', {name: 'New user'}).click();
  await page.getByRole('dialog').waitFor();
  assert.equal(await focused(), 'mail');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  assert.equal(await focused(), 'New user');
  await page.getByRole('button', {name: 'More'}).last().click();
  await page.getByRole('menuitem', {name: 'Delete'}).click();
  await page.getByRole('dialog').waitFor();
  assert.equal(await focused(), 'Delete');
  await page.getByRole('dialog').getByRole('button', {name: 'Cancel'}).click();
  await page.getByRole('dialog').waitFor({state: 'detached'});
  assert.equal(await focused(), 'More');
});

test('where nothing is to be done, a dialog does not begin with Close', async () => {
  const {page} = open;
  await go('/');
  await page.getByRole('heading', {name: 'Dashboard'}).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  assert.equal(await focused(), 'Keyboard');
});

test('Japanese tables break between phrases, and no column is squeezed', async () => {
  const {page} = open;
  await open.context.addInitScript(() => localStorage.setItem('kigen.language', 'ja'));
  await page.setViewportSize({width: 900, height: 900});
  await go('/orders');
  const cell = page.locator('table.rows td').first();
  await cell.waitFor();
  assert.deepEqual(await cell.evaluate((one) => [getComputedStyle(one).lineBreak, getComputedStyle(one).wordBreak]), ['strict', 'auto-phrase']);
  assert.ok(await cell.evaluate((one) => one.firstElementChild.clientWidth) >= 70);
});
