# SPDX-License-Identifier: Apache-2.0
"""make bench-voice: what is understood of what is said at home, with the built-in catalog. Sentences are joined from single
words of a speaker (VOICE_DATA/words, decoded by mpg123), or said by a synthetic voice in the model's own phones, which
flatters the model. A sentence counts as understood if what it means is right and its score is enough to act on; outside
words count as let in if they reach that score. Noise is white, beside the sentence's own loudest quarter."""
import array
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("STB_BUILD", ROOT / "build")).resolve()
sys.path.insert(0, str(ROOT / "tests" / "journeys"))
import speech  # noqa: E402

TABLES, RATE, SURE = BUILD / "share/voice", speech.RATE, 0.5
PACKAGED = "/usr/share/pocketsphinx/model/en-us/en-us"
DATA = pathlib.Path(os.environ["VOICE_DATA"]) if os.environ.get("VOICE_DATA") else None
PHRASES = ("叫 车|我 要 叫 车|叫 车 去 医院|我 要 叫 车 去 医院|去 医院|我 要 去 医院|现在 叫 车 去 医院|现在 叫 车|去 公园|我 要 去 公园|"
           "叫 车 去 公园|看 病|我 要 看 病|我 要 看病|挂号|我 要 挂号|帮 我 挂号|看 医生|订 餐|我 要 订 餐|帮 我 订 餐|订 午饭|吃 饭|"
           "我 要 吃 饭|送 饭|买 菜|我 要 买 菜|帮 我 买 菜|买 蔬菜|送 菜|买 药|我 要 买 药|帮 我 买 药|家务|我 要 家务|交 电 钱|"
           "交 水 钱|交 钱|买 苹果|买 豆腐|买 土豆|买 西红柿").split("|")
COMMANDS = "确定|返回|救 命|看 电视|快 来 人|好 的".split("|")
OUTSIDE = 60


def grammar():
    line = subprocess.run([BUILD / "voice_grammar", ROOT / "assets/catalog.json", ROOT / "assets/strings/zh-CN.json"],
                          capture_output=True, check=True).stdout
    return line, json.loads(line)["means"]


def trimmed(samples, frame=160):
    peaks = [max(map(abs, samples[i:i + frame])) for i in range(0, len(samples) - frame, frame)]
    loud = [i for i, peak in enumerate(peaks) if peak > 0.04 * max(peaks)]
    return samples[max(0, loud[0] - 3) * frame:(loud[-1] + 4) * frame]


def recorded(word, kept={}):
    path = DATA / "words" / f"{word}.mp3"
    if word not in kept:
        raw = subprocess.run(["mpg123", "-q", "-m", "-r", str(RATE), "-e", "s16", "-s", path], capture_output=True,
                             check=True).stdout if path.exists() else b""
        kept[word] = trimmed(array.array("h", raw)) if raw else None
    return kept[word]


def spoken(words):
    """Samples of WORDS; None = the speaker never said one of them."""
    if not DATA:
        return speech.sentence(TABLES, "".join(words))
    parts = [recorded(word) for word in words]
    if None in parts:
        return None
    out = speech.silence(250)
    for part in parts:
        out += part + speech.silence(20)
    return out + speech.silence(250)


def noisy(samples, db):
    if db is None:
        return samples
    chance = random.Random(len(samples))
    power = sorted(sample * sample for sample in samples)[len(samples) * 3 // 4:]
    noise = math.sqrt(sum(power) / len(power)) / 10 ** (db / 20)
    return array.array("h", (max(-32768, min(32767, round(s + chance.gauss(0, noise)))) for s in samples))


def heard(model, line, samples):
    out = subprocess.run(["nice", BUILD / "stb-hear", model, TABLES], input=line + samples.tobytes(), capture_output=True)
    return json.loads(out.stdout.splitlines()[-1])


def share(model, line, means, sentences, db):
    right = acted = count = 0
    for words in sentences:
        samples = spoken(words.split())
        if samples is None or "".join(words.split()) not in means:
            continue
        answer = heard(model, line, noisy(samples, db))
        same = means.get(answer.get("text")) == means["".join(words.split())]
        count, right, acted = count + 1, right + same, acted + (same and answer["score"] >= SURE)
    return count, right, acted


def outside_words(means):
    chance = random.Random(7)
    known = sorted(path.stem for path in (DATA / "words").glob("*.mp3")) if DATA else \
        "天气 音乐 新闻 你好 上海 中国 学校 老师 电脑 手机 昨天 星期 跳舞 唱歌 下棋 熊猫 飞机 火车 桌子 椅子".split()
    chosen = [[word] for word in known] + [chance.sample(known, chance.choice((2, 3, 4))) for _ in range(OUTSIDE)]
    chance.shuffle(chosen)
    return [words for words in chosen if "".join(words) not in means][:OUTSIDE]


def let_in(model, line, outside, db):
    answers = [heard(model, line, noisy(spoken(words), db)) for words in outside]
    return sum(answer.get("score", 0) >= SURE for answer in answers)


def release_to_text(model, line, sentences):
    """Sound comes as it is spoken; ms from its last byte to the text."""
    times = []
    for words in sentences:
        samples = spoken(words.split())
        if samples is None:
            continue
        hear = subprocess.Popen([BUILD / "stb-hear", model, TABLES], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        hear.stdin.write(line)
        for at in range(0, len(samples), RATE // 10):
            hear.stdin.write(samples[at:at + RATE // 10].tobytes())
            hear.stdin.flush()
            time.sleep(0.1)
        began = time.monotonic()
        hear.stdin.close()
        hear.stdout.read()
        times.append((time.monotonic() - began) * 1000)
        hear.wait()
    return sorted(times)


def memory(model, line):
    done = subprocess.run(["/usr/bin/time", "-f", "%M", BUILD / "stb-hear", model, TABLES], capture_output=True,
                          input=line + spoken(PHRASES[3].split()).tobytes())
    return int(done.stderr.split()[-1]) / 1024


def report(name, model, line, means):
    outside = outside_words(means)
    for sound, db in (("clean", None), ("20 dB", 20), ("10 dB", 10)):
        cells = []
        for sentences in (PHRASES, COMMANDS):
            count, right, acted = share(model, line, means, sentences, db)
            cells.append(f"{right}/{count}, acted on {acted}")
        cells.append(f"{let_in(model, line, outside, db)}/{len(outside)}")
        print(f"| {name} | {sound} | {' | '.join(cells)} |", flush=True)
    times = release_to_text(model, line, PHRASES[:16])
    print(f"{name}: release to text p50 {times[len(times) // 2]:.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms; "
          f"memory {memory(model, line):.1f} MiB", flush=True)


def main():
    line, means = grammar()
    print(f"{len(means)} sentences may be said\n\n| model | sound | sentences understood | commands | outside let in |\n|---|---|---|---|---|")
    report("packaged", PACKAGED, line, means)
    if DATA and (DATA / "zh").is_dir():
        report("Mandarin", str(DATA / "zh"), line, means)


if __name__ == "__main__":
    main()
