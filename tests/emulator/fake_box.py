#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for stb-app, for the emulator's tests: it speaks the same three languages (key-script lines in, scene lines
out, frames in shared memory, stb-app/ipc/frame_shm.h) and keeps no other promise. Every line that comes in is written to
STATE_DIR/lines with the moment it came, so that a test sees exactly what the emulator sent; the arguments go to
STATE_DIR/arguments.

KEY_HOMEPAGE shows the channel, KEY_TV hides it, every other key moves a bar; `shot` writes a PNG. KEY_9 ends it with
status 7, KEY_8 makes it deaf to SIGTERM, KEY_7 writes rubbish instead of a scene line, KEY_6 a header that lies.
"""
import argparse
import json
import mmap
import os
import signal
import struct
import subprocess
import sys
import time

PIXELS_AT = 4096
HEAD = struct.Struct("=IIII II iiii qq")  # frame_shm.h
MAGIC = 0x53544246


class Screen:
    def __init__(self, fd, width, height):
        self.memory = mmap.mmap(fd, PIXELS_AT + 3840 * 2160 * 4)
        self.width, self.height = width, height
        self.sequence, self.shown, self.bar = 0, 0, 0

    def head(self, changed, key_us, magic=MAGIC, width=None):
        now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000 if key_us else 0
        self.memory[: HEAD.size] = HEAD.pack(magic, width or self.width, self.height, self.width * 4, self.sequence,
                                             self.shown, *changed, key_us, now)

    def rows(self, top, bottom, pixel):
        start = PIXELS_AT + top * self.width * 4
        self.memory[start:start + (bottom - top) * self.width * 4] = pixel * (self.width * (bottom - top))

    def draw(self, key_us=0, **lies):
        whole = self.sequence == 0
        step = self.height // 12
        top = 0 if whole else min(self.bar, (self.bar - 1) % 12) * step
        bottom = self.height if whole else min(self.height, (max(self.bar, (self.bar - 1) % 12) + 1) * step)
        self.sequence += 1
        self.head((0, top, self.width, bottom - top), key_us)
        self.rows(top, bottom, struct.pack("<I", 0xFF103050))
        self.rows(self.bar * step, (self.bar + 1) * step, struct.pack("<I", 0xFFF0C020))
        self.sequence += 1
        self.head((0, top, self.width, bottom - top), key_us, **lies)

    def save(self, path):
        size = f"{self.width}x{self.height}"
        pixels = self.memory[PIXELS_AT:PIXELS_AT + self.width * self.height * 4]
        subprocess.run(["convert", "-size", size, "-depth", "8", "bgra:-", path], input=pixels, check=True)


def say(screen, name):
    print(json.dumps({"at_ms": 0, "screen": name, "title": f"第 {screen.bar} 格", "link": "connected"},
                     ensure_ascii=False), flush=True)


def press(screen, key):
    key_us = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    if key == "KEY_9":
        sys.exit(7)
    if key == "KEY_8":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if key == "KEY_7":
        print("{rubbish" + "x" * 300000, flush=True)
        return
    if key == "KEY_TV":
        screen.shown = 0
        screen.head((0, 0, 0, 0), 0)
        say(screen, "tv")
        return
    if key == "KEY_HOMEPAGE":
        screen.shown = 1
    else:
        screen.bar = (screen.bar + 1) % 12
    screen.draw(key_us, **({"width": 0x7FFFFFFF} if key == "KEY_6" else {}))
    say(screen, "home")


def main():
    options = argparse.ArgumentParser()
    for name in ("config", "state-dir", "display", "size", "keys", "scene", "shots", "frames"):
        options.add_argument("--" + name, required=True)
    o = options.parse_args()
    width, height = map(int, o.size.split("x"))
    screen = Screen(int(o.frames), width, height)
    with open(os.path.join(o.state_dir, "arguments"), "w") as file:
        file.write("\n".join(sys.argv[1:]))
    if json.load(open(o.config)).get("refuse"):
        sys.stderr.write("stand-in: this config is refused\n")
        sys.exit(2)
    say(screen, "tv")
    with open(os.path.join(o.state_dir, "lines"), "a", buffering=1) as log:
        for line in sys.stdin:
            log.write(f"{time.monotonic():.3f} {line}")
            verb, word = line.split()
            if verb == "down":
                press(screen, word)
            elif verb == "shot":
                screen.save(os.path.join(o.shots, word + ".png"))


main()
