# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, one function each: it takes the Tree and yields (file, line, what is wrong)."""
import collections
import json
import pathlib
import re

from documents import ARCHITECTURE, links, map_of_files, walks
from source import ROOMS

C = (".c", ".h", ".inc")
CATALOG = "assets/catalog.json"
WORDING = "docs/wording.md"
# What is said to the senior.
SAID = ("assets/strings/zh-CN.json", "assets/strings/en.json", CATALOG)
# Open to every room; `ui`, `remote` and `net` know these and themselves.
OPEN = ("stb-app/base", "stb-app/ipc")
# The one folder that may know `remote` and `net` at the same time.
HUB = "stb-app"
# Tables about the language itself: where a line may end. They are never shown.
LANGUAGE_TABLES = {"ui/text/linebreak.c", "ui/text/word_list.c", "ui/text/word_list.inc"}
# A library and the headers by which one includes it. One .c file each; json-c has a few readers, so it is not here.
LIBRARIES = {
    "libuv": r"uv\.h", "ALSA": r"alsa/", "opusenc": r"opus", "SQLite": r"sqlite3\.h", "libcurl": r"curl/",
    "OpenSSL": r"openssl/", "DirectFB": r"directfb", "FreeType": r"ft2build|freetype|FT_", "HarfBuzz": r"hb|harfbuzz/",
    "libpng": r"png\.h", "libjpeg": r"jpeglib\.h", "libinput": r"libinput\.h", "libudev": r"libudev\.h",
    "SDL2": r"(SDL2/)?SDL\.h", "SDL2_ttf": r"(SDL2/)?SDL_ttf\.h", "pocketsphinx": r"pocketsphinx|sphinxbase/",
}
SYSTEM = re.compile(r"(sys|linux|arpa|netinet|net|asm|json-c)/|(assert|ctype|dirent|dlfcn|endian|errno|execinfo|fcntl|"
                    r"fenv|float|ftw|getopt|grp|inttypes|langinfo|libgen|limits|locale|malloc|math|netdb|poll|pthread|pwd|sched|"
                    r"setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|"
                    r"string|strings|syslog|termios|time|uchar|unistd|wchar|wctype)\.h$")
# What comments used to point at and nobody can open.
ABSENT = re.compile(r"\b(design|house|mission|requirements?|platform|style)('s)? section \d+|"
                    r"\brequirements? (number )?\d+|\bissues? #?\d+", re.I)
# "Section 7" is fine when a document is named with it that can be opened.
SECTION = re.compile(r"\bsections? \d+", re.I)
OPENABLE = re.compile(r"RFC ?\d|\w+\.(md|yaml|h)\b|OpenAPI|EN \d|ISO|Unicode|UAX|WCAG|POSIX|C11|GB/?T? ?\d|HTML|PNG|GIF|JPEG|EXIF")
NAMED_FILE = re.compile(r"(?<![\w/.<*{$-])((?:[\w-]+/)*[\w-]+\.(?:c|h|md|py|inc|yaml|tsv|css|js|html))\b(?!\()")
WORDS = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
MEMORY = "stb-app/base/memory.c"
BARE_MEMORY = re.compile(r"\b((?:m|c|re|aligned_)alloc|reallocarray|strn?dup|v?asprintf|open_memstream|getline|getdelim)\s*\(")
NEEDS_SPDX = (".c", ".h", ".inc", ".py", ".sh", ".js", ".css", ".html", ".yaml", ".yml", ".mk")
SPDX = "SPDX-License-Identifier: Apache-2.0"


def order_of(tree):
    """The folders in the order of the fenced list in docs/architecture.md: each knows only itself and those above it."""
    fenced = re.search(r"^```order\n(.*?)^```", tree.text(ARCHITECTURE), re.M | re.S)
    return [line.split()[0] for line in fenced.group(1).splitlines() if line.strip()] if fenced else []


def inside(name):
    """The folder of an include of ours."""
    return name.rsplit("/", 1)[0] if "/" in name else ""


def ours(source):
    return [(line, what[1:-1]) for line, what in source.includes if what[0] == '"']


def arrows(tree):
    order = order_of(tree)
    if not order:
        yield ARCHITECTURE, 1, "has no list of folders fenced as ```order"
        return
    used = {s.folder for s in tree.sources(C, *ROOMS)}
    for folder in sorted(used - set(order)):
        yield ARCHITECTURE, 1, f"the order of folders lacks {folder}"
    for folder in sorted(set(order) - used):
        yield ARCHITECTURE, 1, f"the order of folders has {folder}, which holds no C"
    for source in tree.sources(C, *ROOMS):
        for line, name in ours(source):
            folder = inside(name)
            if source.folder in order and folder in order and order.index(folder) > order.index(source.folder):
                yield source.name, line, f"includes {name}, whose folder comes later in {ARCHITECTURE}'s order"


def rooms(tree):
    for source in tree.sources(C, *ROOMS):
        room = source.path.parts[0]
        known = {inside(name).split("/")[0] for _, name in ours(source)}
        for line, name in ours(source):
            if name not in tree.names:
                yield source.name, line, f"includes {name}, which is not there; paths start at the top"
            elif room != HUB and inside(name) not in OPEN and name.split("/")[0] != room:
                yield source.name, line, f"includes {name}: {room} knows itself, {' and '.join(OPEN)}"
        if room == HUB and {"remote", "net"} <= known and source.folder != HUB:
            yield source.name, 1, f"knows remote and net; only files of {HUB}/ itself may"


def libraries(tree):
    homes = collections.defaultdict(dict)
    for source in tree.sources(C, *ROOMS):
        for line, what in source.includes:
            if what[0] != "<" or SYSTEM.match(what[1:-1]):
                continue
            library = next((name for name, header in LIBRARIES.items() if re.match(header, what[1:-1])), None)
            if not library:
                yield source.name, line, f"includes {what}, of a library that tools/house/rules.py does not know"
            else:
                homes[library].setdefault(source.name, line)
    for library, found in homes.items():
        for name in sorted(found)[1:] if len(found) > 1 else []:
            yield name, found[name], f"includes {library}, which {sorted(found)[0]} includes too: one library, one file"
        if len(found) == 1 and not next(iter(found)).endswith(".c"):
            yield *next(iter(found.items())), f"includes {library} in a header"


def may_be_called(function, path):
    """STEM_…, or FOLDER_STEM_… where two files have one name."""
    parts = [part.replace("-", "_") for part in pathlib.PurePath(path).with_suffix("").parts]
    bases = [parts[-1], "_".join(parts[-2:])] + ([f"{parts[-1]}_screen"] if parts[:-1] == ["ui", "screens"] else [])
    return any(function == base or function.startswith(base + "_") for base in bases)


def prefixes(tree):
    homes = collections.defaultdict(set)
    for source in tree.sources((".c",), *ROOMS):
        for _, function, body, static in source.functions:
            if body and not static:
                homes[function].add(source.name)
    for header in tree.sources((".h",), *ROOMS):
        for line, function, _, _ in header.functions:
            if not any(may_be_called(function, name) for name in {header.name} | homes[function]):
                yield header.name, line, f"{function} does not begin with its file's name"


def twice(tree):
    seen = {}
    for header in tree.sources((".h",), *ROOMS):
        for kind, found in (("type", header.types), ("enumerator", header.enumerators),
                            ("function", [(line, name) for line, name, _, _ in header.functions])):
            for line, name in found:
                first = seen.setdefault((kind, name), f"{header.name}:{line}")
                if first != f"{header.name}:{line}":
                    yield header.name, line, f"{kind} {name} stands in {first} too"


def services(tree):
    if CATALOG not in tree.names:
        yield CATALOG, 1, "is missing: the service ids cannot be known"
        return
    ids = "|".join(re.escape(s["id"]) for s in json.loads(tree.text(CATALOG))["services"])
    for source in tree.sources(C, *ROOMS):
        for line, text in source.strings:
            if found := re.search(rf"(?<![\w-])({ids})(?![\w-])", text):
                yield source.name, line, f'"{text}" names the service {found.group()}: services are data'


def words(tree):
    for source in tree.sources(C, *ROOMS):
        for line, text in source.strings if source.name not in LANGUAGE_TABLES else []:
            if WORDS.search(text):
                yield source.name, line, f'"{text}" is a visible word: it belongs into assets/strings'


def wording(tree):
    """No text for the senior has a word that docs/wording.md has replaced: its lines fenced as ```instead."""
    fenced = re.search(r"^```instead\n(.*?)^```", tree.text(WORDING), re.M | re.S) if WORDING in tree.names else None
    if not fenced:
        yield WORDING, 1, "has no list of replaced words fenced as ```instead"
        return
    pairs = [line.split(maxsplit=1) for line in fenced.group(1).splitlines() if line.strip()]
    for name in (n for n in SAID if n in tree.names):
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            for old, new in pairs:
                if old in line:
                    yield name, number, f"says {old}: {WORDING} has {new} for it"


def memory(tree):
    """Memory that may not be there is asked for in one place, which ends the program with a line."""
    for source in tree.sources(C, *ROOMS):
        for found in BARE_MEMORY.finditer(source.code) if source.name != MEMORY else []:
            yield source.name, source.line_of(found.start()), f"calls {found.group(1)}(): memory comes from {MEMORY[:-1]}h"


def commented(tree):
    """All files that have comments, but for data and documents."""
    return [tree.source(p.as_posix()) for p in tree.paths
            if p.suffix in (".c", ".h", ".inc", ".py", ".sh", ".js", ".css", ".yaml", ".mk") or is_script(tree, p)
            or p.name == "Makefile"]


def is_script(tree, path):
    return not path.suffix and path.parts[0] in ("tools", "tests", "assets", ".ci") and \
        (tree.root / path).open("rb").read(2) == b"#!"


def can_be_opened(tree, name):
    return any(n == name or n.endswith("/" + name) for n in tree.names) or pathlib.Path("/usr/include", name).exists() \
        or SYSTEM.match(name) or any(re.match(header, name) for header in LIBRARIES.values())


def citations(tree):
    own = "tools/house/rules.py"
    for source in (s for s in commented(tree) if s.name != own):
        for first, comment in source.comments:
            for found in ABSENT.finditer(comment):
                yield source.name, first + comment.count("\n", 0, found.start()), f'"{found.group()}" is not in the repository'
            for found in SECTION.finditer(comment):
                around = comment[max(0, found.start() - 60):found.end() + 60]
                if not OPENABLE.search(around) and not ABSENT.search(around):
                    yield source.name, first + comment.count("\n", 0, found.start()), f'"{found.group()}" of what?'
            for found in NAMED_FILE.finditer(comment):
                if not can_be_opened(tree, found.group(1)):
                    yield source.name, first + comment.count("\n", 0, found.start()), f"{found.group(1)} is not in the repository"


def licences(tree):
    for path in tree.paths:
        if (path.suffix in NEEDS_SPDX or path.name == "Makefile" or is_script(tree, path)) and \
                SPDX not in "".join(tree.source(path.as_posix()).text.splitlines(True)[:5]):
            yield path.as_posix(), 1, f"lacks its {SPDX}"


RULES = {"arrows": arrows, "rooms": rooms, "libraries": libraries, "prefixes": prefixes, "twice": twice,
         "services": services, "words": words, "memory": memory, "wording": wording, "citations": citations, "licences": licences, "links": links,
         "map": map_of_files, "walks": walks}
