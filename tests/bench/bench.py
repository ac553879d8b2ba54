#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How quick and how small the real programs are here, beside what was asked (docs/figures.md) and beside the
floor: what a bare program needs for the same on this machine in the same run.

    STB_BUILD=build /usr/bin/python3 tests/bench/bench.py [--write FILE] [PART...]
    parts: sos frames screens memory idle outbox disk; all of them, whole, become the table of FILE (docs/figures.md)

It only tells: a slow machine is no fault, so a MISSED is not one either; it ends in 1 only when something does not run.
Times come from the programs' own clock (the debug log, the hotline's books), never from this script's. The remote's
bounce filter is off here, so that a press can follow a press after 25 ms.
"""
import contextlib
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("STB_BUILD", str(ROOT / "build"))
sys.path.insert(0, str(ROOT / "tests" / "journeys"))
from harness import BUILD, Box, Hotline, texts  # noqa: E402

SIZES = {"1280x720": 2000, "1920x1080": 4000}  # a focus move's limit in us
QUICK = {"remote": {"bounce_ms": 0, "ok_bounce_ms": 0}}
MOVES, CHANGES, INCIDENTS, COLD_STARTS, SHOWN, IDLE_S = 1000, 40, 60, 12, 20, 30
FLOORS = {"floor_directfb": "directfb", "floor_https": "openssl", "floor_resident": "libcurl sqlite3 libinput",
          "bench_outbox": "sqlite3 libcurl openssl libuv json-c",
          "bench_draw": "directfb freetype2 libpng libjpeg libuv json-c"}
PARTS_OF = {"bench_outbox": ["net.a", "leaves.a"], "bench_draw": ["ui.a", "leaves.a"]}


# --- figures and the table

def share(values, part):
    values = sorted(values)
    return values[round((len(values) - 1) * part)]


def three(values):
    return share(values, 0.5), share(values, 0.99), max(values)


def ms(us):
    return "" if us is None else f"{us / 1000:.2f}"


# what was measured, as the rows of a document's table
WRITTEN = ["| what (how often) | unit | p50 | p99 | most | asked | floor (a bare program) |", "|---|---|---|---|---|---|---|"]
TABLE = re.compile(r"^Measured by `make bench`(?:.+\n)+\n(?:\|.*\n)+", re.M)
LOAD = os.getloadavg()[0]  # before we make one


def line(what, figures, asked="", floor="", verdict="", unit="ms"):
    three_cells = list(figures) + [""] * (3 - len(figures))
    missed = "**missed** " if verdict == "MISSED" else ""
    WRITTEN.append(f"| {what} | {unit} | {' | '.join(map(str, three_cells))} | {missed}{asked} | {floor} |")
    cells = [f"{figure:>9}" for figure in list(figures) + [""] * (3 - len(figures))]
    print(f"{what:<57}{unit:>4}{''.join(cells)}  {asked:<22}{floor:<24}{verdict}", flush=True)


def judged(fine):
    return "ok" if fine else "MISSED"


def times(what, values, asked="", fine=None, floor=None):
    """A line of p50, p99 and the most; FINE judges these three, in us."""
    figures = three(values)
    line(f"{what} ({len(values)})", [ms(us) for us in figures], asked, " / ".join(ms(us) for us in floor or []),
         judged(fine(*figures)) if fine else "")


def heading(text):
    print(f"\n{text}", flush=True)


def commit():
    done = subprocess.run(["git", "log", "-1", "--format=%h"], cwd=ROOT, text=True, stdout=subprocess.PIPE)
    return done.stdout.strip() or "no commit"


def write(name):
    """The table in NAME anew; the paragraphs around it stay as they are."""
    file = pathlib.Path(name)
    before = file.read_text(encoding="utf-8")
    text = "\n".join([f"Measured by `make bench` at commit {commit()}: {machine_words()}.", "", *WRITTEN, ""])
    after, tables = TABLE.subn(lambda _: text, before)
    if tables != 1:
        sys.exit(f"{name}: expected one table below a line that begins with \"Measured by `make bench`\"")
    file.write_text(after, encoding="utf-8")


def machine_words():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return (f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, "
            f"load {LOAD:.1f} before it")


def machine():
    print(f"{machine_words()}; programs of {BUILD}")
    if LOAD > 0.5:
        print("Something else is at work on this machine: the p99 and the most tell of that too.")
    print(f"{'':<57}{'unit':>4}{'p50':>9}{'p99':>9}{'most':>9}  {'asked':<22}{'floor p50 / p99 / most':<24}")


# --- the bare programs

def compile_floors():
    (BUILD / "bench").mkdir(exist_ok=True)
    for name, packages in FLOORS.items():
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", *packages.split()], check=True, text=True,
                               stdout=subprocess.PIPE).stdout.replace("-I", "-isystem ").split()
        archives = [str(BUILD / part) for part in PARTS_OF.get(name, [])]
        subprocess.run(["cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-I.", "-D_GNU_SOURCE", "-o",
                        str(BUILD / "bench" / name), f"tests/bench/{name}.c", *archives, *flags, "-lm"],
                       cwd=ROOT, check=True)


def run_floor(name, *words):
    return subprocess.run([str(BUILD / "bench" / name), *map(str, words)], check=True, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout


@contextlib.contextmanager
def resting(name, *words, env=None):
    """A bare program that has said its line and now sits there."""
    program = subprocess.Popen([str(BUILD / "bench" / name), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, env={**os.environ, **(env or {})})
    try:
        said = program.stdout.readline()
        if not said:
            raise RuntimeError(f"{name} said nothing")
        yield program.pid, said
    finally:
        program.stdin.close()
        program.wait(10)
        program.stdout.close()


# --- the real programs

@contextlib.contextmanager
def hotline_and_box(**more):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="stb-bench-"))
    hotline = box = None
    try:
        hotline = Hotline(folder)
        box = Box(folder / "box", [hotline.url], hotline.tls, config=QUICK, **more)
        box.until(link="connected")
        time.sleep(1)  # catalog and profile have come
        yield hotline, box
    finally:
        if box and box.process:
            box.stop()
        if hotline:
            hotline.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Log:
    """What the box's log says from here on."""

    def __init__(self, box):
        self.path = box.folder / "box.log"
        self.start = self.path.stat().st_size

    def found(self, pattern):
        with open(self.path, "rb") as file:
            file.seek(self.start)
            return re.findall(pattern, file.read().decode(errors="replace"))

    def numbers(self, pattern, count, after_s=0):
        """COUNT of them, or a few less if no more come: on a busy machine two keys may share a frame. Looks only after
        AFTER_S, so as not to be in the way meanwhile."""
        time.sleep(after_s)
        numbers, since = [], time.monotonic()
        while len(numbers) < count and time.monotonic() - since < 2:
            time.sleep(0.05)
            before, numbers = len(numbers), [int(number) for number in self.found(pattern)]
            since = time.monotonic() if len(numbers) > before else since
        if len(numbers) < count * 0.95:
            raise RuntimeError(f"{len(numbers)} of {count} times {pattern!r} in the log of the box")
        return numbers


KEY_TO_FRAME = r"key to frame (\d+) us"
KEY_TO_FIRST = r"key to first frame (\d+) us"


def press(box, key):
    """After a moment in which this script has gone to sleep: else the two cores are not the programs' own."""
    box.send("wait 50", key)


def close_incident(hotline, box):
    incident = box.scene["sos"]["id"]
    hotline.set_status(incident, "answered")
    hotline.set_status(incident, "closed")
    box.until(sos__state="closed")


def sos_moments(hotline, log):
    """By incident: key-down, last byte sent, stored at the hotline; in us of one clock."""
    pressed = dict(log.found(r"incident (\S+): pressed, key at (\d+) us"))
    sent = dict(log.found(r"debug net: (\S+): last byte sent at (\d+) us"))
    stored = {row["id"]: row["stored_us"] for row in hotline.requests(kind="sos")}
    return [(int(at), int(sent[incident]), stored[incident]) for incident, at in pressed.items()]


# --- 1 frames

def while_pictures_come(box):
    """Into each group of the shop for the first time: its pictures are fetched, stored and decoded meanwhile."""
    moves = []
    box.press("KEY_4")
    box.until(screen="cart")
    for group in range(8):
        for _ in range(group):
            box.press("KEY_DOWN", gap_ms=60)
        time.sleep(0.3 + 0.06 * group)
        title = box.scene["title"]
        box.press("KEY_OK")
        until = time.monotonic() + 5
        while box.scene["title"] == title and time.monotonic() < until:
            time.sleep(0.002)
        log = Log(box)
        for _ in range(6):
            box.send("wait 20", "KEY_DOWN", "wait 20", "KEY_UP")
        moves += log.numbers(KEY_TO_FRAME, 12, 0.5)
        box.press("KEY_BACK", "KEY_BACK")
        box.until(screen="home")
        box.press("KEY_4")
        box.until(screen="cart")
    box.press("KEY_BACK")
    box.until(screen="home")
    return moves

def frames(size, limit):
    heading(f"Frames at {size}: stb-app (key script) -> stb-ui -> presented")
    floor = json.loads(run_floor("floor_directfb", size, MOVES))
    with hotline_and_box(start="home", size=size) as (_, box):
        box.until(screen="home")
        log = Log(box)
        for _ in range(MOVES // 4):
            box.send("wait 25", "KEY_RIGHT", "wait 25", "KEY_DOWN", "wait 25", "KEY_LEFT", "wait 25", "KEY_UP")
        moves = log.numbers(KEY_TO_FRAME, MOVES, MOVES * 0.026)
        times("key to frame, the focus moves", moves, f"p99 <= {ms(limit)}", lambda _, p99, most: p99 <= limit,
              floor["move_us"])
        log = Log(box)
        for _ in range(CHANGES):
            box.send("wait 150", "KEY_2", "wait 150", "KEY_BACK")
        changes = log.numbers(KEY_TO_FRAME, 2 * CHANGES, CHANGES * 0.3)
        pictured = while_pictures_come(box)
        times("key to frame, focus moves while pictures come", pictured, "each <= 20.00",
              lambda p50, p99, most: most <= 20000)
        line("key to frame, first opening of a screen", [ms(changes[0])], "<= 20.00", "", judged(changes[0] <= 20000))
        times("key to frame, the screen changes (home - taxi)", changes[1:], "each <= 20.00",
              lambda p50, p99, most: most <= 20000, floor["change_us"])
    drawn = json.loads(run_floor("bench_draw", BUILD / "share" / "fonts", size))
    line("drawing alone, a scene like it: focus moves", [f"{drawn['move_p50_ms']:.2f}", f"{drawn['move_p99_ms']:.2f}"])
    line("drawing alone, a scene like it: screen changes", [f"{drawn['change_p50_ms']:.2f}", f"{drawn['change_p99_ms']:.2f}"])


def all_frames():
    for size, limit in SIZES.items():
        frames(size, limit)


# --- 2 the SOS

def floor_sos(hotline, count, how):
    moments = [row.split() for row in run_floor("floor_https", hotline.port, hotline.tls, count, 90, how).splitlines()]
    stored = {row["id"]: row["stored_us"] for row in hotline.requests(kind="sos")}
    return ([int(sent) - int(begun) for _, begun, sent in moments],
            [stored[incident] - int(begun) for incident, begun, _ in moments])


def tell_sos(how, moments, floor, asked="", fine=None):
    times(f"SOS key to the last byte in the kernel, {how}", [sent - key for key, sent, _ in moments], asked, fine,
          three(floor[0]))
    times(f"SOS key to stored at the hotline, {how}", [stored - key for key, _, stored in moments],
          floor=three(floor[1]))


def sos():
    heading("SOS over TLS to the hotline, no display")
    with hotline_and_box(start="tv", display="none") as (hotline, box):
        log = Log(box)
        for _ in range(INCIDENTS):
            press(box, "KEY_SOS")
            box.until(sos__state="received")
            close_incident(hotline, box)
        warm = sos_moments(hotline, log)
        log = Log(box)
        for _ in range(COLD_STARTS):
            box.stop()
            box.start()
            box.send("KEY_SOS")
            box.until(sos__state="received")
            close_incident(hotline, box)
        cold = sos_moments(hotline, log)
        tell_sos("warm", warm, floor_sos(hotline, INCIDENTS, "warm"), "p50 <= 1, p99 <= 3",
                 lambda p50, p99, most: p50 <= 1000 and p99 <= 3000)
        tell_sos("at start", cold, floor_sos(hotline, COLD_STARTS, "cold"))


# --- 3 from live television

def leave(box):
    box.send("KEY_TV")
    box.until(screen="tv")
    time.sleep(0.25)


def sos_until_closed(hotline, box):
    press(box, "KEY_SOS")
    box.until(screen="sos", sos__state="received")
    close_incident(hotline, box)


def sos_shown(hotline, box, log):
    """Key-down to the SOS screen while the channel is shown."""
    waits = []
    for _ in range(SHOWN):
        sos_until_closed(hotline, box)
        waits.append(int(log.found(r"debug channel: screen sos at (\d+) us")[-1]) -
                     int(log.found(r"pressed, key at (\d+) us")[-1]))
        box.press("KEY_OK")
        box.until(screen="home")
    return waits


def bare_starts(size):
    waits = []
    for _ in range(5):
        begun_us = time.monotonic_ns() // 1000
        with resting("floor_directfb", size, "0") as (_, said):
            waits.append(json.loads(said)["first_us"] - begun_us)
    return three(waits)


def screens():
    size = "1280x720"
    heading(f"From live television at {size} (floor: a bare DirectFB program from exec to its first frame)")
    floor = bare_starts(size)
    with hotline_and_box(start="tv", size=size) as (hotline, box):
        log = Log(box)
        for _ in range(SHOWN):
            press(box, "KEY_HOMEPAGE")
            box.until(screen="home")
            leave(box)
        times("one-key on live TV to the first frame of home", log.numbers(KEY_TO_FIRST, SHOWN), "each <= 60.00",
              lambda p50, p99, most: most <= 60000, floor)
        log = Log(box)
        for _ in range(SHOWN):
            sos_until_closed(hotline, box)
            leave(box)
        times("SOS key on live TV to the SOS screen's first frame", log.numbers(KEY_TO_FIRST, SHOWN),
              "each <= 200.00", lambda p50, p99, most: most <= 200000, floor)
        box.send("KEY_HOMEPAGE")
        box.until(screen="home")
        times("SOS key to the SOS screen, channel shown", sos_shown(hotline, box, Log(box)), "p99 <= 100.00",
              lambda p50, p99, most: p99 <= 100000)


# --- 4 memory

def memory_of(pid):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return {name: int(kib) / 1024 for name, kib in re.findall(r"^(\w+): +(\d+) kB", text, re.M)}


def memory_line(what, pid, most, floor):
    memory = memory_of(pid)
    line(what, [f"{memory['Pss']:.1f}"], f"<= {most}", f"{floor:.1f}", judged(memory["Pss"] <= most), "MiB")
    own = memory["Private_Clean"] + memory["Private_Dirty"]
    print(f"    its own {own:.1f}, with all it shares {memory['Rss']:.1f}")


def walk(hotline, box):
    """Into each tile of home, along the first choices up to where something would be ordered, and back; then an SOS
    that is answered with an emoji."""
    seen = set()
    for digit in range(1, 7):
        box.press(f"KEY_{digit}", "KEY_DOWN")
        time.sleep(1)
        for _ in range(5):
            seen.add((box.scene["screen"], box.scene.get("step")))
            if box.scene["screen"] in ("home", "confirm", "orders", "result"):
                break
            box.press("KEY_OK")
            time.sleep(0.5)
        box.press("KEY_HOMEPAGE")
        if box.scene["screen"] != "home":
            box.until(screen="home")
    box.send("KEY_SOS")
    box.until(screen="sos", sos__state="received")
    hotline.set_status(box.scene["sos"]["id"], "answered", message="\U0001F691 救护车马上到")
    box.until(screen="sos", sos__state="answered")
    time.sleep(0.5)
    seen.add(("sos", None))
    return seen


def own_libraries(folder):
    """Copies of stb-app's libraries: no other program has them."""
    for name in ("stb-app", "bench/floor_resident"):
        found = subprocess.run(["ldd", str(BUILD / name)], check=True, text=True, stdout=subprocess.PIPE).stdout
        for path in re.findall(r"=> (/\S+)", found):
            if not (folder / pathlib.Path(path).name).exists():
                shutil.copy(path, folder)
    return {"LD_LIBRARY_PATH": str(folder)}


def memory_alone():
    with tempfile.TemporaryDirectory(prefix="stb-bench-") as folder:
        env = own_libraries(pathlib.Path(folder))
        with resting("floor_resident", env=env) as (pid, _):
            bare = memory_of(pid)["Pss"]
        with hotline_and_box(start="tv", display="none", env=env) as (_, box):
            line("stb-app, if no other program shared a library with it",
                 [f"{memory_of(box.process.pid)['Pss']:.1f}"], "", f"{bare:.1f}", unit="MiB")


def memory():
    heading("Memory (PSS)")
    with resting("floor_resident") as (pid, _):
        resident = memory_of(pid)["Pss"]
    for size, most in (("1280x720", 16), ("1920x1080", 32)):
        memory_at(size, most, resident)
    memory_alone()


def memory_at(size, most, resident):
    with resting("floor_directfb", size, "0") as (pid, _):
        bare = memory_of(pid)["Pss"]
    with hotline_and_box(start="tv", size=size) as (hotline, box):
        if size == "1280x720":
            memory_line("stb-app, live television", box.process.pid, 10, resident)
        box.send("KEY_HOMEPAGE")
        box.until(screen="home")
        time.sleep(1)
        log = Log(box)
        seen = walk(hotline, box)
        emoji = any("\U0001F691" in texts(scene) for scene in box.scenes)
        if size == "1280x720":
            memory_line("stb-app, channel shown", box.process.pid, 10, resident)
        memory_line(f"stb-ui at {size}, {len(seen)} screens{', an emoji' if emoji else ''}", box.screen_pid(), most,
                    bare)
        times(f"key to frame at {size}, a walk through them", log.numbers(KEY_TO_FRAME, 1), "each <= 20.00",
              lambda p50, p99, most_us: most_us <= 20000)


# --- 5 idle

def ran_ns(pid):
    return sum(int((task / "schedstat").read_text().split()[0])
               for task in pathlib.Path(f"/proc/{pid}/task").iterdir())


def idle():
    heading(f"Idle: share of one core over {IDLE_S} s")
    with resting("floor_resident") as (resident, _), resting("floor_directfb", "1280x720", "0") as (bare, _), \
            hotline_and_box(start="home") as (_, box), hotline_and_box(start="tv") as (_, hidden):
        box.until(screen="home")
        time.sleep(3)
        groups = {"home": [box.process.pid, box.wait_screen_pid()], "hidden": [hidden.process.pid],
                  "floor": [bare, resident]}
        before = {name: sum(map(ran_ns, pids)) for name, pids in groups.items()}
        time.sleep(IDLE_S)
        used = {name: (sum(map(ran_ns, pids)) - before[name]) / (IDLE_S * 1e7) for name, pids in groups.items()}
    for what, name in (("stb-app and stb-ui together, home is shown", "home"), ("stb-app, live television", "hidden")):
        line(what, [f"{used[name]:.3f}"], "<= 0.25", f"{used['floor']:.3f}", judged(used[name] <= 0.25), "%")


# --- 6 the outbox

def outbox():
    heading("Outbox (floor: write and fdatasync of 4 KiB beside it)")
    with tempfile.TemporaryDirectory(prefix="stb-bench-") as folder:
        found = json.loads(run_floor("bench_outbox", folder, 300))
    line("one request committed (300)", [ms(us) for us in found["commit_us"]], "",
         " / ".join(ms(us) for us in found["write_us"]))


# --- 7 a slow flash

def slow_disk(folder):
    """The environment of a box on a flash that takes as long a sync as its file says (tests/journeys/slow_disk.c)."""
    library, says = folder / "slow_disk.so", folder / "says"
    subprocess.run(["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-O2", "-o", str(library), "tests/journeys/slow_disk.c"],
                   cwd=ROOT, check=True)
    says.write_text("30")
    return {"LD_PRELOAD": str(library), "SLOW_DISK": str(says)}


def disk():
    """From before the key is sent, not from when it is read: what holds up the loop holds up its reading too."""
    heading("SOS in the midst of ten notices, on a flash of 30 ms a sync")
    with tempfile.TemporaryDirectory(prefix="stb-bench-") as folder, \
            hotline_and_box(start="tv", display="none", env=slow_disk(pathlib.Path(folder))) as (hotline, box):
        log, pressed = Log(box), []
        for number in range(SHOWN):
            for one in range(10):
                hotline.desk("POST", "notices", {"device": "PT-000123", "kind": "message", "title": f"{number}.{one}"})
            pressed.append(time.monotonic_ns() // 1000)
            box.send("KEY_SOS")
            box.until(sos__state="received")
            close_incident(hotline, box)
        sent = [int(at) for at in log.found(r"last byte sent at (\d+) us")]
    times("SOS key to the last byte in the kernel, slow flash", [at - key for key, at in zip(pressed, sent)], "most 500",
          lambda p50, p99, most: most <= 500000)


PARTS = {"sos": sos, "frames": all_frames, "screens": screens, "memory": memory, "idle": idle, "outbox": outbox,
         "disk": disk}


def main(names):
    target = names[1] if names[:1] == ["--write"] and len(names) == 2 else None
    names = [] if target else names
    if not set(names) <= set(PARTS):
        sys.exit(f"bench.py: expected some of: {' '.join(PARTS)}")
    compile_floors()
    machine()
    broken = False
    for name in names or PARTS:
        try:
            PARTS[name]()
        except Exception:  # one part that does not run must not hide the others
            print(f"{name} DID NOT RUN\n{traceback.format_exc()}", flush=True)
            broken = True
    if target and not broken:
        write(target)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
