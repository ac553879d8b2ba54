# SPDX-License-Identifier: Apache-2.0
"""tools/check-house: the tree keeps its rules, and of each kind of breach one, planted into a copy of it, is found."""
import contextlib
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPIED = ("stb-app", "ui", "remote", "net", "docs", "assets", "tools")
LICENCE = "/* SPDX-License-Identifier: Apache-2.0 */\n"


def breaches(root, *rules):
    done = subprocess.run([ROOT / "tools" / "check-house", "--root", root, *rules], capture_output=True, text=True)
    assert done.returncode == (1 if done.stdout else 0) and not done.stderr, done.stderr
    return set(done.stdout.splitlines())


class Clean(unittest.TestCase):
    def test_the_tree_keeps_the_rules(self):
        self.assertEqual(breaches(ROOT), set())


class Planted(unittest.TestCase):
    """Each test has a copy of the tree, in which it plants one breach after the other."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        for name in COPIED:
            shutil.copytree(ROOT / name, self.root / name, ignore=shutil.ignore_patterns("__pycache__"))

    def tearDown(self):
        self.folder.cleanup()

    @contextlib.contextmanager
    def planted(self, name, text):
        """A new file, or TEXT at the end of one that is there; it is as before afterwards."""
        path = self.root / name
        old = path.read_text(encoding="utf-8") if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        path.write_text(text if old is None else old + text, encoding="utf-8")
        yield
        if old is None:
            path.unlink()
        else:
            path.write_text(old, encoding="utf-8")

    def assert_found(self, rule, *plants):
        """Each of PLANTS (file, text, where it is found and a word of what is said, or nothing) brings just that."""
        before = breaches(self.root, rule)
        for name, text, *expected in plants:
            with self.subTest(text), self.planted(name, text):
                found = sorted(breaches(self.root, rule) - before)
                self.assertEqual(len(found), len(expected) // 2, "\n".join(found) or "nothing was found")
                if expected:
                    self.assertRegex(found[0], rf"^{expected[0]}:\d+: {rule}: .*{expected[1]}")

    def test_arrows_that_point_back(self):
        log, sse, folder = "stb-app/base/log.c", "net/transport/sse.c", "net/pigeons/pigeon.h"
        self.assert_found("arrows", (log, '#include "stb-app/ipc/request.h"\n', log, "request.h"),
                          (sse, '#include "net/outbox/outbox.h"\n', sse, "outbox.h"),
                          (sse, '#include "net/transport/random.h"\n#include "stb-app/base/log.h"\n'),
                          (folder, "void pigeon_fly(void);\n", "docs/architecture.md", "lacks net/pigeons"),
                          ("docs/architecture.md", "```order\nstb-app/base\n```\n"))

    def test_rooms_that_know_each_other(self):
        wav, input_c, keymap = "ui/voice/wav.c", "stb-app/input/input.c", "remote/keymap.c"
        self.assert_found("rooms", (wav, '#include "net/transport/random.h"\n', wav, "ui knows itself"),
                          (wav, '#include "remote/keymap.h"\n', wav, "ui knows itself"),
                          ("net/transport/sse.c", '#include "ui/voice/wav.h"\n', "net/transport/sse.c", "net knows itself"),
                          (keymap, '#include "stb-app/config/config.h"\n', keymap, "remote knows itself"),
                          (input_c, '#include "net/hotline.h"\n', input_c, "remote and net"),
                          (wav, '#include "ui/voice/vaw.h"\n', wav, "not there"))

    def test_libraries_in_a_second_file(self):
        memory, sse, pocket = "stb-app/base/memory.c", "net/transport/sse.c", "ui/render/pocket.h"
        self.assert_found("libraries", (memory, "#include <uv.h>\n", memory, "libuv"),
                          (sse, "#include <zlib.h>\n", sse, "zlib.h"),
                          (pocket, LICENCE + "#include <fancy/text.h>\n", pocket, "fancy"),
                          (pocket, LICENCE + "#include <sqlite3.h>\n", pocket, "SQLite"),
                          (sse, "#include <sys/random.h>\n"))

    def test_functions_under_another_name_than_their_files(self):
        sse, fresh = "net/transport/sse.h", "ui/render/fresh.h"
        self.assert_found("prefixes", (sse, "void feed_bytes(struct sse *sse, const char *bytes, size_t length);\n", sse, "feed_bytes"),
                          (sse, "static inline int\nssefeed(void)\n{\n    return 1;\n}\n", sse, "ssefeed"),
                          (fresh, LICENCE + "bool fresh_is(void);\nbool render_fresh_was(void);\ntypedef int (*stale)(void);\n"))

    def test_names_that_stand_twice(self):
        wav, fresh = "ui/voice/wav.h", "ui/scene/wav.h"
        self.assert_found("twice", (wav, "struct request {\n    int id;\n};\n", wav, "type request"),
                          (wav, "enum wav_key { WAV_KEY = 3, ACTION_SOS };\n", wav, "enumerator ACTION_SOS"),
                          (fresh, LICENCE + "typedef int hotline_t;\nvoid sos_press(void);\n", fresh, "function sos_press"),
                          (wav, "struct request;\nstruct wav_request { struct request *request; };\n"))

    def test_services_by_their_id(self):
        home = "ui/screens/home.c"
        self.assert_found("services", (home, 'static const char *const fare = "fare.taxi";\n', home, "taxi"),
                          (home, 'static bool is_cab(const char *id) { return strcmp(id, "taxi") == 0; }\n', home, "taxi"),
                          (home, 'static const char *const taxi = "taxing";\n'))

    def test_visible_words(self):
        home, emulator = "ui/screens/home.c", "stb-app/base/log.h"
        self.assert_found("words", (home, 'static const char *const hello = "您好";\n', home, "assets/strings"),
                          (emulator, '#define TITLE "电视"\n', emulator, "assets/strings"),
                          (home, "/* 首页 is home */\n"))

    def test_memory_that_may_not_be_there(self):
        home, header = "ui/screens/home.c", "net/images/image_header.h"
        self.assert_found("memory", (home, "static void *room(void) { return calloc(1, 9); }\n", home, "calls calloc()"),
                          (home, "static char *own(const char *t) { return strdup (t); }\n", home, "calls strdup()"),
                          (header, "static inline void *more(void *m) { return realloc(m, 2); }\n", header, "calls realloc()"),
                          (home, "static void *room(void) { return memory_new(1, 9); } /* no malloc() */\n"),
                          (home, 'static const char *const say = "malloc(3)";\n'))

    def test_words_that_were_replaced(self):
        said = "assets/strings/zh-CN.json"
        self.assert_found("wording", (said, '"x": "服务员来了",\n', said, "工作人员"), (said, '"x": "工作人员来了",\n'))

    def test_comments_that_cite_what_is_not_here(self):
        cites = "ui/voice/cites.c"
        absent = ("as design.md says", "see house.md", "mission.md wants it", "Requirement 17", "issue 12", "house.md, 4",
                  "design section 4", "(section 7)", "read in\n * ui/voice/riff.c", "Cut by\n * tools/make-riff.py")
        present = ("RFC 9110 section 10.2.3", "docs/architecture.md", "ui/voice/wav.c and wav.h", "linux/input.h")
        self.assert_found("citations", *((cites, f"{LICENCE}/* Loud: {words}. */\n", cites, "") for words in absent),
                          *((cites, f"{LICENCE}/* Loud: {words}. */\n") for words in present),
                          ("tools/setup", "# as packages.py says\n", "tools/setup", "packages.py"))

    def test_files_without_their_licence(self):
        self.assert_found("licences", ("ui/voice/free.c", "static int beer;\n", "ui/voice/free.c", "SPDX"),
                          ("tools/free", "#!/bin/sh\ntrue\n", "tools/free", "SPDX"),
                          ("tools/free.py", "# SPDX-License-Identifier: Apache-2.0\n"))

    def test_links_that_lead_nowhere(self):
        page = "docs/architecture.md"
        self.assert_found("links", (page, "[here](nowhere.md)\n", page, "nowhere.md"),
                          (page, "[here](#no-such-heading)\n", page, "no such heading"),
                          (page, "[there](../assets/theme.json) [and](https://example.org/a.md) [up](#how-stb-app-is-built)\n"))

    def test_a_map_without_a_file(self):
        fresh, page = "ui/render/fresh.h", "docs/architecture.md"
        self.assert_found("map", (fresh, LICENCE + "void fresh(void);\n", page, "lacks ui/render/fresh.h"),
                          (page, "### `ui/render/`\n- `stale` is not there\n", page, "ui/render/stale"))

    def test_a_walk_through_what_is_not_there(self):
        page = "docs/architecture.md"
        self.assert_found("walks", (page, "`stb-app/app.c: no_such_function`\n", page, "no_such_function"),
                          (page, "`stb-app/apple.c: app_run`\n", page, "apple.c"),
                          (page, "`stb-app/app.c: app_run`\n"),
                          (page, "it passes 2 files.\n1. `stb-app/app.c: app_run`\n", page, "passes 1 files, not 2"),
                          (page, "it passes 1 files.\n1. `stb-app/app.c: app_run`\n"))


if __name__ == "__main__":
    unittest.main()
