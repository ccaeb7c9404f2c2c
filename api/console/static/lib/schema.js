// What a settings schema of api/openapi.json and the words for people say, as a plain list of fields.
import {missing} from './i18n.js';

/** Settings that are of no kept thing. */
const own_settings = {settings: 'GeneralSettings', node: 'NodeSettings', service: 'ServiceSettings'};

const target = ($ref, document) => $ref.slice(2).split('/').reduce((part, key) => part[key], document);

/** `schema` without references at its top; what stands beside one counts. */
function resolved(schema, document) {
  if (!schema.$ref) return schema;
  const {$ref, ...beside} = schema;
  return {...resolved(target($ref, document), document), ...beside};
}

/** [schema of a value that is there, whether there may be none]. */
function without_null(schema, document) {
  const {type, anyOf, ...rest} = resolved(schema, document);
  if (Array.isArray(type)) return [{...rest, type: type.find((one) => one !== 'null')}, type.includes('null')];
  const values = anyOf?.filter((one) => resolved(one, document).type !== 'null');
  if (values?.length !== 1) return [{...rest, type, anyOf}, false];
  return [{...resolved(values[0], document), ...rest}, values.length < anyOf.length];
}

/** A secret, given to us or made by us: all that is told of it is whether it is stored. */
const is_secret = (schema, about) => about.secret === true || schema.readOnly === true;

function type_of(schema, about) {
  if (is_secret(schema, about)) return 'secret';
  if (about.refers) return 'reference';
  if (schema.enum) return 'choice';
  return {boolean: 'boolean', integer: 'integer', array: 'list'}[schema.type] ?? 'text';
}

const said = (all, key) => all[key] ?? missing(key);
const choices_of = (key, own, words) => own.map((word) => [word, words.choices[key]?.[word] ?? missing(`${key}.${word}`)]);
const section_at = (at, {section}) => (section ? `${at.word}.${section}` : at.section);

/** Kinds of a tagged union: [[word, schema], …]. */
const kinds_of = (schema, document) => Object.entries(schema.discriminator.mapping).map(([word, $ref]) => [word, resolved({$ref}, document)]);

/** The conditions under which a field is there: those of what it lies in, its own, and those of the field that decides. */
function conditions(at, {when}, before) {
  if (!when) return at.when;
  const slot = [...at.slot, when.field].join('.');
  return [...before.find((field) => field.slot === slot)?.when ?? at.when, {slot, words: when.words}];
}

function leaf(name, schema, nullable, {at, key, about, required, before, words}) {
  const {items} = schema;
  const type = type_of(schema, about);
  return {
    slot: [...at.slot, name].join('.'), path: [...at.path, name].join('.'), key, type, section: section_at(at, about),
    text: about.text ?? items?.['x-kigen']?.text ?? 'free', unit: about.unit, refers: about.refers, listed: about.listed === true,
    low: schema.minimum, high: schema.maximum, most: schema.maxLength, default: schema.default, required, nullable,
    made_by_us: schema.readOnly === true, choices: type === 'choice' ? choices_of(key, schema.enum, words) : [],
    when: conditions(at, about, before), kinds: at.kinds, ...said(words.fields, key),
  };
}

/** A union is the choice of its kind, then the fields of each kind, which are there while it is chosen. */
function union(schema, {at, key, about, before, words, document}, name) {
  const path = [...at.path, name, 'kind'].join('.');
  const slot = [...at.slot, name, 'kind'].join('.');
  const kinds = kinds_of(schema, document);
  const section = section_at(at, about);
  const when = conditions(at, about, before);
  const kind = {
    slot, path, key, type: 'kind', section, default: schema.default?.kind ?? kinds[0][0], required: true, listed: about.listed === true,
    choices: choices_of(key, kinds.map(([word]) => word), words), when, kinds: at.kinds, ...said(words.fields, key),
  };
  return [kind, ...kinds.flatMap(([word, of_kind]) => fields_of(of_kind, {
    ...at, section, key: `${key}.${word}`, path: [...at.path, name], slot: [...at.slot, name, word],
    when: [...when, {slot, words: [word]}], kinds: [...at.kinds, {path, word}],
  }, words, document))];
}

function fields_of(schema, at, words, document) {
  const required = schema.required ?? [];
  let {section} = at;   // a field without one is in that of the field before it
  return Object.entries(schema.properties).reduce((before, [name, property]) => {
    const [one, nullable] = without_null(property, document);
    if (name === 'kind' && 'const' in one) return before;
    const about = one['x-kigen'] ?? {};
    const key = `${at.key}.${name}`;
    const here = {at: {...at, section}, key, about, required: required.includes(name), before, words, document};
    section = section_at(here.at, about);
    if (one.discriminator) return [...before, ...union(one, here, name)];
    if (!one.properties || is_secret(one, about)) return [...before, leaf(name, one, nullable, here)];
    const inside = {...at, section, key, path: [...at.path, name], slot: [...at.slot, name], when: conditions(here.at, about, before)};
    return [...before, ...fields_of(one, inside, words, document)];
  }, []);
}

/** All kept things: [{word, path, parameter, settings, answer}, …], with paths below the API's own. */
export const kept_things = (document) =>
  (document['x-kept'] ?? []).map((thing) => ({...thing, path: thing.path.replace(/^\/api\/v1/, '')}));

export const kept_thing = (document, word) => kept_things(document).find((thing) => thing.word === word);

/**
 * {word, thing, fields, sections} of the settings called `word`. A field has a `slot` in a form's values, in which each
 * kind of a union has its own place, and a `path`, as requests and problems spell it; `when` is [{slot, words}, …], all
 * of which must hold, `kinds` the same for stored settings by path.
 */
export function describe(document, words, word) {
  const settings = kept_thing(document, word)?.settings ?? own_settings[word];
  const at = {word, key: word, path: [], slot: [], when: [], kinds: [], section: null};
  const fields = fields_of(resolved({$ref: `#/components/schemas/${settings}`}, document), at, words, document);
  const sections = [...new Set(fields.map(({section}) => section))];
  const titled = sections.map((key) => ({key, title: key && said(words.sections, key), fields: fields.filter(({section}) => section === key)}));
  return {word, thing: words.things[word] ?? missing(word), fields, sections: titled};
}
