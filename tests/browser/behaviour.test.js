// What the console does when somebody uses it.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {open_browser, open_page} from './support/browser.js';
import {Refusal} from './support/mock/answers.js';
import {accesses, account, services} from './support/mock/data.js';
import {applies, orders} from './support/mock/runs.js';
import {start_mock} from './support/mock/server.js';

let mock;
let browser;
let open;
before(async () => { browser = await open_browser(); });
after(() => browser.close());
beforeEach(async () => { mock = await start_mock(); open = await open_page(browser); });
afterEach(async () => {
  await open.page.unrouteAll({behavior: 'ignoreErrors'});   // an answer may be on its way
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

for (const [language, host, password, said, keep] of [
  ['en', 'Host', 'Login password', 'The stored value was given for another place', 'Stored; leave empty to keep it'],
  ['ja', 'ホスト', 'ログインパスワード', '登録した値は別の接続先のものです', '登録済み（変えない場合は空のまま）']]) {
  test(`another host is not given the stored password: it is asked for again (${language})`, async () => {
    await open.context.addInitScript((chosen) => localStorage.setItem('kigen.language', chosen), language);
    const {page} = open;
    const access = {...accesses[0]};
    await go(`/accesses/${access.id}/edit`);
    const secret = page.getByLabel(password);
    assert.equal(await secret.getAttribute('placeholder'), keep);
    await page.getByLabel(host, {exact: true}).fill('203.0.113.66');
    await page.getByText(said).first().waitFor();
    assert.deepEqual([await secret.getAttribute('placeholder'), await secret.getAttribute('required')], ['', '']);
    await page.getByLabel(host, {exact: true}).fill(access.host);
    assert.equal(await secret.getAttribute('required'), null);
    await page.getByLabel(host, {exact: true}).fill('203.0.113.66');
    await secret.fill('the one of that host');
    await page.locator('[name=executionPassword]').fill('and that of its root');
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', {name: access.name}).waitFor();
    assert.equal(accesses[0].host, '203.0.113.66');
    Object.assign(accesses[0], access);
  });
}

test('an apply to one node opens its run', async () => {
  const {page} = open;
  await go(`/services/${services[3].id}`);
  await page.getByRole('row', {name: /gw-tokyo/}).getByRole('button', {name: 'Apply'}).click();
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
const harmless = /^(Next|Back|Clear filters|Try again|Download|Text|CSV|JSON lines|Leaf|Intermediates|Full chain|Export CSR|Change password|Common name|Name.*|Valid until|Apply stuck)$/;

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
    const buttons = await main.locator('button:visible, a[role=button]:visible').allInnerTexts();
    assert.deepEqual(buttons.map((text) => text.trim()).filter((text) => !harmless.test(text)), [], name);
    if (name === 'account') continue;   // everybody's own password
    assert.equal(await main.locator('form, fieldset, textarea, input:not([type=search], [role=switch])').count(), 0, name);
  }
});

for (const [path, text] of [['/settings', '20 s'], [`/ca-accounts/${account.id}`, account.directoryUrl], [`/accesses/${accesses[0].id}/edit`, 'Somebody confirms it'],
  [`/services/${services[0].id}/edit`, 'ECDSA P-256'], [`/nodes/${services[0].nodes[0].id}/edit`, '/etc/apache2/ssl/www.crt']]) {
  test(`a viewer reads what is set at ${path.split('/')[1]}`, async () => {
    const {session} = await import('./support/mock/answers.js');
    mock.controls.overrides.set('GET /session', () => ({...session, role: 'viewer'}));
    await go(path);
    await open.page.locator('dl.facts').getByText(text, {exact: true}).first().waitFor();
  });
}

test('a page that only waits notices that its session has ended', async () => {
  const {page} = open;
  await go('/');
  await page.getByText('Live', {exact: true}).waitFor();
  mock.controls.logged_in = false;
  mock.controls.drop_streams();
  await page.getByRole('dialog').getByText('Your session has ended').waitFor();
  open.faults.length = 0;   // the browser itself reports the refused stream
});

/** Lets the dashboard say `topic` of a service. */
const with_topic = (topic) => open.page.route('**/api/v1/dashboard*', async (route) => {
  const answer = await route.fetch();
  const body = await answer.json();
  body.lines = [{...body.lines[0], topic, node: services[0].nodes[0].id, nodeName: 'web-1'}];
  await route.fulfill({response: answer, json: body});
});

for (const [language, text] of [['en', 'Certificate not served'], ['ja', '証明書を提供していない']]) {
  test(`a node that serves another certificate is told in words on the dashboard (${language})`, async () => {
    await open.context.addInitScript((tag) => localStorage.setItem('kigen.language', tag), language);
    await with_topic('not-served');
    await go('/');
    await open.page.getByText(text, {exact: true}).waitFor();
    assert.doesNotMatch(await open.page.locator('main').innerText(), /not-served/);
  });
}

test('a word without a text is found by these tests, and the reader gets words, not a key', async () => {
  await with_topic('made-up-today');
  await go('/');
  await open.page.getByText('made up today').waitFor();
  assert.ok(open.faults.includes('no text for topic.made-up-today'));
  await open.page.unrouteAll({behavior: 'ignoreErrors'});
  await open.page.goto('about:blank');   // it would be told again with each answer
  open.faults.length = 0;
});

const focused = () => open.page.evaluate(() => {
  const {tagName, name, textContent} = document.activeElement;
  return name || textContent.trim() || tagName;
});

for (const width of [1400, 390]) {
  test(`the menu of the last row is seen whole, and opens upwards at the lower edge (${width} wide)`, async () => {
    const {page} = open;
    await page.setViewportSize({width, height: 900});
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
  assert.equal(await focused(), 'Set password');
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

const texts_of_failure = {
  en: ['Restart gracefully: The server did not come through its restart', 'Log in: The login was refused'],
  ja: ['graceful 再起動：再起動後にサーバーが動作していません', 'ログイン：ログインを拒否されました'],
};
for (const [language, [rolled_back, stuck]] of Object.entries(texts_of_failure)) {
  test(`a failed apply tells its cause in one sentence, and once what the host said, with its lines (${language})`, async () => {
    const {page} = open;
    await open.context.addInitScript((tag) => localStorage.setItem('kigen.language', tag), language);
    await go(`/applies/${applies.find(({summary}) => summary.stage === 'rolled-back').summary.id}`);
    await page.getByText(rolled_back, {exact: true}).first().waitFor();
    const shown = await page.locator('main').innerText();
    assert.equal(shown.split('AH00526').length - 1, 1, shown);
    const output = page.locator('samp.output');
    assert.equal(await output.evaluate((one) => getComputedStyle(one).whiteSpace), 'pre-wrap');
    assert.equal((await output.innerText()).split('\n').length, 3);
    await go(`/applies/${applies.find(({summary}) => summary.stage === 'stuck').summary.id}`);
    await page.getByText(stuck, {exact: true}).waitFor();
  });
}

test('a step that failed and was undone keeps its cause', async () => {
  const {page} = open;
  const apply = applies.find(({summary}) => summary.stage === 'rolled-back');
  const before = apply.steps;
  apply.steps = before.map((step) => (step.name === 'restart' ? {...step, state: 'undone', detail: '', message: 'put back'} : step));
  await go(`/applies/${apply.summary.id}`);
  const step = page.getByRole('listitem').filter({hasText: 'put back'}).last();
  await step.getByText('The server did not come through its restart').waitFor();
  apply.steps = before;
});

test('the dashboard tells the cause of a failed order in the words of the reader', async () => {
  await open.context.addInitScript(() => localStorage.setItem('kigen.language', 'ja'));
  await go('/');
  await open.page.getByText('認証局から待機を求められています').waitFor();
  assert.doesNotMatch(await open.page.locator('main').innerText(), /rate_limited/);
});

for (const [rule, text] of [['never', 'Near expiry (no automatic renewal)'], ['fraction-of-life', 'Renewal overdue']]) {
  test(`near its expiry, a service whose renewal is ${rule} is told as "${text}"`, async () => {
    const {renewal} = services[1].settings;
    const before = {...renewal};
    renewal.rule = rule;
    await go(`/services/${services[1].id}`);
    await open.page.getByText(text, {exact: true}).waitFor();
    assert.equal(await open.page.getByText('The renewal is overdue').count(), rule === 'never' ? 0 : 1);
    Object.assign(renewal, before);
  });
}

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
  await page.getByRole('button', {name: 'Create access'}).click();
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
  await page.getByRole('button', {name: 'Create access'}).click();
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

const as_viewer = async () => {
  const {session} = await import('./support/mock/answers.js');
  mock.controls.overrides.set('GET /session', () => ({...session, role: 'viewer'}));
};
const head = () => open.page.locator('.page-head');
const by_name = (name) => services.find(({settings}) => settings.name === name);

test('a stuck apply is critical wherever it is told, and no head near it is green', async () => {
  const {page} = open;
  const service = by_name('Payment');
  const [, node] = service.nodes;
  await go('/');
  const line = page.locator('ul.lines li', {hasText: 'pay-2'});
  await line.getByText('Apply stuck', {exact: true}).waitFor();
  assert.ok(await line.evaluate((one) => one.classList.contains('level-error')));
  assert.equal(await line.getByRole('link', {name: 'See what to do'}).getAttribute('href'), `#/applies/${node.lastApply}`);
  await go('/services?q=Payment');
  const row = page.getByRole('row', {name: /Payment/});
  await row.getByText('Critical', {exact: true}).waitFor();
  assert.equal(await row.locator('.badge.ok').count(), 0);
  assert.ok(await row.evaluate((one) => one.classList.contains('level-error')));
  for (const path of [`/services/${service.id}`, `/nodes/${node.id}`]) {
    await go(path);
    const badge = head().getByRole('link', {name: 'Apply stuck'});
    await badge.waitFor();
    assert.equal(await badge.getAttribute('href'), `#/applies/${node.lastApply}`);
    assert.equal(await head().locator('.badge.ok').count(), 0, path);
  }
  assert.equal(await page.locator('main .badge.ok').count(), 0);
  assert.ok(await head().getByRole('button', {name: 'Apply', exact: true}).isDisabled());
  await go(`/services/${service.id}`);
  const node_row = page.getByRole('row', {name: /pay-2.*Check now/});
  await node_row.waitFor();
  assert.equal(await node_row.locator('.badge.ok').count(), 0);
  await go(`/applies/${node.lastApply}`);
  await head().locator('.badge.error', {hasText: 'Stuck'}).waitFor();
  assert.equal(await page.locator('.note.ok, .page-head .badge.ok').count(), 0);
});

test('each tile of the dashboard says how many rows the list behind it has', async () => {
  const {page} = open;
  await go('/');
  await page.locator('.tile').first().waitFor();
  const tiles = await page.locator('.tile').evaluateAll((all) => all.map((one) => ({path: one.getAttribute('href').slice(1), says: one.querySelector('b').textContent, text: one.textContent})));
  assert.equal(tiles.length, 7);
  for (const {path, says, text} of tiles) {
    await page.goto('about:blank');
    await go(path);
    await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.loading'));
    let rows = await page.locator('table.rows tbody tr').count();
    while (await page.getByRole('button', {name: 'Next'}).count() && await page.getByRole('button', {name: 'Next'}).isEnabled()) {
      const first = await page.locator('table.rows tbody tr').first().innerText();
      await page.getByRole('button', {name: 'Next'}).click();
      await page.waitForFunction((before) => document.querySelector('table.rows tbody tr').innerText !== before, first);
      rows += await page.locator('table.rows tbody tr').count();
    }
    assert.equal(rows, Number(says), text);
  }
});

test('a topic of the dashboard is a filter of the services, and can be taken off', async () => {
  const {page} = open;
  await go('/services?topic=apply-stuck');
  await page.getByRole('link', {name: 'Payment'}).waitFor();
  assert.equal(await page.locator('table.rows tbody tr').count(), 2);
  await page.getByRole('button', {name: 'Apply stuck'}).click();
  await page.getByRole('link', {name: 'API gateway'}).waitFor();
  assert.doesNotMatch(page.url(), /topic/);
});

test('an order that is tried again says attempt, cause and next try, and can be tried now', async () => {
  const {page} = open;
  const {summary} = orders.find((one) => one.summary.job?.attempt === 3);
  const before = {...summary.job};
  await go(`/orders/${summary.id}`);
  await page.getByText('Attempt 3 failed.').waitFor();
  await page.getByText('The CA asks to wait').waitFor();
  await page.getByText('too many certificates (5) already issued').first().waitFor();
  assert.equal(await page.getByText('Next try:').locator('time').first().getAttribute('datetime'), before.due);
  await head().getByText('Order retrying').waitFor();
  assert.equal(await page.locator('main .spin').count(), 0);
  await head().getByRole('button', {name: 'Cancel the order'}).waitFor();
  await page.getByText('Live', {exact: true}).waitFor();
  await page.getByRole('button', {name: 'Try now'}).click();
  mock.controls.tell(record(`job-${summary.job.id}`));
  await page.getByText('Attempt 1 is running. The last one failed:').waitFor();
  assert.equal(await page.getByRole('button', {name: 'Try now'}).count(), 0);
  summary.job = before;
  const {jobs} = await import('./support/mock/runs.js');
  jobs.find(({id}) => id === before.id).state = 'waiting';
});

test('an apply that is tried again says why and when; a viewer is offered nothing', async () => {
  const {page} = open;
  const {summary} = applies.find((one) => one.summary.stage === 'requested' && one.summary.job.code);
  await as_viewer();
  await go(`/applies/${summary.id}`);
  await page.getByText('Attempt 2 failed.').waitFor();
  await page.getByText('The host did not answer in time').waitFor();
  await page.getByText('Next try:').waitFor();
  await head().getByText('Apply retrying').waitFor();
  assert.equal(await page.locator('main button').count(), 0);
});

test('a parked order waits for somebody, and is critical', async () => {
  const {page} = open;
  const {summary} = orders.find((one) => one.summary.job?.state === 'parked');
  await go(`/orders/${summary.id}`);
  await head().locator('.badge.error', {hasText: 'Parked'}).waitFor();
  await page.getByText('Attempt 8 failed, and no more follow by themselves.').waitFor();
  await page.getByRole('button', {name: 'Try now'}).waitFor();
});

test('an order tells its applies, and the nodes that went without; an apply leads back', async () => {
  const {page} = open;
  const order = orders.find(({leftOut}) => leftOut.length > 0);
  await go(`/orders/${order.summary.id}`);
  await page.getByText('the node was disabled').waitFor();
  await page.getByText('another apply was open there').waitFor();
  const there = page.getByRole('link', {name: 'Install it there'});
  await there.last().waitFor();
  assert.equal(await there.last().getAttribute('href'), `#/nodes/${order.leftOut[1].node}`);
  const mine = applies.filter(({summary}) => summary.order === order.summary.id);
  assert.equal(await page.locator('table.rows tbody tr').count(), mine.length);
  await page.locator('table.rows tbody tr').first().getByRole('link').first().click();
  await page.waitForURL(/#\/applies\//);
  await page.locator('main').getByRole('link', {name: 'See the order'}).click();
  await page.getByRole('heading', {name: /Order for/}).waitFor();
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
