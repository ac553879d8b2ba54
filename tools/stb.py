# SPDX-License-Identifier: Apache-2.0
"""The real programs for whoever tests them: a hotline (hotline-sim over TLS) and boxes (stb-app and its stb-ui), to start,
press, wait for, look at and break. No more than Python's own library is needed; under pytest or unittest alike:

    import stb
    with stb.Hotline("/tmp/h") as hotline, stb.Box("/tmp/b", [hotline.url], hotline.tls) as box:
        box.until(link="connected")
        box.press("KEY_SOS")
        box.until(screen="sos", sos__state="received")      # a dot of the scene line is __ here
        [sos] = hotline.wait_for(kind="sos")
        hotline.set_status(sos["id"], "answered")
        box.until(sos__state="answered")
        hotline.fault("drop", seconds=5)
        picture = box.shot("answered")

The programs are those in STB_BUILD, else of this tree's build/, else the installed ones. docs/testing.md has the key names,
the scene line's members and the desk's calls.
"""
import json
import math
import os
import pathlib
import queue
import shutil
import signal
import ssl
import struct
import subprocess
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
DEVICE = "PT-000123"
PATIENCE_S = 15


def programs():
    """The folder of stb-app and hotline-sim."""
    if "STB_BUILD" in os.environ:
        return pathlib.Path(os.environ["STB_BUILD"]).resolve()
    built = ROOT / "build"
    return built if (built / "stb-app").exists() else pathlib.Path("/usr/lib/stb-app")


BUILD = programs()


def sign(tls, device, days=2):
    """The files of a certificate for box DEVICE and of its key, made in the folder TLS of a hotline by its authority. One of
    0 days has run out."""
    key, asked, signed = (str(tls / f"{device}.{kind}") for kind in ("key", "csr", "pem"))
    request = ("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
               "-subj", f"/CN={device}", "-out", asked)
    answer = ("x509", "-req", "-in", asked, "-CA", str(tls / "ca.pem"), "-CAkey", str(tls / "ca.key"),
              "-set_serial", str(time.monotonic_ns()), "-days", str(days), "-out", signed)
    for command in (request, answer):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    if days == 0:
        time.sleep(1.1)  # it is good for the second in which it was made
    return signed, key


class Hotline:
    """hotline-sim in a folder of its own; it can be stopped and started again on the same port and database."""

    def __init__(self, folder, auto=None, extra=()):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.tls = self.folder / "tls"
        self.port = 0
        self.auto = auto
        self.extra = list(extra)
        self.process = None
        self.start()

    def start(self):
        command = [str(BUILD / "hotline-sim"), "--port", str(self.port), "--db", str(self.folder / "hotline.db"),
                   "--tls-dir", str(self.tls), "--hour", "8"]  # kitchens and clinics are open, whenever the tests run
        if self.auto is not None:
            command += ["--auto", str(self.auto)]
        self.log = open(self.folder / "hotline.log", "ab")
        self.process = subprocess.Popen(command + self.extra, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("ready https://"):
            raise AssertionError(f"hotline-sim did not start: {line!r} {self.log_text()}")
        self.url = line.split()[1]
        self.port = int(self.url.rsplit(":", 1)[1])
        self.context = ssl.create_default_context(cafile=str(self.tls / "ca.pem"))
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                                  urllib.request.HTTPSHandler(context=self.context))

    def log_text(self):
        return (self.folder / "hotline.log").read_text(errors="replace")

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            status = self.process.wait(20)
            if how == signal.SIGTERM and status != 0:
                raise AssertionError(f"hotline-sim ended with {status}: {self.log_text()[-3000:]}")
        if self.process:
            self.process.stdout.close()
            self.log.close()
        self.process = None

    def desk(self, method, path, body=None):
        request = urllib.request.Request(f"{self.url}/desk/api/{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with self.opener.open(request, timeout=10) as answer:
            text = answer.read().decode()
        return json.loads(text) if text else None

    def requests(self, **wanted):
        """What was received, oldest first, of those members that are asked for: requests(kind="sos")."""
        answer = self.desk("GET", "requests")
        rows = answer["requests"] if isinstance(answer, dict) else answer
        return [row for row in reversed(rows) if all(row.get(key) == value for key, value in wanted.items())]

    def wait_for(self, count=1, timeout=PATIENCE_S, **wanted):
        until = time.monotonic() + timeout
        while True:
            rows = self.requests(**wanted)
            if len(rows) >= count:
                return rows
            if time.monotonic() > until:
                raise AssertionError(f"the hotline has {len(rows)} of {count} {wanted}: {self.requests()}")
            time.sleep(0.05)

    def set_status(self, request_id, status, **more):
        return self.desk("POST", f"requests/{request_id}/status", {"status": status, **more})

    def fault(self, kind, path="/v1", share=1.0, seconds=600, delay_ms=0):
        self.desk("POST", "faults", {"kind": kind, "path": path, "share": share, "seconds": seconds,
                                     "delay_ms": delay_ms})

    def no_faults(self):
        self.desk("DELETE", "faults")

    def sign(self, device, days=2):
        """A certificate for another box, and its key: sign()."""
        return sign(self.tls, device, days)

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.stop()


def microphone(folder, samples=None):
    """The environment in which a box has a microphone, ALSA's device "ear": it hears 16000 SAMPLES a second (a hum).
    There is a deaf one too, "quiet", and a loudspeaker, "mouth"."""
    samples = samples or [round(9000 * math.sin(at * 300 * 2 * math.pi / 16000)) for at in range(16000 * 12)]
    sound, asound = folder / "speech.raw", folder / "asound.conf"
    sound.write_bytes(struct.pack(f"<{len(samples)}h", *samples))
    asound.write_text(f'pcm.ear {{ type file slave.pcm {{ type null }} file /dev/null infile "{sound}" format raw }}\n'
                      "pcm.quiet { type null }\npcm.mouth { type null }\n")
    return {"ALSA_CONFIG_PATH": str(asound)}


class Box:
    """stb-app with its screen, driven by key-script lines on its standard input."""

    def __init__(self, folder, endpoints, tls, start="home", display="dummy", size="1280x720", config=None, extra=(),
                 env=None, program=BUILD / "stb-app"):
        self.program = program
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.arguments = (start, display, size, extra)
        self.config = {
            "device": {"id": DEVICE},
            "hotline": {"name": "普陀区为老服务热线", "phone": "62229090", "emergency_phone": "120",
                        "endpoints": endpoints, "ca_file": str(tls / "ca.pem"), "client_cert": str(tls / "box.pem"),
                        "client_key": str(tls / "box.key")},
            "log": {"level": "debug"},
            # Every screen would start a speech engine, on a machine that has two cores for all tests; those that are
            # about the voice switch it on.
            "voice": {"guidance": False},
        }
        for key, value in (config or {}).items():
            self.config.setdefault(key, {})
            self.config[key] = {**self.config[key], **value} if isinstance(value, dict) else value
        self.env = env
        self.process = None
        self.start()

    def start(self, write_config=True):
        start, display, size, extra = self.arguments
        if write_config:
            (self.folder / "config.json").write_text(json.dumps(self.config, ensure_ascii=False))
        command = [str(self.program), "--config", str(self.folder / "config.json"), "--state-dir",
                   str(self.folder / "state"), "--display", display, "--size", size, "--keys", "-", "--scene", "-",
                   "--shots", str(self.folder), "--start", start, *extra]
        self.log = self.open_log()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
                                        env={**os.environ, **(self.env or {})})
        self.scenes = []
        self.arrived = queue.Queue()
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.stop()

    def status(self):
        """What the running program says of itself: docs/operators.md."""
        said = subprocess.run([str(self.program), "--status", "--state-dir", str(self.folder / "state")],
                              capture_output=True, text=True, check=True)
        return json.loads(said.stdout)

    def open_log(self):
        """The box's stderr."""
        return open(self.folder / "box.log", "ab")

    def _read(self, process):
        for line in process.stdout:
            try:
                scene = json.loads(line)
            except ValueError:
                scene = {"screen": "unreadable", "line": line.decode(errors="replace")}
            self.scenes.append(scene)
            self.arrived.put(scene)

    def log_text(self):
        return (self.folder / "box.log").read_text(errors="replace")

    def wait_log(self, text, timeout=PATIENCE_S):
        """What the box does and what it writes about it are two moments: the line is waited for."""
        until = time.monotonic() + timeout
        while text not in self.log_text():
            if time.monotonic() > until:
                raise AssertionError(f"no {text!r} in the log: {self.log_text()[-2000:]}")
            time.sleep(0.02)

    def wait_for_file(self, path, timeout=PATIENCE_S):
        until = time.monotonic() + timeout
        while not path.exists():
            if time.monotonic() > until:
                raise AssertionError(f"no {path}: {self.log_text()[-2000:]}")
            time.sleep(0.02)

    @property
    def scene(self):
        return self.scenes[-1] if self.scenes else {}

    def send(self, *lines):
        self.process.stdin.write("".join(line + "\n" for line in lines).encode())
        self.process.stdin.flush()

    def press(self, *keys, gap_ms=450):
        """Keys as a calm hand presses them: far enough apart for bounce and the screen's guard, and OK and digits once
        they are heard."""
        for key in keys:
            guarded = self.scenes and (key == "KEY_OK" or key[4:].isdigit())
            self.send(f"wait {gap_ms}", *["until deaf_ms=0 5000"] * bool(guarded), key)

    def until(self, timeout=PATIENCE_S, **wanted):
        """Waits for a scene in which each FIELD (dots as __) has the value; True = anything that is not empty."""
        until = time.monotonic() + timeout
        while True:
            scene = self.scene
            if scene and all(fits(scene, field, value) for field, value in wanted.items()):
                return scene
            left = until - time.monotonic()
            if left <= 0:
                raise AssertionError(f"no scene with {wanted} within {timeout} s; the last: "
                                     f"{json.dumps(scene, ensure_ascii=False)[:1500]}\n{self.log_text()[-3000:]}")
            try:
                self.arrived.get(timeout=min(left, 0.2))
            except queue.Empty:
                pass

    def passed(self, since, timeout=PATIENCE_S, **wanted):
        """Waits until one of the scenes from number SINCE on had each FIELD: for what may be over before one looks."""
        until = time.monotonic() + timeout
        while not any(all(fits(scene, field, value) for field, value in wanted.items()) for scene in self.scenes[since:]):
            if time.monotonic() > until:
                raise AssertionError(f"no scene with {wanted} since number {since}\n{self.log_text()[-3000:]}")
            time.sleep(0.02)

    def played(self):
        """Whatever was sent so far has been played, acted upon and drawn: what did not happen by now does not happen."""
        name = f"played{time.monotonic_ns()}"
        self.send(f"shot {name}")  # with stb-ui it writes a picture, without it a line: each in its turn
        until = time.monotonic() + PATIENCE_S
        while not (self.folder / f"{name}.png").exists() and f"no picture {name}" not in self.log_text():
            if time.monotonic() > until:
                raise AssertionError(f"the keys are not played: {self.log_text()[-2000:]}")
            time.sleep(0.02)

    def shot(self, name):
        self.send(f"shot {name}")
        path = self.folder / f"{name}.png"
        until = time.monotonic() + PATIENCE_S
        while not path.exists():
            if time.monotonic() > until:
                raise AssertionError(f"no picture {name}: {self.log_text()[-2000:]}")
            time.sleep(0.05)
        return path

    def screen_pid(self):
        """The process number of stb-ui, None when there is none."""
        for entry in pathlib.Path("/proc").iterdir():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if int(fields[1]) == self.process.pid and "stb-ui" in (entry / "cmdline").read_text() and fields[0] != "Z":
                    return int(entry.name)
            except (OSError, IndexError, ValueError):
                continue
        return None

    def wait_screen_pid(self, other_than=None, timeout=PATIENCE_S):
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            pid = self.screen_pid()
            if pid and pid != other_than:
                return pid
            time.sleep(0.02)
        raise AssertionError(f"no stb-ui: {self.log_text()[-2000:]}")

    def lose_state(self):
        """The disk is new: nothing of an earlier life is on it. The box must be stopped."""
        for path in (self.folder / "state").iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def kill(self):
        """The power goes: no time for anything."""
        screen = self.screen_pid()
        self.process.kill()
        self.process.wait()
        if screen:
            try:
                os.kill(screen, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self._close()

    def stop(self):
        if not self.process:
            return 0
        until = time.monotonic() + 5
        while not self.scenes and self.process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)  # one that has not finished starting does not listen to signals yet
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(20)
        self._close()
        if status != 0:
            raise AssertionError(f"stb-app ended with {status}: {self.log_text()[-4000:]}")
        return status

    def _close(self):
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except OSError:
                pass
        self.log.close()
        self.process = None


def field_of(scene, path):
    value = scene
    for part in path.split("__"):
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def fits(scene, field, wanted):
    value = field_of(scene, field)
    return bool(value) if wanted is True else value == wanted


def texts(scene):
    return " ".join(item.get("text") or "" for item in scene.get("items", []))
