// Valid values for whatever the description describes, where nobody wrote any down.
import {kind_schema, resolved} from './description.js';

const at = '2026-11-01T00:00:00.000Z';
const pem = (n) => `-----BEGIN CERTIFICATE-----\nTWFkZSB1cA${n}\n-----END CERTIFICATE-----`;

// What the kinds of text ask for; all others are content with some words.
const texts = {
  note: (n) => `first line ${n}\nsecond line`, host: (n) => `192.0.2.${n + 1}`, fqdn: (n) => `www-${n}.example.com`, mail: (n) => `person-${n}@example.com`, country: () => 'JP', digits: (n) => `031234567${n % 10}`,
  https_url: (n) => `https://ca-${n}.example.com/directory`, path: (n) => `/srv/folder-${n}`, program: (n) => `program-${n}`,
  proxy: (n) => `proxy-${n}.example.com:8080`, login: (n) => `login-${n}`, pem,
};
const formats = {'uuid': (n) => `0192f3a4-0000-7000-a000-${String(n).padStart(12, '0')}`, 'date-time': () => at, 'date': () => at.slice(0, 10)};
const some_words = (n, name) => `${name.toLowerCase()} ${n}`;

function made_text({format, title = 'text', maxLength, 'x-kigen': {text} = {}}, n) {
  const make = formats[format] ?? texts[text] ?? some_words;
  return make(n, title).slice(0, maxLength);
}

const is_secret = (schema) => schema.readOnly === true || schema['x-kigen']?.secret === true;

/** Schemas of a union's kinds: [[word, schema], …]. */
export const kinds_of = ({discriminator}) => Object.keys(discriminator.mapping).map((word) => [word, kind_schema({discriminator}, word)]);

/** A whole schema without its null: [schema, whether there may be none]. */
export function without_null(schema) {
  const {type, anyOf, ...rest} = resolved(schema);
  if (Array.isArray(type)) return [{...rest, type: type.find((one) => one !== 'null')}, type.includes('null')];
  const values = anyOf?.filter((one) => one.type !== 'null') ?? [];
  return values.length > 0 && !is_secret(schema) ? [{...resolved(values[0]), ...rest}, values.length < anyOf.length] : [{...rest, type}, false];
}

const of_type = {
  boolean: (one, n) => n % 2 === 0,
  integer: ({minimum = 0, maximum = Infinity}, n) => Math.min(minimum + n, maximum),
  array: ({items, 'x-kigen': about = {}}, n, refer) => [made({...items, 'x-kigen': {...about, ...items['x-kigen']}}, n, refer)],
  object: ({properties = {}}, n, refer) => Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, made(part, n, refer)])),
  string: made_text,
};
of_type.number = of_type.integer;

/**
 * The value number `n` of the schema: of unions and enumerations each kind and word in turn. `refer(word)`: the id of a
 * thing of that kind; what may refer to nothing does so.
 */
export function made(schema, n, refer) {
  if (is_secret(schema)) return {set: true};
  const [one, nullable] = without_null(schema);
  const refers = one['x-kigen']?.refers;
  if (refers && one.type !== 'array') return nullable ? null : refer(refers);
  if ('const' in one) return one.const;
  if (one.enum) return one.enum[n % one.enum.length];
  if (!one.discriminator) return of_type[one.type](one, n, refer);
  const kinds = kinds_of(one);
  return made(kinds[n % kinds.length][1], n, refer);
}
