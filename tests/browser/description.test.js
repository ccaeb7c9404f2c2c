// api/openapi.json in the eyes of a validator that is not ours, and what every description must hold besides.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Validator} from '@seriousme/openapi-schema-validator';

const document = JSON.parse(readFileSync(new URL('../../api/openapi.json', import.meta.url), 'utf8'));
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

/** Every object below `value`, itself included. */
const objects_in = (value) => (typeof value !== 'object' || value === null ? [] :
  [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(objects_in)]);

const target = (reference) => reference.slice(2).split('/').reduce((part, key) => part?.[key], document);

test('the description is one of OpenAPI', async () => {
  const {valid, errors} = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors, null, 1));
});

test('what it refers to is there', () => {
  for (const {$ref} of objects_in(document)) if ($ref) assert.ok(target($ref), $ref);
});

test('no two operations have one name', () => {
  const names = operations.map(({operationId}) => operationId);
  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});

test('what is kept has its settings and answers', () => {
  for (const {path, settings, answer, parameter} of document['x-kept']) {
    assert.ok(document.components.schemas[settings], settings);
    assert.ok(document.components.schemas[answer].properties.settings, answer);
    assert.ok(document.paths[`${path}/{${parameter}}`], path);
  }
});
