"""Connections from a chosen address of loopback, and the sessions of those who may be there."""
import http.client
import json
import socket
import ssl


def plain(address, source, timeout=10):
    return socket.create_connection(address, timeout=timeout, source_address=(source, 0))


def context(scene):
    made = ssl.create_default_context(cafile=scene.trust)
    made.check_hostname = True
    return made


def secure(scene, source, timeout=10):
    raw = plain(scene.api, source, timeout)
    try:
        return context(scene).wrap_socket(raw, server_hostname=scene.api[0])
    except BaseException:
        raw.close()
        raise


def own_name(scene):
    return f"{scene.api[0]}:{scene.api[1]}"


def request(scene, method, path, headers=None, body=b""):
    """The bytes of a request as a browser would send them."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {own_name(scene)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or method not in ("GET", "HEAD"):
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def status_of(answer):
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/") and words[1].isdigit() else 0


def received(stream, most=65536, enough=lambda got: False):
    """What comes until the other side ends, is silent for the stream's timeout, or it is enough."""
    got = b""
    try:
        while len(got) < most and not enough(got):
            piece = stream.recv(most - len(got))
            if not piece:
                break
            got += piece
    except OSError:
        pass
    return got


class Session:
    """Somebody who is signed in, with one connection that is kept."""

    def __init__(self, scene, source):
        self.scene, self.source = scene, source
        self.cookies, self.csrf = {}, None
        self.kept = None

    @classmethod
    def begun(cls, scene, source, path, body):
        session = cls(scene, source)
        session.log_in(path, body)
        return session

    def log_in(self, path, body):
        status, answer = self.ask("POST", path, body)
        if status != 201:
            raise PermissionError(f"POST {path}: {status} {answer}")
        self.csrf = answer["csrfToken"]

    def headers(self):
        given = {"Origin": f"https://{own_name(self.scene)}"}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.csrf:
            given["X-CSRF-Token"] = self.csrf
        return given

    def _keep_cookies(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name.strip()] = value

    def _connection(self, fresh, timeout):
        if self.kept is None or fresh:
            self.close()
            self.kept = http.client.HTTPSConnection(*self.scene.api, timeout=timeout, context=context(self.scene), source_address=(self.source, 0))
        return self.kept

    def close(self):
        if self.kept is not None:
            self.kept.close()
            self.kept = None

    def ask(self, method, path, body=None, fresh=False, timeout=10):
        """Status and answer. OSError or HTTPException when there is none."""
        headers = self.headers()
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = self._connection(fresh, timeout)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        self._keep_cookies(answer)
        is_json = "json" in (answer.headers.get("Content-Type") or "")
        return answer.status, json.loads(text) if text and is_json else text
