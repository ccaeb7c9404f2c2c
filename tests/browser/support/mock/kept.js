// Things that are kept by one scheme: list, detail, create, edit, delete, as the description's x-kept names them.
import {id} from './data.js';
import {schema_of} from './description.js';
import {besides, kept_rows} from './kept_rows.js';
import {page, receipt} from './page.js';
import {Refusal, find} from './refusal.js';
import {flat, kept_settings, listed_paths} from './settings.js';

const value_at = (settings, field) => flat(settings).find(([path]) => path === field)?.[1] ?? '';

function in_order(rows, schema, {query}) {
  const field = query.get('sort') || 'name';
  if (!listed_paths(schema).includes(field)) throw new Refusal(400, 'malformed_parameter', 'there is no such column', {field: 'sort'});
  const sign = query.get('descending') === 'true' ? -1 : 1;
  return [...rows].sort((a, b) => sign * String(value_at(a.settings, field)).localeCompare(String(value_at(b.settings, field)), 'ja', {numeric: true}));
}

/** Whether a text that lists show has `wanted` in it. */
function mentions({settings}, schema, wanted) {
  const listed = listed_paths(schema);
  return flat(settings).some(([path, value]) => listed.includes(path) && typeof value === 'string' && value.toLowerCase().includes(wanted.toLowerCase()));
}

function claim_name(rows, {name}, own) {
  if (rows.some((row) => row !== own && row.settings.name === name))
    throw new Refusal(409, 'name_taken', 'another one has this name; choose another name', {detail: name, field: 'name', message: 6});
}

/** Refuses a change of another version than what is there. */
export function claim_version({version}, {headers}) {
  if (!headers['if-match']) throw new Refusal(428, 'precondition_required', 'send If-Match with the ETag of what you have read');
  if (headers['if-match'] !== `"${version}"`) throw new Refusal(412, 'version_conflict', 'somebody else changed it meanwhile; read it again', {message: 12});
}

/**
 * Answers for one kind of kept thing, as the description has it. `fresh()`: what a new one has besides its settings;
 * `uses(row)`: names of what still uses it; `seen(row)`: whether the session is told of it; `checked(before, settings, body)`
 * may refuse.
 */
export function keep(kind, {fresh = () => besides(kind, 0), uses = () => [], seen = () => true, checked = () => {}} = {}) {
  const rows = kept_rows[kind.word];
  const schema = schema_of(kind.settings);
  const [things, thing] = [kind.path, `${kind.path}/:id`];
  const mine = (request) => find(rows.filter(seen), request.path.id);

  const list = (request) => page(in_order(rows.filter((row) => seen(row) && mentions(row, schema, request.query.get('q') ?? '')), schema, request), request);
  function create({body}) {
    const settings = kept_settings(schema, undefined, body);
    claim_name(rows, settings);
    const row = {id: id(), version: 1, settings, ...fresh()};
    rows.push(row);
    return receipt(row.id, row.version);
  }
  function edit(request) {
    const row = mine(request);
    claim_version(row, request);
    const settings = kept_settings(schema, row.settings, request.body);
    claim_name(rows, settings, row);
    checked(row.settings, settings, request.body);
    Object.assign(row, {settings, version: row.version + 1});
    return receipt(row.id, row.version);
  }
  function remove(request) {
    const row = mine(request);
    const [user] = uses(row);
    if (user) throw new Refusal(409, 'still_used', 'other things refer to it; give them another one first', {detail: user, message: 6});
    rows.splice(rows.indexOf(row), 1);
    return receipt(row.id);
  }
  return [['GET', things, list], ['POST', things, create], ['GET', thing, mine], ['PUT', thing, edit], ['DELETE', thing, remove]];
}
