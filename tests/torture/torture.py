#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An SOS over networks as they are: how soon the hotline has it, and how soon its answer is on the screen.

    STB_BUILD=build /usr/bin/python3 tests/torture/torture.py [--runs N] [--write FILE] [ROW...]     (as root)

The real stb-app and stb-ui in a network namespace, the real hotline-sim outside of it, a bad cable between them
(bad_link.py). In each run the red key is pressed on a connection that was good until then; once the hotline has the SOS
its desk answers, and the time until the screen says so is taken too. Prints a table, and writes it to FILE.
"""
import argparse
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("STB_BUILD", str(ROOT / "build"))
sys.path[:0] = [str(ROOT / "tests" / "journeys"), str(ROOT / "tests" / "torture")]
from bad_link import BadLink  # noqa: E402
from harness import BUILD, Box, Hotline, texts  # noqa: E402

STATES = ("received", "answered", "help_sent", "arrived", "closed")
NEVER_S = 90  # what has not come by then is counted as not come
TOKEN = "torture-desk"


def cut(seconds):
    """The cable is out when the key is pressed, and in again after SECONDS."""
    def trouble(link):
        link.set(up=False)
        return time.monotonic() + seconds, lambda: link.set(up=True)
    return trouble


def lasting(**how):
    def trouble(link):
        link.set(**how)
        return None
    return trouble


def new_address(link):
    link.change_address("10.0.2.16" if link.near == "10.0.2.15" else "10.0.2.15")


def together(*troubles):
    """All of them, in turn; the last one's due counts."""
    def trouble(link):
        return [one(link) for one in troubles][-1]
    return trouble


ROWS = {
    "a good line": lasting(),
    "5 % of packets lost": lasting(loss=0.05),
    "20 % lost": lasting(loss=0.20),
    "40 % lost": lasting(loss=0.40),
    "300 ms each way": lasting(delay_ms=300),
    "20 % lost, 300 ms each way": lasting(loss=0.20, delay_ms=300),
    "64 kbit/s": lasting(kbit_s=64),
    "32 kbit/s": lasting(kbit_s=32),
    "8 kbit/s": lasting(kbit_s=8),
    "every fifth packet late": lasting(reorder=0.20, delay_ms=20),
    "cable out for 5 s": cut(5),
    "cable out for 15 s": cut(15),
    "another address": new_address,
    "another address, 8 kbit/s": together(new_address, lasting(kbit_s=8)),
    "cable out for 5 s, 8 kbit/s": together(lasting(kbit_s=8), cut(5)),
}


class TokenHotline(Hotline):
    """One that listens for the namespace too, so its desk wants a token."""

    def __init__(self, folder):
        super().__init__(folder, extra=["--address", "0.0.0.0", "--desk-token", TOKEN])

    def start(self):
        super().start()
        self.url = f"https://127.0.0.1:{self.port}"
        self.opener.addheaders.append(("X-Desk-Token", TOKEN))


def program_inside(folder, link):
    program = folder / "stb-app-inside"
    program.write_text(f"#!/bin/sh\nexec ip netns exec {link.name} {BUILD}/stb-app \"$@\"\n")
    program.chmod(0o755)
    return program


def wait(what, limit_s, due=None):
    """The seconds until WHAT, None after LIMIT_S; DUE is what is to be done at a moment meanwhile."""
    start = time.monotonic()
    while time.monotonic() - start < limit_s:
        if what():
            return time.monotonic() - start
        if due and time.monotonic() >= due[0]:
            due[1]()
            due = None
        time.sleep(0.01)
    return None


class Stage:
    def __init__(self, folder, name, seed):
        self.link = BadLink(name, seed=seed)
        self.hotline = TokenHotline(folder)
        self.box = Box(folder / "box", [f"https://{self.link.far}:{self.hotline.port}"], self.hotline.tls,
                       program=program_inside(folder, self.link))

    def calm(self):
        """A good line, nothing open, television."""
        self.link.good()
        for request in self.hotline.requests(kind="sos"):
            for status in STATES[STATES.index(request["status"]) + 1:]:
                self.hotline.set_status(request["id"], status)
        if self.hotline.requests(kind="sos"):
            self.box.until(60, sos__state="closed")
        self.box.press("KEY_TV")
        self.box.until(30, screen="tv")
        self.box.until(60, link="connected")

    def run(self, trouble):
        """Seconds from the key to the hotline, from its answer to the screen, and whether the box told to dial."""
        self.calm()
        known = {request["id"] for request in self.hotline.requests(kind="sos")}
        seen = len(self.box.scenes)
        due = trouble(self.link)
        self.box.send("KEY_SOS")
        new = []

        def arrived():
            new[:] = [request for request in self.hotline.requests(kind="sos") if request["id"] not in known]
            return bool(new)
        out = wait(arrived, NEVER_S, due)
        if out is None:
            return None, None, self.told_to_dial(seen)
        self.hotline.set_status(new[0]["id"], "answered")
        back = wait(lambda: self.box.scene.get("sos", {}).get("state") == "answered", NEVER_S)
        return out, back, self.told_to_dial(seen)

    def told_to_dial(self, since):
        return any("请拨打" in texts(scene) for scene in self.box.scenes[since:])

    def close(self):
        self.link.good()
        self.box.stop()
        self.hotline.stop()
        self.link.close()


def three(values):
    """Median, 95th of a hundred and worst, in seconds; one that never came is the worst of all."""
    ordered = sorted(float("inf") if value is None else value for value in values)
    picked = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))], ordered[-1]
    return " / ".join("never" if value == float("inf") else f"{value:.1f}" for value in picked)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--write")
    parser.add_argument("rows", nargs="*")
    options = parser.parse_args()
    lines = [f"| the line ({options.runs} runs each) | key to the hotline, s | its answer to the screen, s | told to dial |",
             "|---|---|---|---|"]
    lost = 0
    for number, name in enumerate(options.rows or ROWS):
        with tempfile.TemporaryDirectory(prefix="stb-torture-") as folder:
            stage = Stage(pathlib.Path(folder), f"stb{os.getpid() % 1000}-{number}", number)
            try:
                runs = [stage.run(ROWS[name]) for _ in range(options.runs)]
            finally:
                stage.close()
        lost += sum(out is None or back is None for out, back, _ in runs)
        lines.append(f"| {name} | {three([out for out, _, _ in runs])} | {three([back for _, back, _ in runs])} "
                     f"| {sum(told for _, _, told in runs)} |")
        print(lines[-1], flush=True)
    if options.write:
        pathlib.Path(options.write).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
