// A pretended Kigen: serves the console's files and answers like api/openapi.json says, each answer checked against it.
import {createServer} from 'node:http';
import {readFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {answers} from './answers.js';
import {openapi, root} from './description.js';
import {Refusal} from './refusal.js';
import {faults, resolve} from '../schema.js';

const mimes = {'.txt': 'text/plain', '.json': 'application/json', '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml'};
const vendor = {'vendor/htm-preact.js': 'htm/preact/standalone.module.js', 'vendor/pico.css': '@picocss/pico/css/pico.slate.min.css'};
const policy = /content_security_policy =\s*((?:"[^"]*"\s*)+);/.exec(readFileSync(join(root, 'api/console/assets.hpp'), 'utf8'))[1]
  .match(/"[^"]*"/g).map((part) => part.slice(1, -1)).join('');

function file_of(path) {
  if (path === '/') return readFileSync(join(root, 'api/console/static/index.html'), 'utf8').replaceAll('@ROOT@', '/console');
  const name = path.replace(/^\/console\//, '');
  if (name === 'licences.txt') return readFileSync(join(root, 'api/console/licences/preact.txt'));
  return readFileSync(vendor[name] ? join(root, 'node_modules', vendor[name]) : join(root, 'api/console/static', name));
}

function serve_file(path, answer) {
  const mime = path === '/' ? 'text/html' : mimes[extname(path)];
  answer.writeHead(200, {'Content-Type': `${mime}; charset=utf-8`, 'Content-Security-Policy': policy});
  answer.end(file_of(path));
}

function match(pattern, path) {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length || !wanted.every((part, n) => part.startsWith(':') || part === given[n])) return null;
  return Object.fromEntries(wanted.flatMap((part, n) => (part.startsWith(':') ? [[part.slice(1), given[n]]] : [])));
}

/** The operation of the description for a path of the mock; their parameters may be called differently. */
function operation(method, path) {
  const found = Object.keys(openapi.paths).find((one) => match(one.replace('/api/v1', '').replaceAll(/\{(\w+)\}/g, ':$1'), path));
  return openapi.paths[found]?.[method.toLowerCase()];
}

function check(method, path, status, value) {
  const described = operation(method, path)?.responses[status] ?? operation(method, path)?.responses.default;
  if (!described) throw new Error(`${method} ${path} ${status} is not described`);
  const content = (described.$ref ? resolve(described.$ref, openapi) : described).content;
  const schema = content?.[status < 400 ? 'application/json' : 'application/problem+json']?.schema;
  const found = schema ? faults(schema, value, openapi) : [];
  if (found.length > 0) throw new Error(`${method} ${path}: ${found.join('; ')}`);
}

function check_body(method, path, body) {
  const schema = operation(method, path)?.requestBody?.content['application/json'].schema;
  const found = schema && body !== undefined ? faults(schema, body, openapi) : [];
  if (found.length > 0) throw new Error(`request ${method} ${path}: ${found.join('; ')}`);
}

/** The description names the headers that an operation takes; the rest is the browser's own. */
function check_headers(method, path, headers) {
  const taken = (operation(method, path)?.parameters ?? []).map((one) => (one.$ref ? resolve(one.$ref, openapi) : one).name.toLowerCase());
  for (const name of ['if-match', 'idempotency-key']) {
    if (headers[name] && !taken.includes(name)) throw new Error(`request ${method} ${path}: takes no ${name}`);
  }
}

const success = (method, path) => Number(Object.keys(operation(method, path).responses).find((status) => status.startsWith('2')));

async function body_of(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length ? JSON.parse(Buffer.concat(parts)) : undefined;
}

/** {url, problems, controls, close}. `controls.logged_in` says whether a session stands; `controls.tell(record)` sends live. */
export async function start_mock() {
  const problems = [];
  const streams = new Set();
  const controls = {logged_in: true, overrides: new Map(), drop_streams: () => streams.forEach((one) => one.destroy()), tell: (record) => streams.forEach((one) => one.write(`id: ${record.position}\ndata: ${JSON.stringify(record)}\n\n`))};

  async function answer_api(request, url, answer) {
    const path = url.pathname.replace('/api/v1', '');
    const body = await body_of(request);
    check_body(request.method, path, body);
    check_headers(request.method, path, request.headers);
    const [, , handler, role, values] = answers.map((one) => [...Array.from({length: 4}, (_, n) => one[n]), match(one[1], path)])
      .find(([method, , , , found]) => method === request.method && found) ?? [];
    if (!handler) throw new Error(`${request.method} ${path} is not played`);
    if (!controls.logged_in && role !== 'public') throw new Refusal(401, 'not_logged_in', 'log in first', {message: 6});
    const played = controls.overrides.get(`${request.method} ${path}`) ?? handler;
    const value = await played({path: values, query: url.searchParams, body, headers: request.headers});
    if (path === '/session' || path === '/bootstrap') controls.logged_in = request.method !== 'DELETE';
    const status = success(request.method, path);
    check(request.method, path, status, value);
    answer.writeHead(status, {'Content-Type': 'application/json', ...(value?.version ? {ETag: `"${value.version}"`} : {})});
    answer.end(status === 204 ? undefined : JSON.stringify(value));
  }

  function refuse(error, request, url, answer) {
    if (!(error instanceof Refusal)) problems.push(error.message);
    const problem = error.problem ?? new Refusal(500, 'mock', error.message).problem;
    if (error instanceof Refusal) check(request.method, url.pathname.replace('/api/v1', ''), problem.status, problem);
    answer.writeHead(problem.status, {'Content-Type': 'application/problem+json'});
    answer.end(JSON.stringify(problem));
  }

  function open_stream(answer) {
    if (!controls.logged_in) return answer.writeHead(401).end();
    answer.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store'});
    answer.write(': hello\n\n');
    streams.add(answer);
    return answer.on('close', () => streams.delete(answer));
  }

  const server = createServer((request, answer) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/healthz') answer.end('ok');
    else if (url.pathname === '/api/v1/events/stream') open_stream(answer);
    else if (url.pathname.startsWith('/api/')) answer_api(request, url, answer).catch((error) => refuse(error, request, url, answer));
    else serve_file(url.pathname, answer);
  });
  const listen = (port) => new Promise((resolved) => { server.listen(port, '127.0.0.1', resolved); });
  await listen(0);
  const {port} = server.address();
  return {
    url: `http://127.0.0.1:${port}`, problems, controls, again: () => listen(port),
    close: () => new Promise((resolved) => { server.closeAllConnections(); server.close(resolved); }),
  };
}
