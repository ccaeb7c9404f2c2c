// What is kept of a request's settings, by the schema that describes them.
import {kind_schema, resolved} from './description.js';
import {Refusal} from './refusal.js';

const is_secret = (schema) => schema['x-kigen']?.secret === true;
const no_secret_words = ['set', 'not set'];

function kept_secret(stored, given, field) {
  if (no_secret_words.includes(given)) throw new Refusal(422, 'secret_word', 'this is what a page shows of a secret, not a secret', {field});
  if (typeof given === 'string') return {set: given !== ''};
  if (given?.set === true && !stored?.set) throw new Refusal(422, 'secret_missing', 'there is no secret stored that could be kept', {field});
  return given?.set === false ? {set: false} : stored ?? {set: false};
}

function kept_value(schema, stored, given, field) {
  if (is_secret(schema)) return kept_secret(stored, given, field);
  const whole = resolved(schema);
  if (whole.discriminator) {
    const same_kind = stored?.kind === given.kind ? stored : undefined;
    return kept_value(kind_schema(whole, given.kind), same_kind, given, field);
  }
  if (whole.properties) return kept_settings(whole, stored, given ?? {}, field);
  return given ?? whole.const ?? whole.default ?? null;
}

/** `given` as it is stored over `stored`: secrets as whether they are set, what is left out by its default. */
export function kept_settings(schema, stored, given, place = '') {
  return Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => {
    if (part.readOnly) return [name, stored?.[name] ?? {set: false}];
    return [name, kept_value(part, stored?.[name], given[name], place ? `${place}.${name}` : name)];
  }));
}

const about = (schema) => schema['x-kigen'] ?? {};

/** What a list can be sorted by: the fields that the schema lists, by their paths. */
export const listed_paths = (schema, place = '') => Object.entries(schema.properties).flatMap(([name, part]) => {
  const [path, whole] = [`${place}${name}`, resolved(part)];
  const kinds = Object.keys(whole.discriminator?.mapping ?? {}).flatMap((kind) => listed_paths(kind_schema(whole, kind), `${path}.`));
  return [...(about(part).listed ? [path] : []), ...kinds, ...(whole.properties ? listed_paths(whole, `${path}.`) : [])];
});

/** [dotted path, value] of all settings, without the words of kinds. */
export const flat = (settings, place = '') => Object.entries(settings).flatMap(([name, value]) => {
  const path = place ? `${place}.${name}` : name;
  if (name === 'kind') return [];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? flat(value, path) : [[path, value]];
});
