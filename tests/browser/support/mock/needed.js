// What a new thing's form must be told before it can be sent.
import {resolved} from './description.js';
import {kept_rows} from './kept_rows.js';
import {kinds_of, made, without_null} from './made_of_schema.js';

/** Whether a field is there while nobody changes what decides over it. */
function is_there({'x-kigen': {when} = {}}, properties) {
  if (!when) return true;
  const decides = resolved(properties[when.field]);
  return when.words.includes(String(decides.default ?? decides.enum?.[0]));
}

/** Nothing where the form begins with something. */
function of_leaf(path, schema, n) {
  const [{enum: words, type, 'x-kigen': {refers, secret} = {}}] = without_null(schema);
  if (words || type === 'boolean') return [];
  if (secret) return [{path, how: 'fill', value: 'a secret of the test', is_secret: true}];
  if (refers) return [{path, how: 'pick', value: kept_rows[refers][0].settings.name}];
  return [{path, how: 'fill', value: String(made(schema, n))}];
}

function of_union(path, union, n) {
  const kinds = kinds_of(union);
  const [word, schema] = kinds[n % kinds.length];
  return [...(kinds.length > 1 ? [{path: `${path}.kind`, how: 'choose', value: word}] : []), ...needed(schema, n, `${path}.`)];
}

/** [{path, how, value}, …] with `how` 'fill', 'pick' (a thing by its name) or 'choose' (a kind: number `n` of each union). */
function needed(schema, n, place = '') {
  return Object.entries(schema.properties).filter(([, one]) => is_there(one, schema.properties)).flatMap(([name, property]) => {
    const [path, one] = [`${place}${name}`, resolved(property)];
    if (one.discriminator) return of_union(path, one, n);
    if (one.properties) return needed(one, n, `${path}.`);
    const is_wanted = schema.required?.includes(name) && !('const' in one) && !('default' in one) && !one.readOnly;
    return is_wanted ? of_leaf(path, property, n) : [];
  });
}

/** How many kinds the union with most of them has. */
const most_kinds = (schema) => Math.max(1, ...Object.values(schema.properties).map(resolved).map((one) => {
  if (one.discriminator) return Math.max(kinds_of(one).length, ...kinds_of(one).map(([, kind]) => most_kinds(kind)));
  return one.properties ? most_kinds(one) : 1;
}));

/** For each kind that a new one may be of, the first one first: what is needed besides the name. */
export const ways_to_make = (schema) => Array.from({length: most_kinds(schema)}, (_, n) => needed(schema, n).filter(({path}) => path !== 'name'));
