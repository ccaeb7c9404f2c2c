// Orders and applies, as they go on and as they fail.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {on_console} from './support/console.js';
import {services} from './support/mock/data.js';
import {applies, orders} from './support/mock/runs.js';

const {open, mock, go, record, as_viewer, head} = on_console();

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
