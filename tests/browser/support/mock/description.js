// The description of the API that is pretended.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {resolve} from '../schema.js';

export const root = new URL('../../../../', import.meta.url).pathname;
export const openapi = JSON.parse(readFileSync(process.env.KIGEN_OPENAPI ?? join(root, 'api/openapi.json'), 'utf8'));

/** All kept things, with their paths below the API's own. */
export const kept_things = openapi['x-kept'].map((thing) => ({...thing, path: thing.path.replace('/api/v1', '')}));

export const schema_of = (name) => openapi.components.schemas[name];

/** `schema` without a reference at its top; what stands beside one counts. */
export const resolved = ({$ref, ...beside}) => ($ref ? {...resolve($ref, openapi), ...beside} : beside);

/** The part of `schema` for a value of a union: that of its kind. */
export function kind_schema(schema, kind) {
  const name = schema.discriminator.mapping[kind];
  return name && resolve(name, openapi);
}
