// Both languages say everything that the console and the server can want said.
import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import en from '../../api/console/static/i18n/en.js';
import ja from '../../api/console/static/i18n/ja.js';
import problems_ja from '../../api/console/static/i18n/problems_ja.js';
import {files_below, read, root, scripts} from './support/sources.js';

const openapi = JSON.parse(read('api/openapi.json', root));
const code = scripts().map(([, text]) => text).join('\n');
const placeholders = (text) => [...text.matchAll(/\{\w+\}/g)].map(([all]) => all).sort();

test('both languages have the same keys in the same order', () => assert.deepEqual(Object.keys(ja), Object.keys(en)));

test('both languages fill in the same values', () => {
  for (const key of Object.keys(en)) assert.deepEqual(placeholders(ja[key]), placeholders(en[key]), key);
});

test('the Japanese texts are Japanese', () => {
  const same = Object.keys(en).filter((key) => ja[key] === en[key] && !/^[\x20-\x7e]*$/.test(en[key]) === false && / [a-z]/.test(en[key]));
  assert.deepEqual(same, []);
});

/** Keys written out, beginnings of composed ones, and families of words. */
const written = [...code.matchAll(/'([a-z_A-Z]+\.[a-zA-Z0-9_.-]+)'/g)].map(([, key]) => key);
const beginnings = [...code.matchAll(/\bt\(`([a-z_A-Z]+\.[a-zA-Z0-9_.]*)\$\{/g)].map(([, key]) => key);
const families = [...code.matchAll(/(?:word\('|family="|family=\$\{')([a-zA-Z]+)/g)].map(([, family]) => `${family}.`);
const counted = [...code.matchAll(/\bcount\('([a-z_.]+)'/g)].map(([, key]) => `${key}.`);

test('no page uses a missing key', () => {
  const used = [...code.matchAll(/\bt\(\s*'([^']+)'/g), ...code.matchAll(/\bt\([^'`()]*\? '([^']+)' : '(?:[^']+)'/g), ...code.matchAll(/\bt\([^'`()]*\? '(?:[^']+)' : '([^']+)'/g)].map(([, key]) => key);
  assert.ok(used.length > 300);
  assert.deepEqual(used.filter((key) => !(key in en)), []);
  for (const beginning of [...beginnings, ...families, ...counted]) {
    assert.ok(Object.keys(en).some((key) => key.startsWith(beginning)), `nothing begins with ${beginning}`);
  }
});

test('no key is there for nothing', () => {
  const wanted = new Set(written);
  const open = [...beginnings, ...families, ...counted, 'problem.', 'level.', 'openState.', 'enabledState.'];
  assert.deepEqual(Object.keys(en).filter((key) => !wanted.has(key) && !open.some((beginning) => key.startsWith(beginning))), []);
});

const words_of = (schema, property) => {
  const found = openapi.components.schemas[schema];
  return (property ? found.properties[property] : found).enum;
};
const vocabulary = {
  expiry: words_of('ExpiryStatus'), level: words_of('Level'), orderState: words_of('OrderState'), applyState: words_of('ApplyState'),
  orderStage: words_of('OrderStage'), orderReason: words_of('OrderRow', 'reason'), applyStage: words_of('ApplyStage'), applyReason: words_of('ApplyRow', 'reason'),
  stepState: words_of('ApplyStep', 'state'), verdict: words_of('Verdict'), jobState: words_of('JobRow', 'state'), attemptOutcome: words_of('JobAttempt', 'outcome'),
  dashboardTopic: words_of('DashboardTopic'), severity: words_of('Severity'), role: words_of('Role'), keyAlgorithm: words_of('KeyParameters', 'algorithm'),
  renewalRule: words_of('RenewalPolicy', 'rule'), nodeKind: words_of('NodeSettings', 'kind'), checkMethod: words_of('CheckSettings', 'method'),
  elevation: words_of('AccessInput', 'elevation'), hostKeyPolicy: words_of('AccessInput', 'hostKeyPolicy'), caKind: words_of('CaAccountInput', 'kind'),
  acmeChallenge: words_of('CaAccountInput', 'challenge'), intake: words_of('State', 'intake'),
};

for (const [family, words] of Object.entries(vocabulary)) {
  test(`every word of ${family} has a text`, () => assert.deepEqual(words.filter((word) => !(`${family}.${word}` in en)), []));
}

test('every kind of job has a text', () => {
  const kinds = [...read('events/job_words.hpp', root).matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(([, kind]) => kind);
  assert.ok(kinds.length > 3);
  assert.deepEqual(kinds.filter((kind) => !(`jobKind.${kind}` in en)), []);
});

test('every step of an installer has a text', () => {
  const names = [...read('workers/install/apache.cpp', root).matchAll(/make_step\(\w+, "([a-z_]+)"/g)].map(([, name]) => name);
  assert.ok(names.length > 5);
  assert.deepEqual(names.filter((name) => !(`step.${name}` in en)), []);
});

/** Words of all error tables of the product: `{int(some_errc::x), "word", "sentence"` and the api's `line(x, "word", …`. */
function error_words() {
  const tables = ['api', 'events', 'orchestrator', 'projections', 'workers'].flatMap((top) =>
    files_below(join(root, top)).filter((name) => name.endsWith('.cpp')).map((name) => read(join(top, name), root))).filter((text) => text.includes('TableCategory'));
  return new Set(tables.flatMap((text) => [...text.matchAll(/(?:\{\s*(?:int|static_cast<int>)\([\w:]+\)|\bline\(\w+),\s*"(\w+)",\s*"/g)].map(([, word]) => word)));
}

test('every error of the server has a Japanese sentence', () => {
  const words = error_words();
  assert.ok(words.size > 50);
  assert.deepEqual([...words].filter((word) => !(word in problems_ja)), []);
});
