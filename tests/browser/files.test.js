// What the build embeds, and what the page may do.
import assert from 'node:assert/strict';
import {dirname, join, normalize} from 'node:path';
import {test} from 'node:test';
import {files_below, folder, read, root, scripts} from './support/sources.js';

const vendored = ['vendor/htm-preact.js', 'vendor/pico.css'];

test('CMake lists every file of the console', () => {
  const listed = /set\(console_files\s+([^)]*)\)/.exec(read('CMakeLists.txt', join(root, 'api/console')))[1].trim().split(/\s+/);
  assert.deepEqual([...listed].sort(), files_below(folder));
});

test('every import leads to a file', () => {
  const there = new Set([...files_below(folder), ...vendored]);
  for (const [name, text] of scripts()) {
    for (const [, target] of text.matchAll(/from '([^']+)'/g)) {
      assert.ok(there.has(normalize(join(dirname(name), target))), `${name} imports ${target}`);
    }
  }
});

test('every script is used', () => {
  const used = new Set(['main.js', 'theme.js']);
  for (const [name, text] of scripts()) {
    for (const [, target] of text.matchAll(/from '([^']+)'/g)) used.add(normalize(join(dirname(name), target)));
  }
  assert.deepEqual(scripts().map(([name]) => name).filter((name) => !used.has(name)), []);
});

test('every imported name is used', () => {
  for (const [name, text] of scripts()) {
    const body = text.replace(/^import[^;]*;/gm, '');
    for (const [, names] of text.matchAll(/^import \{([^}]*)\}/gm)) {
      for (const one of names.split(',').map((part) => part.trim()).filter(Boolean)) {
        assert.match(body, new RegExp(`\\b${one}\\b`), `${name} imports ${one} and does not use it`);
      }
    }
  }
});

test('every icon that is named is drawn', () => {
  const drawn = [...read('ui/icon.js').matchAll(/^ {2}(\w+): '/gm)].map(([, name]) => name);
  for (const [name, text] of scripts()) {
    const named = [...text.matchAll(/\bicon: '(\w+)'|<\$\{Icon\} name="(\w+)"/g)].map(([, one, other]) => one ?? other);
    assert.deepEqual(named.filter((icon) => !drawn.includes(icon)), [], name);
  }
});

test('nothing is inline or built from text', () => {
  for (const [name, text] of scripts()) assert.doesNotMatch(text, /\beval\(|new Function|innerHTML|outerHTML|dangerouslySet|document\.write/, name);
  assert.doesNotMatch(read('index.html'), /<style|\sstyle=|\son[a-z]+=|<script>/);
});

test('classes that the scripts name are styled, and styled classes are named', () => {
  const css = files_below(folder).filter((name) => name.endsWith('.css')).map((name) => read(name)).join('\n').replace(/\/\*.*?\*\//gs, '');
  const styled = new Set([...css.matchAll(/\.([a-z][a-z0-9-]*)/g)].map(([, name]) => name));
  const code = scripts().map(([, text]) => text).join('\n');
  const unused = [...styled].filter((name) => !new RegExp(`\\b${name}\\b`).test(code) && !/^(level|severity)-/.test(name));
  assert.deepEqual(unused, []);
});
