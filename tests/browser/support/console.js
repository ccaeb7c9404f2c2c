import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach} from 'node:test';
import {open_browser, open_page} from './browser.js';
import {services} from './mock/data.js';
import {start_mock} from './mock/server.js';

/**
 * What tests of the console share: each has a page and a pretended server of its own, and ends without a fault.
 * `open` has {page, context, faults}.
 */
export function on_console() {
  const [open, mock] = [{}, {}];
  let browser;
  before(async () => { browser = await open_browser(); });
  after(() => browser.close());
  beforeEach(async () => { Object.assign(mock, await start_mock()); Object.assign(open, await open_page(browser)); });
  afterEach(async () => {
    await open.page.unrouteAll({behavior: 'ignoreErrors'});   // an answer may be on its way
    await open.context.close();
    await mock.close();
    assert.deepEqual(open.faults, []);
    assert.deepEqual(mock.problems, []);
  });
  const record = (stream, position = 1400) => ({position, stream, version: 1, previous: null, type: 'test', schema: 1, time: new Date().toISOString(),
    actor: {kind: 'system', id: ''}, correlation: services[0].id, causation: null, commandId: null, payload: {}});
  const as_viewer = async () => {
    const {session} = await import('./mock/answers.js');
    mock.controls.overrides.set('GET /session', () => ({...session, role: 'viewer'}));
  };
  return {open, mock, record, as_viewer, go: (path) => open.page.goto(`${mock.url}/#${path}`), head: () => open.page.locator('.page-head')};
}
