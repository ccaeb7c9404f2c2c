"""Gives a running server passwords and keys over one connection that stays open, as a browser's does, takes some out
again, and looks for all of them in the memory of the server's process.
Usage: search.py LOCK_FILE HOST   (run as root, with KIGEN_URL, KIGEN_TRUST and the first admin's password in the file
`password`)
  LOCK_FILE   holds the process's id
  HOST        a file with the settings of an access and of an Apache on it, as JSON: the key is installed there
Exits 0 once nothing is found, and 1 when something stays."""
import base64, http.client, json, os, re, ssl, subprocess, sys, time, urllib.parse

PATIENCE_S = 30
# Short ones fit into the string objects themselves, which are moved by copying.
PASSWORDS = {
    'login': open('password').read(),
    'own new': 'seven slow kettles at noon', 'own new, short': 'kettle-noon-7',
    'user': 'nine brass lanterns in fog', 'user, short': 'lantern-fog-9',
    'wrong': 'no such heron anywhere here', 'wrong, short': 'heron-nowhere',
    'access': 'three wet ropes on a pier', 'access, short': 'rope-pier-03',
    'su': 'eleven cold bells by night', 'passphrase': 'two grey moths on a lamp',
    'refused by its length': 'moth-lamp-2', 'external account': 'bW90aC1sYW1wLWFuZC1iZWxs',
}


class Browser:
    """One connection, kept alive."""

    def __init__(self):
        where = urllib.parse.urlsplit(os.environ['KIGEN_URL'])
        self.line = http.client.HTTPSConnection(
            where.hostname, where.port, context=ssl.create_default_context(cafile=os.environ['KIGEN_TRUST']))
        self.headers = {}
        self.cookies = {}

    def ask(self, method, path, body=None, expected=(200, 201, 204)):
        sent = {**self.headers, **({'Content-Type': 'application/json'} if body is not None else {})}
        self.line.request(method, '/api/v1' + path, None if body is None else json.dumps(body), sent)
        answer = self.line.getresponse()
        text = answer.read()
        if answer.status not in expected:
            sys.exit(f'{method} {path}: {answer.status} {text.decode(errors="replace")}')
        for cookie in answer.headers.get_all('Set-Cookie', []):
            name, value = cookie.split(';')[0].split('=', 1)
            self.cookies[name] = value
            self.headers['Cookie'] = '; '.join('='.join(each) for each in self.cookies.items())
        return json.loads(text) if 'json' in (answer.getheader('Content-Type') or '') else text

    def log_in(self, password):
        session = self.ask('POST', '/session', {'mail': 'admin@example.com', 'password': password})
        self.headers['X-CSRF-Token'] = session['csrfToken']


def made_key(folder):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj',
                    '/CN=www.example.test', '-addext', 'subjectAltName=DNS:www.example.test', '-addext',
                    'basicConstraints=critical,CA:false', '-keyout', f'{folder}/www.key', '-out', f'{folder}/www.pem'],
                   check=True, stderr=subprocess.DEVNULL)
    return open(f'{folder}/www.key').read(), open(f'{folder}/www.pem').read()


def parts_of_key(pem):
    """What of a key would be told by finding it: lines of its PEM, its DER, its numbers as OpenSSL holds them."""
    lines = pem.split('-----')[2].split()
    der = base64.b64decode(''.join(lines))
    parts = {f'line {at} of the PEM': lines[at].encode() for at in (8, 12, 16, 20)}
    # Behind the modulus and its exponent there is nothing public: the DER's second half.
    for at in range(len(der) // 2, len(der) - 32, 64):
        parts[f'byte {at} of the DER'] = der[at:at + 32]
        parts[f'byte {at} of the DER, backwards'] = der[at:at + 32][::-1]
    return parts


def use_everything(browser, key, certificate):
    tell = PASSWORDS
    browser.ask('POST', '/session', {'mail': 'admin@example.com', 'password': tell['wrong']}, (401,))
    browser.ask('POST', '/session', {'mail': 'admin@example.com', 'password': tell['wrong, short']}, (401,))
    browser.log_in(tell['login'])
    secrets = {'CSRF token': browser.headers['X-CSRF-Token']}
    for name in ('user', 'user, short'):
        browser.ask('POST', '/users', {'mail': f'{name.replace(", ", "-")}@example.net', 'password': tell[name]})
    browser.ask('POST', '/users', {'mail': 'c@example.net', 'password': tell['refused by its length']}, (422,))
    ssh = {'kind': 'ssh', 'host': '192.0.2.1', 'loginId': 'ops'}
    browser.ask('POST', '/accesses', {'name': 'one', 'connection': {
        **ssh, 'elevation': 'su', 'executionId': 'root', 'loginPassword': tell['access'],
        'executionPassword': tell['su']}})
    browser.ask('POST', '/accesses', {'name': 'two', 'connection': {**ssh, 'loginPassword': tell['access, short']}})
    browser.ask('POST', '/ca-accounts', {'name': 'ca', 'ca': {
        'kind': 'acme', 'directoryUrl': 'https://192.0.2.1/dir', 'externalKeyId': 'x',
        'externalKey': tell['external account']}})
    service = browser.ask('POST', '/services', {'name': 'www', 'commonName': 'www.example.test'})['id']
    browser.ask('POST', f'/services/{service}/certificate', {'certificate': certificate, 'key': key})
    exported = browser.ask('POST', f'/services/{service}/export', {'what': 'key'})
    if exported.decode() != key:
        sys.exit('the exported key is another one')
    browser.ask('POST', f'/services/{service}/export', {'what': 'pkcs12', 'passphrase': tell['passphrase']})
    secrets['API token'] = browser.ask('POST', '/tokens', {'name': 'scripts'})['token']
    for old, new in (('login', 'own new'), ('own new', 'own new, short')):
        browser.ask('PUT', '/session/password', {'current': tell[old], 'password': tell[new]})
        browser.log_in(tell[new])
    secrets |= install(browser, service, json.load(open(sys.argv[2])))
    browser.ask('GET', '/services')  # the connection is still used
    return secrets


def install(browser, service, host):
    """Logs in to a host with passwords, and has the key put there."""
    access = browser.ask('POST', '/accesses', {'name': 'web', 'connection': {
        **host['access'], 'kind': 'ssh', 'elevation': 'su', 'executionId': 'root',
        'hostKeyPolicy': 'trust-on-first-use'}})['id']
    site = browser.ask('POST', '/sites', {'name': 'Tokyo'})['id']
    node = browser.ask('POST', f'/services/{service}/nodes', {'name': 'web', 'site': site, 'access': access,
                                                              'server': host['server']})['id']
    apply = browser.ask('POST', f'/nodes/{node}/applies', {}, (202,))['id']
    until = time.monotonic() + PATIENCE_S
    while (stage := browser.ask('GET', f'/applies/{apply}', expected=(200, 404))
           .get('summary', {}).get('stage')) not in ('succeeded', 'failed', 'rolled-back', 'stuck'):
        if time.monotonic() > until:
            sys.exit(f'the apply does not end: {stage}')
    if stage != 'succeeded':
        sys.exit(f'the apply ended as {stage}')
    return {'login password on the host': host['access']['loginPassword'],
            'password of su on the host': host['access']['executionPassword']}


def ranges_of(process):
    for line in open(f'/proc/{process}/maps'):
        begin, end, rights = re.match(r'(\w+)-(\w+) (\S+)', line).groups()
        if rights.startswith('r') and '[v' not in line:
            yield int(begin, 16), int(end, 16), line.split(maxsplit=5)[-1].strip()


def found_in(process, wanted):
    found = []
    with open(f'/proc/{process}/mem', 'rb', buffering=0) as memory:
        for begin, end, where in ranges_of(process):
            memory.seek(begin)
            try:
                part = memory.read(end - begin)
            except OSError:
                continue
            while part and len(part) < end - begin:
                more = memory.read(end - begin - len(part))
                if not more:
                    break
                part += more
            for name, secret in wanted.items():
                at = part.find(secret)
                if at >= 0:
                    found.append(f'{name}: at {begin + at:x} in {where}: {part[max(0, at - 64):at + 64 + len(secret)]}')
    return found


def main():
    process = int(open(sys.argv[1]).read())
    key, certificate = made_key('.')
    browser = Browser()
    wanted = {f'password ({name})': text.encode() for name, text in PASSWORDS.items()}
    wanted |= {f'key, {name}': part for name, part in parts_of_key(key).items()}
    wanted |= {name: text.encode() for name, text in use_everything(browser, key, certificate).items()}
    until = time.monotonic() + PATIENCE_S
    while (found := found_in(process, wanted)) and time.monotonic() < until:
        pass
    print('\n'.join(found))
    sys.exit(1 if found else 0)


main()
