# SPDX-License-Identifier: Apache-2.0
"""A network cable as bad as one likes: two TUN devices, one in a network namespace of its own, and what lies between.

The kernel's own netem is not in every kernel; this needs only TUN and namespaces (root). Each packet is lost, delayed,
held up by a narrow line or let past its neighbour, in both directions alike, by a random generator with a seed.
"""
import fcntl
import heapq
import os
import random
import selectors
import struct
import subprocess
import threading
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
PACKET_MAX, QUEUE_MAX_S = 2048, 3.0  # what would wait longer than this in the line is dropped, as routers do


def run(*command):
    subprocess.run(command, check=True, capture_output=True, text=True)


def open_tun(name):
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return tun


class Direction:
    """One way along the cable: packets with the time at which they come out."""

    def __init__(self, link, out):
        self.link, self.out = link, out
        self.waiting, self.number, self.line_free = [], 0, 0.0

    def take(self, packet, now):
        link = self.link
        if not link.up or link.random.random() < link.loss:
            return
        if link.kbit_s:
            begin = max(now, self.line_free)
            if begin - now > QUEUE_MAX_S:
                return
            self.line_free = begin + len(packet) * 8 / (link.kbit_s * 1000)
        due = max(now, self.line_free) + link.delay_ms / 1000
        if link.reorder and link.random.random() < link.reorder:
            due += 0.03 + link.delay_ms / 1000  # the next ones overtake it
        self.number += 1
        heapq.heappush(self.waiting, (due, self.number, packet))

    def give(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            packet = heapq.heappop(self.waiting)[2]
            if self.link.up:
                try:
                    os.write(self.out, packet)
                except OSError:
                    pass  # the other end's device is down: lost

    def next_due(self):
        return self.waiting[0][0] if self.waiting else None


class BadLink:
    """Namespace NAME has NEAR/24 and reaches FAR, which is this machine's."""

    def __init__(self, name, near="10.0.2.15", far="10.0.2.2", seed=1):
        self.name, self.near, self.far = name, near, far
        self.random = random.Random(seed)
        self.good()
        run("ip", "netns", "add", name)
        self.inner, self.outer = open_tun(f"{name}-in"), open_tun(f"{name}-out")
        run("ip", "link", "set", f"{name}-in", "netns", name)
        self.inside("ip", "link", "set", "lo", "up")
        self.inside("ip", "addr", "add", f"{near}/24", "dev", f"{name}-in")
        self.inside("ip", "link", "set", f"{name}-in", "up")
        run("ip", "addr", "add", f"{far}/24", "dev", f"{name}-out")
        run("ip", "link", "set", f"{name}-out", "up")
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._forward, daemon=True)
        self.thread.start()

    def good(self):
        self.set(loss=0.0, delay_ms=0, kbit_s=0, reorder=0.0, up=True)

    def set(self, **trouble):
        for key, value in trouble.items():
            if key not in ("loss", "delay_ms", "kbit_s", "reorder", "up"):
                raise ValueError(key)
            setattr(self, key, value)

    def inside(self, *command):
        run("ip", "netns", "exec", self.name, *command)

    def change_address(self, near):
        """What a new lease does: the connections of the old address are dead, and nobody is told."""
        self.inside("ip", "addr", "del", f"{self.near}/24", "dev", f"{self.name}-in")
        self.inside("ip", "addr", "add", f"{near}/24", "dev", f"{self.name}-in")
        self.near = near

    def _forward(self):
        ways = {self.inner: Direction(self, self.outer), self.outer: Direction(self, self.inner)}
        selector = selectors.DefaultSelector()
        for tun in ways:
            selector.register(tun, selectors.EVENT_READ)
        while not self.stopped.is_set():
            due = [way.next_due() for way in ways.values() if way.next_due() is not None]
            patience = max(0.0, min(min(due) - time.monotonic(), 0.1)) if due else 0.1
            for key, _ in selector.select(patience):
                self._read(key.fd, ways[key.fd])
            for way in ways.values():
                way.give(time.monotonic())

    @staticmethod
    def _read(tun, way):
        while True:
            try:
                packet = os.read(tun, PACKET_MAX)
            except OSError:
                return
            way.take(packet, time.monotonic())

    def close(self):
        self.stopped.set()
        self.thread.join()
        for tun in (self.inner, self.outer):
            os.close(tun)
        run("ip", "netns", "del", self.name)
