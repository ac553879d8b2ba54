# SPDX-License-Identifier: Apache-2.0
"""A box and a desk for tests: starts hotline-sim in a directory of its own and talks to it over real TLS. Standard library only."""
import http.client
import json
import os
import pathlib
import signal
import ssl
import struct
import subprocess
import tempfile
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("STB_BUILD", "build/asan"))
if not BUILD.is_absolute():
    BUILD = ROOT / BUILD
DEVICE = "PT-000123"


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Hotline:
    """The simulator as a process; restart() keeps its directory."""

    def __init__(self, *options):
        self.home = tempfile.TemporaryDirectory(prefix="hotline-")
        self.dir = pathlib.Path(self.home.name)
        self.options = options
        self.start()

    def start(self):
        self.log = open(self.dir / "log", "ab")
        self.process = subprocess.Popen(
            [BUILD / "hotline-sim", "--port", "0", "--db", self.dir / "db", "--tls-dir", self.dir / "tls", *map(str, self.options)],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        ready = self.process.stdout.readline().strip()
        assert ready.startswith("ready https://"), (ready, (self.dir / "log").read_text())
        self.url = ready.split()[1]
        self.port = urllib.parse.urlsplit(self.url).port

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(20)
        self.process.stdout.close()
        self.log.close()
        return code

    def restart(self, how=signal.SIGTERM):
        self.stop(how)
        self.start()

    def close(self):
        code = self.stop()
        log = (self.dir / "log").read_text()
        self.home.cleanup()
        assert code == 0 and "runtime error" not in log and "AddressSanitizer" not in log, (code, log[-3000:])

    def context(self, certificate=True):
        context = ssl.create_default_context(cafile=self.dir / "tls" / "ca.pem")
        if certificate:
            context.load_cert_chain(self.dir / "tls" / "box.pem", self.dir / "tls" / "box.key")
        return context

    def connect(self, certificate=True, timeout=20):
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=self.context(certificate), timeout=timeout)


def page(number, position, packet, flags=0, serial=1):
    sizes = [255] * (len(packet) // 255) + [len(packet) % 255]
    return struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, serial, number, 0, len(sizes)) + bytes(sizes) + packet


def ogg(seconds=1.0, more=b""):
    """The container of Ogg Opus, that many seconds long; what is inside is nobody's voice."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 16000, 0, 0)
    return (page(0, 0, head, 2) + page(1, 0, b"OpusTags" + bytes(8)) +
            page(2, 312 + round(seconds * 48000), bytes(100) + more, 4))


class Answer:
    def __init__(self, response):
        self.code, self.headers, self.bytes = response.status, response.headers, response.read()

    @property
    def json(self):
        return json.loads(self.bytes)


class Box:
    """What a television box sends."""

    def __init__(self, hotline, certificate=True, device=DEVICE):
        self.hotline, self.certificate, self.device, self.sequence = hotline, certificate, device, 0

    def call(self, method, path, body=None, key=None, timeout=20, **headers):
        connection = self.hotline.connect(self.certificate, timeout)
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        if self.device:
            sent["X-Device-Id"] = self.device
        if key:
            sent["Idempotency-Key"] = f'"{key}"'
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body, sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def post(self, path, body=None, key=None, **headers):
        return self.call("POST", path, body, key or str(uuid.uuid4()), **headers)

    def options(self, path, **answers):
        """What can be chosen in a step, PATH "hospital/steps/slot", after ANSWERS."""
        return self.call("POST", f"/v1/services/{path}/options", {"answers": answers})

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def request(self, kind="service", **more):
        self.sequence += 1
        body = {"id": str(uuid.uuid4()), "kind": kind, "created_at": now(), "sequence": self.sequence, "trigger": "remote", "test": False}
        if kind == "sos":
            body.update(presses=1, grace_s=5)
        if kind == "service":
            body.update(service="taxi", answers={"to": "putuo-central", "when": "now"})
        body.update(more)
        return {name: value for name, value in body.items() if value is not None}

    def stream(self, last=None, timeout=20):
        return Stream(self, last, timeout)


class Stream:
    """An open GET /v1/events; next() gives (id, event, data) or "ping"."""

    def __init__(self, box, last, timeout):
        self.connection = box.hotline.connect(box.certificate, timeout)
        headers = {"X-Device-Id": box.device, "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        self.connection.request("GET", "/v1/events", headers=headers)
        self.response = self.connection.getresponse()

    def next(self):
        fields = {}
        while True:
            line = self.response.readline()
            if not line:
                raise EOFError("the stream ended")
            line = line.decode().rstrip("\n")
            if line.startswith(":"):
                self.response.readline()
                return "ping"
            if not line and "data" not in fields:
                continue  # a position alone: no event
            if not line:
                return fields["id"], fields["event"], json.loads(fields["data"])
            name, _, value = line.partition(": ")
            fields[name] = value

    def event(self):
        while True:
            found = self.next()
            if found != "ping":
                return found

    def close(self):
        self.response.close()
        self.connection.close()


class Desk(Box):
    """The hotline's people: no client certificate."""

    def __init__(self, hotline, token=None):
        super().__init__(hotline, certificate=False, device=None)
        self.token = token

    def call(self, method, path, body=None, key=None, **headers):
        return super().call(method, "/desk/" + path, body, None, X_Desk_Token=self.token, **headers)

    def find(self, identifier):
        return next(each for each in self.get("api/requests").json["requests"] if each["id"] == identifier)

    def push(self, identifier, status, **more):
        return self.post(f"api/requests/{identifier}/status", {"status": status, **more})

    def fault(self, kind, path="/v1/", **more):
        answer = self.post("api/faults", {"kind": kind, "path": path, **more})
        assert answer.code == 201, answer.bytes
        return answer


def until(check, seconds=10):
    """Waits for CHECK() to be true; returns what it gave."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.05)
