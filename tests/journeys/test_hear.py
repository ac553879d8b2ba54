# SPDX-License-Identifier: Apache-2.0
"""stb-hear alone: sound and what may be said go in, a line of JSON comes out, and nothing that is wrong with either takes
more than a line to say, nor more memory or time than a box has."""
import array
import json
import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

import speech

BUILD = pathlib.Path(os.environ["STB_BUILD"]).resolve()
TABLES = BUILD / "share/voice"
MODEL = "/usr/share/pocketsphinx/model/en-us/en-us"
PHRASES = ["叫车去医院", "我要挂号", "明天上午", "第三个", "下一页", "大一点", "买菜", "我要订餐", "救命", "我要回家", "确定"]
HEARD = ["叫车去医院", "我要挂号", "明天上午", "下一页"]


def grammar(phrases, also=()):
    return (json.dumps({"phrases": list(phrases), "also": list(also)}, ensure_ascii=False) + "\n").encode()


class Hear(unittest.TestCase):
    def run_hear(self, data, model=MODEL, tables=TABLES, more=()):
        done = subprocess.run([BUILD / "stb-hear", model, tables, *more], input=data, capture_output=True, timeout=60)
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        return done, lines

    def hear(self, samples, phrases=PHRASES, **more):
        done, lines = self.run_hear(grammar(phrases) + samples.tobytes(), **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return lines[-1]

    def reason(self, data, wanted, **more):
        done, lines = self.run_hear(data, **more)
        self.assertEqual(lines[-1], {"reason": wanted}, done.stderr)
        self.assertNotEqual(done.returncode, 0)
        return done.stderr.decode()

    def test_hears_sentences(self):
        for text in HEARD:
            with self.subTest(text):
                heard = self.hear(speech.sentence(TABLES, text))
                self.assertEqual(heard["text"], text)
                self.assertGreater(heard["score"], 0.5)
                self.assertNotEqual(heard["second"], text)

    def test_what_was_not_to_be_said_scores_low(self):
        heard = self.hear(speech.sentence(TABLES, "明天上午"), phrases=["确定", "返回"])
        self.assertLess(heard["score"], 0.3)

    def test_tells_while_it_is_spoken(self):
        samples = speech.sentence(TABLES, "叫车去医院").tobytes()
        hear = subprocess.Popen([BUILD / "stb-hear", MODEL, TABLES], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        hear.stdin.write(grammar(PHRASES) + samples)
        hear.stdin.flush()
        self.assertIn("so_far", json.loads(hear.stdout.readline()))  # the sound has not ended
        hear.stdin.close()
        last = hear.stdout.read().decode().splitlines()[-1]
        hear.wait(timeout=20)
        hear.stdout.close()
        self.assertEqual(json.loads(last)["text"], "叫车去医院")

    def test_a_district_reads_its_own_way(self):
        with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as readings:
            readings.write("差头\tming tian shang wu\n")
            readings.flush()
            heard = self.hear(speech.sentence(TABLES, "明天上午"), phrases=["差头", "确定"], more=[readings.name])
        self.assertEqual(heard["text"], "差头")

    def test_nobody_speaks(self):
        self.reason(grammar(PHRASES) + speech.silence(2000).tobytes(), "silence")
        self.reason(grammar(PHRASES) + speech.silence(100).tobytes(), "short")
        self.reason(grammar(PHRASES), "short")

    def test_noise_is_no_sentence(self):
        chance = random.Random(1)
        noise = array.array("h", [chance.randint(-9000, 9000) for _ in range(2 * speech.RATE)])
        done, lines = self.run_hear(grammar(PHRASES) + noise.tobytes() + b"x")  # and half a sample
        self.assertIn(done.returncode, (0, 8))
        self.assertLess(lines[-1].get("score", 0), 0.5)

    def test_50_megabytes(self):
        began = time.monotonic()
        with open("/dev/urandom", "rb") as random_bytes:
            sound = random_bytes.read(1 << 20) * 50
        self.reason(grammar(PHRASES) + sound, "long")
        self.assertLess(time.monotonic() - began, 20)

    def test_what_may_be_said_is_rubbish(self):
        sound = speech.silence(500).tobytes()
        for line in (b"", b"no json\n", b"[]\n", b'{"phrases":1}\n', b'{"phrases":[1]}\n', b'{"phrases":[]}\n',
                     grammar(["我" * 100]), grammar(["abc"]), grammar(["我要"] * 2001), b"x" * 300000):
            with self.subTest(line[:20]):
                self.assertIn("hear:", self.reason(line + sound, "phrases"))

    def test_models_that_are_none(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertIn(folder, self.reason(grammar(PHRASES), "model", model=folder))
            for name in os.listdir(MODEL):
                pathlib.Path(folder, name).write_bytes(pathlib.Path(MODEL, name).read_bytes()[:1000])
            done, lines = self.run_hear(grammar(PHRASES), model=folder)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(lines, ([{"reason": "model"}], []))  # the library may end the program first

    def test_tables_that_are_none(self):
        with tempfile.TemporaryDirectory() as folder:
            self.reason(grammar(PHRASES), "tables", tables=folder)
            os.mkdir(f"{folder}/syllables")
            pathlib.Path(folder, "characters.tsv").write_text("我\two\n", encoding="utf-8")
            pathlib.Path(folder, "syllables/other.tsv").write_text("wo\tXX YY\n", encoding="utf-8")
            self.assertIn("no table of syllables", self.reason(grammar(PHRASES), "tables", tables=folder))

    def test_memory(self):
        """Of the program as shipped: under the sanitizers it is another one."""
        program = BUILD.parent / "stb-hear" if BUILD.name == "asan" else BUILD / "stb-hear"
        done = subprocess.run(["/usr/bin/time", "-f", "%M", program, MODEL, TABLES], capture_output=True,
                              input=grammar(PHRASES) + speech.sentence(TABLES, "叫车去医院").tobytes())
        self.assertEqual(done.returncode, 0)
        self.assertLess(int(done.stderr.split()[-1]), 16 << 10)  # KiB


if __name__ == "__main__":
    unittest.main()
