// What the pretended server makes up is what the description asks for.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {kept_things, openapi, schema_of} from './support/mock/description.js';
import {kept_rows} from './support/mock/kept_rows.js';
import {made} from './support/mock/made_of_schema.js';
import {faults} from './support/schema.js';

const refer = (word) => kept_rows[word][0].id;
const names = [...kept_things.flatMap(({settings, answer}) => [settings, answer]), 'NodeSettings', 'ServiceSettings', 'GeneralSettings'];

for (const name of names) {
  test(`values of ${name} fit`, () => {
    for (let n = 0; n < 5; ++n) assert.deepEqual(faults(schema_of(name), made(schema_of(name), n, refer), openapi), []);
  });
}

test('kinds and words come in turn, numbers keep their bounds, references lead to something or nothing', () => {
  const union = {discriminator: {mapping: {ssh: '#/components/schemas/SshAccess', acme: '#/components/schemas/AcmeCa'}}};
  assert.deepEqual([0, 1, 2].map((n) => made(union, n).kind), ['ssh', 'acme', 'ssh']);
  assert.deepEqual([0, 1, 2].map((n) => made({type: 'string', enum: ['a', 'b']}, n)), ['a', 'b', 'a']);
  assert.deepEqual([0, 9].map((n) => made({type: 'integer', minimum: 3, maximum: 5}, n)), [3, 5]);
  const refers = {'x-kigen': {refers: 'site'}};
  assert.equal(made({type: 'string', format: 'uuid', ...refers}, 0, refer), kept_rows.site[0].id);
  assert.equal(made({type: ['string', 'null'], format: 'uuid', ...refers}, 0, refer), null);
  assert.deepEqual(made({anyOf: [{type: 'string'}, {type: 'null'}], 'x-kigen': {secret: true}}, 0), {set: true});
});

test('there are things of every kind, each with a name of its own', () => {
  for (const {word} of kept_things) {
    const all = kept_rows[word].map(({settings}) => settings.name);
    assert.ok(all.length > 0 && new Set(all).size === all.length, word);
  }
});
