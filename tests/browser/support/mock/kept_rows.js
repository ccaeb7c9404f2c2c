// What there is of each thing that the description keeps, by its word.
import {id, kept_rows_of_data} from './data.js';
import {kept_things, schema_of} from './description.js';
import {made} from './made_of_schema.js';

const made_up = 3;
const things = kept_things.filter(({word}) => !(word in kept_rows_of_data));
const ids = Object.fromEntries(things.map(({word}) => [word, Array.from({length: made_up}, id)]));   // before they refer to each other

const refer = (word) => kept_rows_of_data[word]?.[0].id ?? ids[word][0];

/** What a thing has besides its settings. */
export function besides({answer}, n) {
  const properties = Object.entries(schema_of(answer).properties).filter(([name]) => !['id', 'version', 'settings'].includes(name));
  return made({type: 'object', properties: Object.fromEntries(properties)}, n, refer);
}

const row = (thing) => (own, n) => ({
  id: own, version: 3, ...besides(thing, n), settings: {...made(schema_of(thing.settings), n, refer), name: `Example ${thing.word} ${n + 1}`},
});

export const kept_rows = {...kept_rows_of_data, ...Object.fromEntries(things.map((thing) => [thing.word, ids[thing.word].map(row(thing))]))};
