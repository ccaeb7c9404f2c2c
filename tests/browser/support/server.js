// The real product in a temporary folder, on a free port of loopback.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {request} from 'node:https';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const patience_ms = 60_000;
const answer_ms = 2_000;
const pause_ms = 100;

const free_port = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const {port} = probe.address();
    probe.close(() => resolve(port));
  });
});

const answers = (url) => new Promise((resolve) => {
  request(url, {rejectUnauthorized: false, signal: AbortSignal.timeout(answer_ms)}, (answer) => {
    answer.resume();
    resolve(answer.statusCode === 200);
  }).on('error', () => resolve(false)).end();
});

async function until_ready(url, child, said) {
  const end = Date.now() + patience_ms;
  while (!(await answers(`${url}/healthz`))) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`kigen serve did not come up:\n${said.join('')}`);
    await new Promise((resolve) => { setTimeout(resolve, pause_ms); });
  }
}

/**
 * {url, token, halt, stop}: a fresh installation of `binary`, served; it listens for http-01 on `http01` of loopback.
 * halt() ends the server and tells where its configuration is; stop() leaves nothing of it.
 */
export async function start_kigen(binary, {http01 = 0} = {}) {
  const directory = join(mkdtempSync(join(tmpdir(), 'kigen-browser-')), 'kigen');
  const listen = `127.0.0.1:${await free_port()}`;
  const made = execFileSync(binary, ['init', '--directory', directory, '--listen', listen, '--http01-listen', `127.0.0.1:${http01}`], {encoding: 'utf8'});
  const said = [];
  const child = spawn(binary, ['serve', '--config', join(directory, 'kigen.toml')], {stdio: ['ignore', 'pipe', 'pipe']});
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data)));
  const ended = new Promise((resolve) => { child.on('exit', (code, signal) => resolve({code, signal})); });
  const halt = async () => {
    child.kill('SIGTERM');
    const too_long = setTimeout(() => { child.kill('SIGKILL'); }, patience_ms);
    const {code, signal} = await ended;
    clearTimeout(too_long);
    if (code !== 0) throw new Error(`kigen serve ended with ${code ?? signal}:\n${said.join('')}`);
    return join(directory, 'kigen.toml');
  };
  const stop = () => halt().finally(() => { rmSync(join(directory, '..'), {recursive: true}); });
  const url = `https://${listen}`;
  await until_ready(url, child, said).catch(async (error) => { await stop().catch(() => {}); throw error; });
  return {url, token: /^bootstrap token: (\S+)$/m.exec(made)[1], halt, stop};
}
