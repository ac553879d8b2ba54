# SPDX-License-Identifier: Apache-2.0
"""What the box starts inherits nothing by accident: each child's descriptors are listed, its environment, what it may
leave behind, and what is left of it when it has ended."""
import os
import pathlib
import signal
import time

from harness import Journey, microphone

SLOW = 'echo $$ >"{folder}/{name}"; exec sleep 30'
# It leaves one behind, which holds what it was given for as long as it lives.
DAEMON = '(echo $BASHPID >"{folder}/daemon"; exec sleep 300) & echo $$ >"{folder}/show"'
ENGINE = 'echo $$ >"{folder}/engine"; espeak-ng -s 300 --stdout a; sleep 1000 & echo $! >"{folder}/engine_child"; wait'


def held(pid):
    """Its descriptors: {number: what it is}, "pipe", "socket" or a path."""
    found = {}
    for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            found[int(entry.name)] = os.readlink(entry).split(":[")[0]
        except OSError:
            pass
    return found


def environment(pid):
    pairs = pathlib.Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if pair)


def status(pid, field):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return line.split()[1]
    raise AssertionError(field)


def lives(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Children(Journey):
    START, VOICE = "home", {}

    def new_box(self, **more):
        script = {"show": DAEMON, "hide": SLOW.replace("{name}", "hide"), "mute": "true", "unmute": "true"}
        hooks = {name: ["/bin/bash", "-c", text.format(folder=self.folder)] for name, text in script.items()}
        voice = {"guidance": True, "output": "mouth", "capture": "ear",
                 "speech_command": ["/bin/sh", "-c", ENGINE.format(folder=self.folder)]}
        env = {**microphone(self.folder), "SSLKEYLOGFILE": str(self.folder / "keys"), "NOTIFY_SOCKET": "@nobody",
               "SECRET": "told to nobody", "STB_TUNER": "told to hooks"}
        return super().new_box(config={"hooks": hooks, "voice": voice}, env=env, **more)

    def pid(self, name, timeout=15):
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            try:
                return int((self.folder / name).read_text())
            except (FileNotFoundError, ValueError):
                time.sleep(0.02)
        raise AssertionError(f"no {name}: {self.box.log_text()[-2000:]}")

    def goes_away(self, pid, timeout=5):
        until = time.monotonic() + timeout
        while lives(pid):
            self.assertLess(time.monotonic(), until, f"{pid} is still there")
            time.sleep(0.02)

    def holds(self, pid, wanted):
        """A program that has just begun may be reading its locale."""
        until = time.monotonic() + 5
        while held(pid) != wanted and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(held(pid), wanted)

    def listener(self):
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if b"stb-listen" in (entry / "cmdline").read_bytes() and \
                        int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == self.box.process.pid:
                    return int(entry.name)
            except (OSError, ValueError, IndexError):
                continue
        return None

    def test_each_holds_what_it_was_given(self):
        self.connected()
        ui, daemon, engine = self.box.wait_screen_pid(), self.pid("daemon"), self.pid("engine")
        self.holds(daemon, {0: "/dev/null", 1: "pipe", 2: "pipe"})
        self.holds(engine, {0: "/memfd:stb-speech (deleted)", 1: "pipe", 2: "/dev/null"})
        mine = held(ui)
        self.assertEqual((status(ui, "Seccomp"), status(engine, "Seccomp")), ("2", "2"))  # no network
        self.assertEqual((mine[0], mine[1], mine[2], mine[3]), ("/dev/null", "pipe", "pipe", "socket"))
        # what it opened itself is its own; but of sockets it has that to us and its loop's pair for signals
        self.assertLessEqual(sum(what == "socket" for what in mine.values()), 3, mine)
        self.assertFalse([what for what in mine.values() if str(self.folder) in what], mine)
        self.box.press("KEY_TV")
        self.box.until(screen="tv")
        self.holds(self.pid("hide"), {0: "/dev/null", 1: "pipe", 2: "pipe"})
        for pid in (daemon, self.pid("hide")):
            told = environment(pid)
            self.assertEqual(told.get("STB_TUNER"), "told to hooks")
            self.assertFalse({"SECRET", "NOTIFY_SOCKET", "SSLKEYLOGFILE", "PYTHONPATH"} & told.keys(), told)
            ignored = int(status(pid, "SigIgn"), 16) & ~(3 << 31)  # 32 and 33 are glibc's own
            self.assertEqual((int(status(pid, "SigBlk"), 16), ignored), (0, 0))
            self.assertEqual(status(pid, "Umask"), "0077")
        self.assertFalse((self.folder / "keys").exists())
        os.kill(daemon, signal.SIGKILL)

    def test_a_daemon_that_a_hook_leaves_holds_no_connection_of_ours(self):
        self.connected()
        daemon = self.pid("daemon")
        self.box.kill()
        self.assertTrue(lives(daemon))
        self.assertNotIn("socket", held(daemon).values())
        os.kill(daemon, signal.SIGKILL)

    def test_who_records_holds_its_pipes(self):
        self.box.until(screen="home", link="connected")
        self.box.press("KEY_5")
        self.box.until(screen="step", step="topic")
        while self.box.scene["focus"] != "errand":
            self.box.press("KEY_DOWN")
            time.sleep(0.6)
        self.box.press("KEY_OK")
        self.box.until(screen="step", step="what", focus="spoken")
        self.box.press("KEY_OK")
        until = time.monotonic() + 5
        while not (pid := self.listener()):
            self.assertLess(time.monotonic(), until)
        mine = held(pid)
        self.assertEqual((mine[0], mine[1], mine[2]), ("pipe", "pipe", "pipe"))
        os.kill(self.pid("daemon"), signal.SIGKILL)

    def test_a_voice_ends_with_all_that_it_started(self):
        self.connected()
        engine, child = self.pid("engine"), self.pid("engine_child")
        self.assertNotEqual(os.getpgid(engine), os.getpgid(self.box.wait_screen_pid()))
        (self.folder / "engine_child").unlink()
        self.box.press("KEY_RIGHT")  # cuts it
        self.goes_away(engine)
        self.goes_away(child)
        engine, child = self.pid("engine"), self.pid("engine_child")
        os.kill(self.box.wait_screen_pid(), signal.SIGKILL)  # it cannot end its voice any more
        self.goes_away(child)
        self.goes_away(engine)
        os.kill(self.pid("daemon"), signal.SIGKILL)
