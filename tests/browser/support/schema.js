// The part of JSON Schema 2020-12 that api/openapi.json uses.

const kinds = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** What is wrong with `value`, as texts that begin with its place; empty when it fits. */
export function faults(schema, value, root, place = '$') {
  if (schema.$ref) return faults(resolve(schema.$ref, root), value, root, place);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.some((choice) => faults(choice, value, root, place).length === 0) ? [] : [`${place}: fits no choice`];
  return [...of_type(schema, value, place), ...of_words(schema, value, place),
    ...of_items(schema, value, root, place), ...of_properties(schema, value, root, place)];
}

export const resolve = (ref, root) => ref.slice(2).split('/').reduce((part, key) => part[key], root);

function of_type({type}, value, place) {
  if (!type) return [];
  return [type].flat().some((kind) => kinds[kind](value)) ? [] : [`${place}: ${JSON.stringify(value)} is not ${type}`];
}

function of_words(schema, value, place) {
  if ('const' in schema && value !== schema.const) return [`${place}: ${JSON.stringify(value)} is not ${schema.const}`];
  if (!schema.enum || schema.enum.includes(value)) return [];
  return [`${place}: ${JSON.stringify(value)} is not one of ${schema.enum}`];
}

function of_items({items}, value, root, place) {
  if (!items || !Array.isArray(value)) return [];
  return value.flatMap((item, index) => faults(items, item, root, `${place}[${index}]`));
}

function of_properties(schema, value, root, place) {
  if (!schema.properties || !kinds.object(value)) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${place}.${name}: missing`);
  const known = Object.entries(value).flatMap(([name, part]) => {
    if (schema.properties[name]) return faults(schema.properties[name], part, root, `${place}.${name}`);
    return schema.additionalProperties === false ? [`${place}.${name}: unknown`] : [];
  });
  return [...missing, ...known];
}
