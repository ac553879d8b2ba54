# SPDX-License-Identifier: Apache-2.0
"""Spoken sentences for tests, at 16 kHz. espeak-ng's Mandarin is nothing that the packaged English model hears, so its
English voice says them in that model's phones: the way from sound to sentence is the real one, the accent is not."""
import array
import pathlib
import subprocess

RATE = 16000
ESPEAK = {"AA": "A:", "AE": "a", "AH": "V", "AO": "O:", "AW": "aU", "AY": "aI", "CH": "tS", "DH": "D", "EH": "E",
          "ER": "3:", "EY": "eI", "HH": "h", "IH": "I", "IY": "i:", "JH": "dZ", "NG": "N", "OW": "oU", "SH": "S",
          "UH": "U", "UW": "u:", "Y": "j", "ZH": "Z"}


def _table(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def _resampled(samples, rate):
    step = rate / RATE
    out = array.array("h")
    for i in range(int((len(samples) - 1) / step)):
        at = int(i * step)
        part = i * step - at
        out.append(int(samples[at] * (1 - part) + samples[at + 1] * part))
    return out


def silence(ms):
    return array.array("h", [0] * (RATE * ms // 1000))


def sentence(tables, text, speed=130):
    """TEXT as the model's phones in TABLES (share/voice), a quarter of a second of silence around it."""
    tables = pathlib.Path(tables)
    characters, syllables = _table(tables / "characters.tsv"), _table(tables / "syllables/en-us.tsv")
    spoken = []
    for character in text:
        phones = syllables[characters[character]].split("|")[0].split()
        spoken.append("'" + "".join(ESPEAK.get(phone, phone.lower()) for phone in phones))
    wav = subprocess.run(["espeak-ng", "-v", "en-us", "-s", str(speed), "--stdout", "[[" + " ".join(spoken) + "]]"],
                         capture_output=True, check=True).stdout
    samples = array.array("h", wav[44:44 + (len(wav) - 44) // 2 * 2])
    return silence(250) + _resampled(samples, int.from_bytes(wav[24:28], "little")) + silence(250)
