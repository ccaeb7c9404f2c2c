// Real servers on loopback, as tools/demo starts them: a host with OpenSSH and Apache, and pebble as the CA.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {connect as connect_tls} from 'node:tls';

const demo = new URL('../../../tools/demo/', import.meta.url).pathname;
const patience_ms = 30_000;
const pause_ms = 100;

const said_by = (program, ...args) => execFileSync(join(demo, program), args, {encoding: 'utf8'}).trim();
export const free_port = (address = '127.0.0.1') => Number(said_by('free-port', address));

const accepts = (port, host) => new Promise((resolve) => {
  const socket = connect({port, host}, () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

async function until_accepts(port, host, child, what) {
  const end = Date.now() + patience_ms;
  while (!(await accepts(port, host))) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${what} did not come up on ${host}:${port}`);
    await new Promise((resolve) => { setTimeout(resolve, pause_ms); });
  }
}

/** Serial number that a TLS client sees, in upper case. */
export const served_serial = ({address, tls}, servername) => new Promise((resolve, reject) => {
  const socket = connect_tls({host: address, port: tls, servername, rejectUnauthorized: false}, () => {
    resolve(socket.getPeerCertificate().serialNumber);
    socket.destroy();
  }).on('error', reject);
});

/** {host, pebble, stop}: pebble validates over http-01 at `http01`. */
export async function start_site(http01) {
  const folder = mkdtempSync(join(tmpdir(), 'kigen-site-'));
  const children = [];
  const start = (program, ...args) => {
    const child = spawn(join(demo, program), args.map(String), {stdio: ['pipe', 'ignore', 'ignore']});
    children.push({child, ended: new Promise((resolve) => { child.on('exit', resolve); })});
    return child;
  };
  const address = said_by('free-address');
  const host = {folder: join(folder, 'host'), address, ssh: free_port(address), tls: free_port(address)};
  const acme = free_port();
  const stop = async () => {
    for (const {child, ended} of children) { child.stdin.end(); child.kill('SIGTERM'); await ended; }
    rmSync(folder, {recursive: true});
  };
  try {
    const hosting = start('pretend_host', 'run', host.folder, address, host.ssh, host.tls, '--days', 3);
    const ca = start('pebble', join(folder, 'ca'), acme, free_port(), http01, free_port(), free_port());
    await until_accepts(host.ssh, address, hosting, 'sshd');
    await until_accepts(host.tls, address, hosting, 'Apache');
    await until_accepts(acme, '127.0.0.1', ca, 'pebble');
  } catch (error) { await stop(); throw error; }
  const pebble = {directory: `https://127.0.0.1:${acme}/dir`, trust: readFileSync(join(folder, 'ca', 'ca.pem'), 'utf8')};
  return {host, pebble, stop};
}
