# SPDX-License-Identifier: Apache-2.0
"""Reads the tree for tools/check-house: its files, and of a C file the comments, strings and declarations."""
import functools
import pathlib
import re

ROOMS = ("stb-app", "ui", "remote", "net")
SKIPPED = {".git", "build", "run", "__pycache__"}
# A comment, a string or a character: whatever else a C file holds is code.
LITERAL = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.M)
WORD_BEFORE_CALL = re.compile(r"(\w+)\s*\(")
HASH_COMMENT = re.compile(r"(?:^|\s)#[^\n]*|\"\"\".*?\"\"\"", re.S)


def blank(text):
    """TEXT as spaces of the same length, so that offsets and lines stay what they were."""
    return re.sub(r"[^\n]", " ", text)


class Source:
    """One file. `comments` and `strings` are lists of (line, text); `code` is the rest, without directives."""

    def __init__(self, root, path):
        self.path = path
        self.name = path.as_posix()
        self.folder = path.parent.as_posix()
        self.text = (root / path).read_text(encoding="utf-8", errors="replace")

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    @functools.cached_property
    def includes(self):
        """(line, what) of each include, with its quotes or brackets."""
        return [(self.line_of(m.start()), m.group(1))
                for m in re.finditer(r"^[ \t]*#[ \t]*include[ \t]+([\"<][^\">]+[\">])", self.text, re.M)]

    @functools.cached_property
    def literals(self):
        return [(m.start(), m.group()) for m in LITERAL.finditer(self.text)]

    @property
    def comments(self):
        if self.path.suffix not in (".c", ".h", ".inc", ".js", ".css"):
            return [(self.line_of(m.start()), m.group()) for m in HASH_COMMENT.finditer(self.text)]
        return [(self.line_of(at), text) for at, text in self.literals if text[0] == "/"]

    @property
    def strings(self):
        directives = [m.span() for m in re.finditer(r"^[ \t]*#[ \t]*include[^\n]*", self.text, re.M)]
        return [(self.line_of(at), text[1:-1]) for at, text in self.literals
                if text[0] == '"' and not any(low <= at < high for low, high in directives)]

    @functools.cached_property
    def code(self):
        return DIRECTIVE.sub(lambda m: blank(m.group()), LITERAL.sub(lambda m: blank(m.group()), self.text))

    @functools.cached_property
    def functions(self):
        """(line, name, is it a body, is it static) of each function declared or defined at file level."""
        return [(self.line_of(at), *found) for at, text, body in statements(self.code) if (found := function_of(text, body))]

    @functools.cached_property
    def types(self):
        """(line, name) of each struct, enum or union with members and of each typedef."""
        tags = [(self.line_of(m.start()), m.group(2))
                for m in re.finditer(r"\b(struct|enum|union)\s+(\w+)\s*\{", self.code)]
        aliases = [(self.line_of(at), re.search(r"\(\s*\*\s*(\w+)\s*\)|(\w+)\s*(?:\[[^\]]*\])?\s*$", text))
                   for at, text, _ in statements(self.code) if text.lstrip().startswith("typedef")]
        return tags + [(line, m.group(1) or m.group(2)) for line, m in aliases if m]

    @functools.cached_property
    def enumerators(self):
        """(line, name) of each enumerator."""
        return [(self.line_of(body.start(1) + item.start(1)), item.group(1))
                for body in re.finditer(r"\benum\b\s*\w*\s*\{([^}]*)\}", self.code)
                for item in re.finditer(r"(?:^|,)\s*(\w+)\s*(?==|,|$)", body.group(1))]


def statements(code):
    """(offset, text before the body, is there a body) of each declaration and definition at file level."""
    depth, start, head = 0, 0, 0
    for at in (m.start() for m in re.finditer(r"[{};]", code)):
        if code[at] == "{":
            head = at if depth == 0 else head
            depth += 1
        elif code[at] == "}":
            depth -= 1
            if depth == 0 and code[start:head].rstrip().endswith(")"):
                yield start_of(code, start), code[start:head], True
                start = at + 1
        elif depth == 0:
            yield start_of(code, start), code[start:at], False
            start = at + 1


def start_of(code, at):
    """The first character from AT on that is no space."""
    return at + len(code[at:]) - len(code[at:].lstrip())


def function_of(text, body):
    """(name, is it a body, is it static) if TEXT declares a function, else None."""
    head = re.sub(r"__attribute__\s*\(\(.*?\)\)", " ", text.strip(), flags=re.S)
    call = WORD_BEFORE_CALL.search(head)
    if not call or re.match(r"typedef\b|_?[Ss]tatic_assert\b|_Static_assert\b", head) or "=" in head[:call.start()] or "{" in head:
        return None
    if not re.search(r"\w[\s*]+$", head[:call.start(1)]):
        return None
    return call.group(1), body, bool(re.match(r"(inline\s+)?static\b", head))


def files(root):
    """All files of the tree, as paths below ROOT."""
    found = []
    for path in sorted(root.iterdir()):
        if path.name in SKIPPED:
            continue
        found += [p.relative_to(root) for p in (sorted(path.rglob("*")) if path.is_dir() else [path])
                  if p.is_file() and not SKIPPED & set(p.relative_to(root).parts)]
    return found


class Tree:
    """What the rules look at."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.paths = files(self.root)
        self.names = {p.as_posix() for p in self.paths}

    @functools.lru_cache(maxsize=None)
    def source(self, name):
        return Source(self.root, pathlib.Path(name))

    def sources(self, suffixes, *tops):
        """The files of those suffixes in the folders TOPS."""
        return [self.source(p.as_posix()) for p in self.paths if p.suffix in suffixes and p.parts[0] in tops]

    def text(self, name):
        return (self.root / name).read_text(encoding="utf-8") if name in self.names else ""
