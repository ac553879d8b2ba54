# SPDX-License-Identifier: Apache-2.0
"""A set-top box in QEMU: Debian's kernel, the image of make-image, a disk that survives, a remote, a cable, a screen.

The tester has four ways in, none of which the product knows of: QMP (power, keys, cable, the framebuffer's picture), the
scene lines over a serial port of their own, a hand inside (agent) for killing and measuring, and the console's log.
"""
import json
import os
import pathlib
import queue
import shutil
import signal
import socket
import subprocess
import threading
import time

import harness

BUILD = harness.BUILD.parent if harness.BUILD.name == "asan" else harness.BUILD
IMAGE = pathlib.Path(os.environ.get("STB_BOX_IMAGE", BUILD / "box"))
PICTURES = IMAGE / "pictures"
DRIVER_S = 0.3  # bochs-drm carries what was drawn to the card up to 50 ms later, and this is emulation
PATIENCE_S = 60  # a boot takes 10 to 20 s on two busy cores
VESA_16 = {(1280, 720): 0x38D, (1920, 1080): 0x390}  # SeaVGABIOS's modes of 16 bits, as the kernel's vga= counts them


class Port:
    """One of QEMU's sockets, read line by line in a thread of its own."""

    def __init__(self, path, take):
        until = time.monotonic() + 20
        while True:
            try:
                self.socket = socket.socket(socket.AF_UNIX)
                self.socket.connect(str(path))
                break
            except OSError:
                self.socket.close()
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
        self.take = take
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        try:
            with self.socket.makefile("rb") as stream:
                for line in stream:
                    self.take(line)
        except OSError:
            pass  # the machine is gone

    def send(self, text):
        self.socket.sendall(text.encode())

    def close(self):
        self.thread.join(10)
        self.socket.close()


class Machine:
    """The box. Its disk (settings, certificates, what the product keeps) outlives power_cut() and start()."""

    def __init__(self, folder, port, tls, start="home", size=(1280, 720), bits=32, screen=True, config=None,
                 display="none", extra=()):
        self.folder = pathlib.Path(folder)
        self.size, self.bits, self.screen = size, bits, screen
        self.extra = ["-display", display, *extra]
        self.process = None
        self.keyboard = "remote0"
        self.boots = 0
        self._make_disk(port, tls, start, config or {})
        self.start()

    # --- power

    def _make_disk(self, port, tls, start, config):
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        (data / "etc").mkdir(parents=True)
        (data / "state").mkdir()
        settings = json.loads((harness.ROOT / "assets/box/config.example.json").read_text())
        settings["hotline"]["endpoints"] = [f"https://10.0.2.2:{port}"]
        settings["hooks"] = {"show": ["/usr/lib/box/tv", "away"], "hide": ["/usr/lib/box/tv", "back"]}
        settings["log"]["level"] = "debug"
        for key, value in config.items():
            settings[key] = {**settings[key], **value} if isinstance(value, dict) else value
        # QEMU's keyboard has none of a remote's own keys: here its F keys stand for them
        keymap = json.loads((harness.ROOT / "assets/keymap.json").read_text())
        for key, action in enumerate(("SOS", "VOICE", "PERSON", "TV", "REPEAT"), 1):
            keymap[action].append(f"KEY_F{key}")
        (data / "etc/keymap.json").write_text(json.dumps(keymap))
        settings["remote"]["keymap"] = "keymap.json"
        (data / "etc/config.json").write_text(json.dumps(settings, ensure_ascii=False))
        (data / "etc/options").write_text(
            f'STB_OPTIONS="--start {start} --scene /dev/virtio-ports/scene"\nexport TZ=CST-8\n')
        shutil.copytree(tls, data / "etc/tls", ignore=shutil.ignore_patterns("server.key", "ca.key"))
        for entry in (data / "etc", *(data / "etc").rglob("*")):
            entry.chmod(0o755 if entry.is_dir() else 0o644)
        self.disk = self.folder / "disk"
        subprocess.run(["/sbin/mke2fs", "-q", "-F", "-t", "ext4", "-E", "root_owner=0:0", "-d", str(data), str(self.disk),
                        "16M"], check=True, stdout=subprocess.DEVNULL)

    def _command(self):
        width, height = self.size
        kernel = "console=tty0 console=ttyS0 vt.global_cursor_default=0 quiet loglevel=4 panic=-1"
        command = ["setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64", "-name", "stb-app's box", "-accel",
                   "tcg", "-cpu", "max", "-M", "pc,i8042=off", "-m", "256", "-nodefaults", "-no-user-config", "-kernel", str(IMAGE / "vmlinuz"), "-initrd", str(IMAGE / "initrd")]
        if not self.screen:
            command += ["-vga", "none"]
        elif self.bits == 16:  # the firmware's mode, kept by the kernel's vesafb; the driver that knows only 32 stays out
            kernel += f" vga={VESA_16[self.size]} modprobe.blacklist=bochs"
            command += ["-device", "VGA,vgamem_mb=16"]
        else:
            command += ["-device", f"VGA,edid=on,xres={width},yres={height},vgamem_mb=32"]
        command += ["-append", kernel, "-device", "virtio-rng-pci", "-device", "virtio-serial-pci",
                    "-drive", f"file={self.disk},if=virtio,format=raw",
                    "-netdev", "user,id=net0", "-device", "virtio-net-pci,netdev=net0,romfile=,id=cable",
                    "-device", f"virtio-keyboard-pci,id={self.keyboard}",
                    "-serial", f"file:{self.folder}/console.log",
                    "-qmp", f"unix:{self.folder}/qmp,server=on,wait=off"]
        for name in ("scene", "agent"):
            command += ["-chardev", f"socket,id={name},path={self.folder}/{name},server=on,wait=off",
                        "-device", f"virtserialport,chardev={name},name={name}"]
        return command + self.extra

    def start(self):
        for name in ("qmp", "scene", "agent"):
            (self.folder / name).unlink(missing_ok=True)
        self.boots += 1
        self.scenes, self.arrived = [], queue.Queue()
        self.answers, self.agent_lines = queue.Queue(), []
        self.qmp_answers = queue.Queue()
        self.started = time.monotonic()
        with open(self.folder / "qemu.log", "ab") as log:
            self.process = subprocess.Popen(self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.scene_port = Port(self.folder / "scene", self._take_scene)
        self.agent_port = Port(self.folder / "agent", self._take_agent)
        self.qmp_port = Port(self.folder / "qmp", self._take_qmp)
        self.qmp("qmp_capabilities")

    def power_cut(self):
        """The plug is pulled: no time for anything, not even for what the box's kernel had not yet written."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None
        for port in (self.scene_port, self.agent_port, self.qmp_port):
            port.close()

    def stop(self):
        if self.process:
            self.power_cut()

    # --- QMP

    def _take_qmp(self, line):
        message = json.loads(line)
        if "return" in message or "error" in message:
            self.qmp_answers.put(message)

    def qmp(self, command, **arguments):
        self.qmp_port.send(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        answer = self.qmp_answers.get(timeout=20)
        if "error" in answer:
            raise AssertionError(f"QMP {command}: {answer['error']}")
        return answer["return"]

    def press(self, *keys, gap_ms=450, hold_ms=60):
        """Keys of the remote, by QEMU's names, far enough apart for bounce and the screen's guard."""
        for key in keys:
            time.sleep(gap_ms / 1000)
            self.key(key, True)
            time.sleep(hold_ms / 1000)
            self.key(key, False)

    def key(self, key, down):
        self.qmp("input-send-event", events=[{"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": key}}}])

    def unplug_remote(self):
        self.qmp("device_del", id=self.keyboard)

    def plug_remote(self):
        self.keyboard = "remote" + str(int(self.keyboard[6:]) + 1)
        self.qmp("device_add", driver="virtio-keyboard-pci", id=self.keyboard)

    def cable(self, plugged):
        self.qmp("set_link", name="cable", up=plugged)

    def picture(self, name):
        """The real framebuffer, as PNG."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        path.unlink(missing_ok=True)
        time.sleep(DRIVER_S)
        self.qmp("screendump", filename=str(path), format="png")
        return path

    def pixels(self):
        """The framebuffer as (width, height, bytes of red, green, blue)."""
        path = self.folder / "screen.ppm"
        time.sleep(DRIVER_S)
        self.qmp("screendump", filename=str(path))
        kind, size, most, pixels = path.read_bytes().split(b"\n", 3)
        assert (kind, most) == (b"P6", b"255"), (kind, most)
        width, height = map(int, size.split())
        return width, height, pixels

    # --- scenes

    def _take_scene(self, line):
        try:
            scene = json.loads(line)
        except ValueError:
            return  # the rest of a line that a killed stb-app had begun
        scene["at_host"] = time.monotonic()
        self.scenes.append(scene)
        self.arrived.put(scene)

    @property
    def scene(self):
        return self.scenes[-1] if self.scenes else {}

    def log_text(self):
        return (self.folder / "console.log").read_text(errors="replace")

    def until(self, timeout=PATIENCE_S, **wanted):
        return harness.Box.until(self, timeout, **wanted)

    # --- the hand inside

    def _take_agent(self, line):
        if line.startswith(b"\x04"):
            self.answers.put(("".join(self.agent_lines), float(line[1:])))
            self.agent_lines = []
        else:
            self.agent_lines.append(line.decode(errors="replace"))

    def run(self, command, timeout=PATIENCE_S):
        """What the box's shell prints."""
        self.agent_port.send(command + "\n")
        try:
            output, up = self.answers.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"the box does not answer: {command}\n{self.log_text()[-3000:]}") from None
        self.kernel_started = time.monotonic() - up
        return output.strip()

    def wait_for(self, command, wanted, timeout=PATIENCE_S):
        until = time.monotonic() + timeout
        while True:
            output = self.run(command)
            if wanted in output:
                return output
            if time.monotonic() > until:
                raise AssertionError(f"{command}: no {wanted!r} in {output!r}\n{self.log_text()[-3000:]}")
            time.sleep(0.1)

    def pid(self, program):
        return self.run(f"pidof {program}")

    def started_s(self, program):
        """When it was started, in seconds since the kernel's start."""
        return int(self.run(f"cut -d' ' -f22 /proc/$(pidof {program})/stat")) / 100

    def memory(self, program):
        """PSS in MiB, and how much of it is the program's own (not pages of files): the rest other programs could share."""
        lines = self.run(f"cat /proc/$(pidof {program})/smaps_rollup").splitlines()
        kib = {words[0]: int(words[1]) for words in map(str.split, lines) if len(words) == 3}
        return f"{kib['Pss:'] / 1024:.1f} MiB, of it its own {kib['Pss_Anon:'] / 1024:.1f} MiB"

    def bring_remote(self, name, player="remote-device"):
        """A remote made of data (remotes/NAME) comes."""
        self.run(f"[ -p /run/{name} ] || mkfifo /run/{name}; "
                 f"/usr/lib/box/{player} /usr/lib/box/remotes/{name} <>/run/{name} >/run/{name}.log 2>&1 &")

    def remote(self, name, *commands, gap_ms=450):
        for command in commands:
            time.sleep(gap_ms / 1000)
            self.run(f": >/run/{name}.log; echo '{command}' >/run/{name}")
            self.wait_for(f"cat /run/{name}.log", f"{command}: done")
