// Both languages say everything that the console and the server can want said. No raw key is ever shown.
import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import en, {problems as problems_en} from '../../api/console/static/i18n/en.js';
import ja from '../../api/console/static/i18n/ja.js';
import problems_ja from '../../api/console/static/i18n/problems_ja.js';
import {files_below, read, root, scripts} from './support/sources.js';

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

/** Words that were given up for better ones, and half-width brackets, which Japanese does not use. */
const given_up = /認証局アカウント|フォルダ(?!ー)|控え|差し替|返して|止まりました|対応を待って|admin として|^(?:はい|いいえ|区分)$|取り除|期限の新しい|登録を消|消さずに|配色|自動で追う|条件を解除|^残り 3 分の 1|[()]/;

test('Japanese texts use the words of the product', () => {
  for (const texts of [ja, problems_ja]) assert.deepEqual(Object.entries(texts).filter(([, text]) => given_up.test(text)), []);
  const prose = read('docs/manual/ja/first-steps.md', root).replace(/`[^`]*`|\]\([^)]*\)|^ {4}.*$/gm, '');
  assert.deepEqual(prose.split('\n').filter((line) => given_up.test(line)), []);
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
  const open = [...beginnings, ...families, ...counted, 'problem.', 'openState.', 'enabledState.'];
  assert.deepEqual(Object.keys(en).filter((key) => !wanted.has(key) && !open.some((beginning) => key.startsWith(beginning))), []);
});

/** Words of an enum of the product: `EnumWords<…::Name>` beside its declaration. */
const sources = ['api', 'events', 'orchestrator', 'projections', 'workers'].flatMap((top) =>
  files_below(join(root, top)).filter((name) => /\.[ch]pp$/.test(name)).map((name) => read(join(top, name), root)));
function enum_words(name) {
  const [, listed] = new RegExp(`EnumWords<(?:[\\w:]+::)?${name}>\\s*\\{[^{]*words\\{([^}]*)\\}`).exec(sources.join('\n')) ?? [];
  return [...(listed ?? '').matchAll(/"([^"]+)"/g)].map(([, word]) => word);
}
const constants = (text, namespace) => [...new RegExp(`namespace ${namespace} \\{([^}]*)\\}`).exec(text)[1].matchAll(/ = "([^"]+)"/g)].map(([, word]) => word);

// The description of the API lists the same words, as it is made from these.
const enums_of_families = {
  expiry: 'ExpiryStatus', severity: 'Severity', topic: 'Topic', orderState: 'OrderState', applyState: 'ApplyState', orderStage: 'OrderStage',
  orderReason: 'OrderReason', applyStage: 'ApplyStage', applyReason: 'ApplyReason', stepState: 'StepState', verdict: 'Verdict', jobState: 'JobState',
  attemptOutcome: 'AttemptOutcome', leftOutReason: 'LeftOutReason', logLevel: 'LogLevel', role: 'Role', intake: 'Intake', part: 'Part', partAdvice: 'Part',
};
const kinds_hpp = read('orchestrator/jobs/kinds.hpp', root);
const vocabulary = {
  ...Object.fromEntries(Object.entries(enums_of_families).map(([family, name]) => [family, enum_words(name)])),
  jobKind: constants(read('events/job_words.hpp', root), 'job_kind'), jobPool: constants(kinds_hpp, 'job_pool'),
  module: [...new Set(sources.flatMap((text) => [...text.matchAll(/^\s*\{\d+, "[^"]*", [IWE], "(\w+)"/gm)].map(([, module]) => module)))],
  caStatus: [...read('workers/ca/acme/acme_authority.cpp', root).matchAll(/Word\{"(\w+)"/g)].map(([, word]) => word),
};

for (const [family, words] of Object.entries(vocabulary)) {
  test(`every word of ${family} has a text in both languages`, () => {
    assert.ok(words.length > 0);
    for (const texts of [en, ja]) assert.deepEqual(words.filter((word) => !texts[`${family}.${word}`]), []);
  });
}

test('every family of words that a page names is compared with the product', () => {
  const own = ['openState', 'enabledState', 'verdictTitle', 'partDetail', 'step'];   // words of the console itself, or below
  assert.deepEqual(families.map((family) => family.slice(0, -1)).filter((family) => !(family in vocabulary) && !own.includes(family)), []);
});

test('every step of an installer has a text', () => {
  const names = [...read('workers/install/apache.cpp', root).matchAll(/make_step\(\w+, "([a-z_]+)"/g)].map(([, name]) => name);
  assert.ok(names.length > 5);
  assert.deepEqual(names.filter((name) => !(`step.${name}` in en)), []);
});

/** {word: sentences} of all error tables of the product: `{int(some_errc::x), "word", "sentence"` and the api's `line(x, "word", …`. */
function error_sentences() {
  const found = {};
  const line = /(?:\{\s*(?:int|static_cast<int>)\([\w:]+\)|\bline\(\w+),\s*"(\w+)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)/g;
  for (const text of sources.filter((one) => one.includes('TableCategory'))) {
    for (const [, word, parts] of text.matchAll(line)) {
      const sentence = [...parts.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([part]) => JSON.parse(part)).join('');
      (found[word] ??= new Set()).add(sentence);
    }
  }
  return found;
}

test('every error of the server has a Japanese sentence', () => {
  const words = Object.keys(error_sentences());
  assert.ok(words.length > 50);
  assert.deepEqual(words.filter((word) => !(word in problems_ja)), []);
});

test('the English sentences of errors are those of the server', () => {
  const ours = Object.fromEntries(Object.entries(problems_en).map(([word, own]) => [word, [own].flat().sort()]));
  const theirs = Object.fromEntries(Object.entries(error_sentences()).map(([word, own]) => [word, [...own].sort()]));
  assert.deepEqual(ours, theirs);
});
