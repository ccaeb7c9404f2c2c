import {observable} from './observable.js';
import {query_string} from './router.js';

const api = '/api/v1';

/** A refusal or failure as the server tells it (RFC 9457), or `no_answer`. */
export class Problem extends Error {
  constructor(details) {
    super(details.title);
    Object.assign(this, {status: 0, code: '', detail: '', field: '', message_number: 0, ...details});
  }
}

/** False while the server cannot be reached. */
export const connected = observable(true);

let csrf_token = null;
export function set_csrf_token(token) { csrf_token = token; }

let on_unauthorized = () => {};
export function set_on_unauthorized(handler) { on_unauthorized = handler; }

/** Asks for the password, for what is grave; resolves to whether it was given. */
let on_password_needed = async () => false;
export function set_on_password_needed(handler) { on_password_needed = handler; }

const changes = (method) => method !== 'GET';

function headers_of(method, {body, etag, may_be_anonymous, unattended, has_no_events, accept = 'application/json'}) {
  const headers = {Accept: accept};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (etag) headers['If-Match'] = etag;
  if (changes(method) && !may_be_anonymous && !has_no_events) headers['Idempotency-Key'] = crypto.randomUUID();
  if (unattended) headers['X-Kigen-Unattended'] = '1';   // what a page asks by itself is no use of the session
  if (changes(method) && csrf_token) headers['X-CSRF-Token'] = csrf_token;
  return headers;
}

async function send(method, path, options) {
  const url = `${api}${path}${query_string(options.query ?? {})}`;
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  try {
    const answer = await fetch(url, {method, body, headers: headers_of(method, options), signal: options.signal});
    connected.set(true);
    return answer;
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    connected.set(false);
    throw new Problem({code: 'no_answer'});
  }
}

async function problem_of(answer) {
  const details = await answer.json().catch(() => ({title: `HTTP ${answer.status}`}));
  const {message, ...rest} = details;   // Error has a `message` of its own
  return new Problem({status: answer.status, ...rest, message_number: message ?? 0});
}

async function ask(method, path, options) {
  const answer = await send(method, path, options);
  if (answer.ok) return answer;
  const problem = await problem_of(answer);
  if (problem.code === 'password_needed' && await on_password_needed()) return ask(method, path, options);
  if (answer.status === 401 && problem.code !== 'wrong_login' && !options.may_be_anonymous) on_unauthorized();
  throw problem;
}

/** {data, etag} of a JSON resource. Throws Problem. */
export async function get(path, options = {}) {
  const answer = await ask('GET', path, options);
  return {data: await answer.json(), etag: answer.headers.get('ETag')};
}

/** The answer to a command (a Receipt mostly; null for 204). Throws Problem. */
export async function command(method, path, options = {}) {
  const answer = await ask(method, path, options);
  return answer.status === 204 ? null : answer.json();
}

/** A text or binary answer, for downloads. Throws Problem. */
export async function fetch_blob(method, path, options = {}) {
  return (await ask(method, path, {accept: '*/*', ...options})).blob();
}

/** The text of a file of the console's own. Throws Problem. */
export async function own_text(url) {
  const answer = await fetch(url).catch(() => { throw new Problem({code: 'no_answer'}); });
  if (!answer.ok) throw await problem_of(answer);
  return answer.text();
}

/** If-Match for a version that we know. */
export const etag_of = (version) => `"${version}"`;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns when the views show what `position` changed, or after three seconds: they then follow live. */
export async function settled(position) {
  for (let tries = 0; tries < 20; ++tries) {
    const {data} = await get('/state', {unattended: true});
    if (data.viewsPosition > position) return;
    await pause(150);
  }
}
