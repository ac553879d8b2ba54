# SPDX-License-Identifier: Apache-2.0
"""The rules for documents: links lead somewhere, the map has every file, and a walk's functions are where it says."""
import pathlib
import re

from source import ROOMS

ARCHITECTURE = "docs/architecture.md"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# ### `folder/` … and below it one "- `stem` what it is" a file
FOLDER = re.compile(r"^### `([\w/-]+)/`")
FILE = re.compile(r"^- `([\w-]+)` +\S")
# a path, a colon, a function
STEP = re.compile(r"`([\w/-]+\.[ch]): (\w+)`")
PASSES = re.compile(r"\bpasses (\d+) files\b")


def documents(tree):
    return [p.as_posix() for p in tree.paths if p.suffix == ".md"]


def links(tree):
    for name in documents(tree):
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
                path, _, anchor = target.partition("#")
                if re.match(r"[a-z]+:", target):
                    continue
                there = (pathlib.PurePosixPath(name).parent / path).as_posix() if path else name
                if not (tree.root / there).exists():
                    yield name, number, f"links to {target}, which is not there"
                elif anchor and anchor not in anchors(tree, there):
                    yield name, number, f"links to {target}: {there} has no such heading"


def anchors(tree, name):
    """What a heading is linked by, as the hosting platforms make it."""
    headings = re.findall(r"^#+ +(.+?) *$", tree.text(name), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def mapped(tree):
    """{(folder, stem): line} of the map."""
    folder, found = "", {}
    for number, line in enumerate(tree.text(ARCHITECTURE).splitlines(), 1):
        if heading := FOLDER.match(line):
            folder = heading.group(1)
        elif line.startswith("#"):
            folder = ""
        elif folder and (file := FILE.match(line)):
            found[folder, file.group(1)] = number
    return found


def map_of_files(tree):
    stems = {(s.folder, s.path.stem): s.name for s in tree.sources((".c", ".h"), *ROOMS)}
    found = mapped(tree)
    for (folder, stem), name in sorted(stems.items()):
        if (folder, stem) not in found:
            yield ARCHITECTURE, 1, f"the map lacks {name}"
    for (folder, stem), number in found.items():
        if (folder, stem) not in stems:
            yield ARCHITECTURE, number, f"the map has {folder}/{stem}, which is not there"


def count_files(text):
    """Each walk's own count of the files it passes, against its steps."""
    said, files = (0, 0), set()
    for number, line in enumerate([*text.splitlines(), "#"], 1):
        if line.startswith("#"):
            if said[0] and said[1] != len(files):
                yield ARCHITECTURE, said[0], f"passes {len(files)} files, not {said[1]}"
            said, files = (0, 0), set()
        elif passes := PASSES.search(line):
            said = number, int(passes.group(1))
        files |= {name for name, _ in STEP.findall(line)}


def walks(tree):
    yield from count_files(tree.text(ARCHITECTURE))
    for number, line in enumerate(tree.text(ARCHITECTURE).splitlines(), 1):
        for name, function in STEP.findall(line):
            if name not in tree.names:
                yield ARCHITECTURE, number, f"{name} is not there"
            elif not any(function == known and body for _, known, body, _ in tree.source(name).functions):
                yield ARCHITECTURE, number, f"{name} defines no {function}"
