# SPDX-License-Identifier: Apache-2.0
"""What the built-in catalog's shop sells: greens, roots, meat, fish, eggs and tofu, fruit, staples."""
import math

from parts import darker, lighter, mix


# --- greens

def bunch(a, green, stem, leaves, wide, long=170, stem_wide=16, spread=20, ragged=0.0):
    """Leaves with their stems together below."""
    a.shadow(208, 300, 104, 60)
    for i in range(leaves):
        side = i - (leaves - 1) / 2
        order = side / max(1, (leaves - 1) / 2)
        turn = -90 + side * spread + a.chance.uniform(-4, 4)
        x, y = 200 + side * 7, 318 - abs(side) * 3
        rad = math.radians(turn)
        reach = long * 0.52
        mx, my = x + reach * math.cos(rad), y + reach * math.sin(rad)
        a.line(f"M{x:.0f} {y:.0f}Q{(x + mx) / 2 + side * 2:.0f} {(y + my) / 2:.0f} {mx:.0f} {my:.0f}", darker(stem, 0.22), stem_wide + 3)
        a.line(f"M{x:.0f} {y:.0f}Q{(x + mx) / 2 + side * 2:.0f} {(y + my) / 2:.0f} {mx:.0f} {my:.0f}", stem, stem_wide)
        a.line(f"M{x - 3:.0f} {y:.0f}Q{(x + mx) / 2 + side * 2 - 3:.0f} {(y + my) / 2:.0f} {mx - 2:.0f} {my:.0f}", lighter(stem, 0.6), stem_wide * 0.26, 'opacity=".8"')
        a.leaf(mx - 14 * math.cos(rad), my - 14 * math.sin(rad), long * a.chance.uniform(0.72, 0.84), wide, mix(green, darker(green, 0.35), abs(order) * 0.5), turn)


def tie(a, y=282, half=34, colour="#c9402a"):
    a.line(f"M{200 - half} {y}Q200 {y + 14} {200 + half} {y}", darker(colour, 0.3), 11)
    a.line(f"M{200 - half} {y - 1}Q200 {y + 12} {200 + half} {y - 1}", colour, 8)


def bok_choy(a):
    bunch(a, "#4f8f35", "#e3ecc6", 7, 40, 168, 27, 11)


def chicken_feather(a):
    bunch(a, "#7cb83f", "#d5e8a6", 11, 22, 168, 8, 7)
    tie(a)


def spinach(a):
    bunch(a, "#35792c", "#86b85a", 9, 28, 168, 8, 9)
    tie(a, 286, 30)
    a.line("M192 316q4 20 2 30M204 318q0 18 6 26", "#c9566a", 6)


def water_spinach(a):
    bunch(a, "#5a9c3a", "#a9d072", 12, 13, 186, 7, 6.5)
    tie(a)


def celery(a):
    bunch(a, "#5f9e3b", "#b7d98a", 9, 22, 190, 15, 7)
    tie(a, 276, 44)


def leek(a):
    a.shadow(206, 306, 92, 46)
    for i in range(34):
        x = 200 + (i - 17) * 3.4
        top = 200 + (i - 17) * 7.4 + a.chance.uniform(-8, 8)
        tone = mix("#3f8a34", "#8cc152", a.chance.random())
        a.line(f"M{x:.0f} 326Q{x:.0f} 210 {top:.0f} {70 + abs(i - 17) * 3 + a.chance.uniform(-14, 14):.0f}", tone, 6)
        a.line(f"M{x:.0f} 330L{x:.0f} 296", "#f2efdc", 6)
    tie(a, 270, 58)


def scallion(a):
    a.shadow(206, 306, 70, 46)
    for i in range(9):
        x = 200 + (i - 4) * 9
        for bend in (-1, 1):
            a.line(f"M{x} 300Q{x} 200 {200 + (i - 4) * 22 + bend * 12:.0f} {74 + abs(i - 4) * 8 + bend * 6}", mix("#3f8a34", "#79b648", a.chance.random()), 8)
        a.line(f"M{x} 336L{x} 262", "#f6f3e4", 9)
        a.line(f"M{x - 2} 334L{x - 2} 266", "#ffffff", 3)
        a.line(f"M{x} 338q-4 8 -3 14M{x} 338q4 8 4 13", "#d9cfae", 1.8)
    tie(a, 252, 42)


def head(a, outer, inner, rounds, rx, ry, ruffle=0.12):
    """A head of leaves, folded around each other."""
    a.shadow(208, 268, rx * 0.98, ry * 0.72)
    for i in range(rounds):
        share = i / (rounds - 1)
        x, y = 200 + a.chance.uniform(-6, 6), 214 + 10 * (0.5 - share)
        colour = mix(outer, inner, share)
        a.group(x, y)
        size = 1 - 0.72 * share
        a.path(a.blob(rx * size, ry * size, ruffle, 13), a.ball(colour, 0.32, 0.3))
        for k in range(-2, 3):
            a.line(f"M{k * 5 * size:.0f} {ry * 0.8 * size:.0f}Q{k * rx * 0.22 * size:.0f} 0 {k * rx * 0.34 * size:.0f} {-ry * 0.66 * size:.0f}", lighter(colour, 0.5), 2.6 * size + 0.6, 'opacity=".5"')
        a.end()


def lettuce(a):
    head(a, "#6fae3f", "#d3e68e", 6, 138, 122, 0.2)


def cabbage(a):
    head(a, "#8cb765", "#dbe8b0", 5, 128, 116, 0.04)


def napa(a):
    a.shadow(210, 290, 100, 70)
    a.group(200, 200, 24)
    a.path(a.blob(74, 142, 0.05, 13), a.slope("#8dbb52", "#f6f4dc"))
    for i in (-2, 2, -1, 1, 0):
        a.path(f"M{i * 20 - 15} 138C{i * 28 - 30} 30 {i * 30 - 36} -60 {i * 30 - 6} -128C{i * 30 + 26} -62 {i * 26 + 30} 30 {i * 20 + 15} 138Z", a.slope(mix("#7fb548", "#b5d873", 0.4 * abs(i)), "#fbf9ea"), 'stroke="#9cbf6a" stroke-width="1.4"')
        a.path(f"M{i * 20 - 9} 136C{i * 24 - 12} 40 {i * 27 - 4} -20 {i * 29} -90C{i * 26 + 8} -20 {i * 22 + 10} 50 {i * 20 + 9} 136Z", "#fdfbf0", 'opacity=".9"')
    a.end()


def broccoli(a):
    a.shadow(208, 286, 96, 62)
    a.broccoli(200, 186, 3.6)


# --- gourds and roots

def whole(a, places, colour, lit=0.45, stem=None, shine=0.6, flat=0.94):
    a.shadow(206, 276, 126, 60, 0.28, 12)
    for x, y, r in places:
        a.sphere(x, y, r, colour, lit, 0.38, shine, flat)
        if stem:
            stem(a, x, y - r * 0.62, r)


def tomato_stem(a, x, y, r):
    for turn in (-160, -115, -65, -20, 40, 130):
        a.leaf(x, y, r * 0.44, r * 0.09, "#4f8f35", turn, 0.2)
    a.line(f"M{x} {y}l3 {-r * 0.2:.0f}", "#5d8a3c", 5)


def tomato(a):
    whole(a, [(256, 158, 66), (142, 166, 70), (206, 238, 80)], "#dc3a22", 0.4, tomato_stem)


def lump(a, x, y, rx, ry, colour, turn=0, rough=0.08, specks=None):
    a.group(x, y, turn)
    a.ellipse(6, ry * 0.42, rx, ry * 0.84, "#2a1205", f'opacity=".32" {a.blur(6)}')
    a.path(a.blob(rx, ry, rough, 10), a.ball(colour, 0.4, 0.36))
    for px, py in a.within(0, 0, rx * 0.8, ry * 0.76, 14 if specks else 0):
        a.ellipse(px, py, 2.6, 1.8, specks, 'opacity=".6"')
    a.gloss(-rx * 0.3, -ry * 0.42, rx * 0.26, ry * 0.12, 0.45, -12, 4)
    a.end()


def potato(a):
    lump(a, 258, 156, 82, 60, "#d3ac6a", 20, 0.08, "#a67c42")
    lump(a, 140, 170, 80, 62, "#dcb674", -16, 0.08, "#a67c42")
    lump(a, 210, 246, 98, 68, "#d8b06c", 6, 0.08, "#a67c42")


def sweet_potato(a):
    for x, y, turn in ((236, 150, -22), (164, 206, -14), (222, 268, -20)):
        a.group(x, y, turn)
        a.ellipse(6, 24, 112, 38, "#2a1205", f'opacity=".32" {a.blur(7)}')
        a.path("M-128 6C-96 -44 -20 -56 40 -38C84 -26 116 -8 132 0C106 14 74 34 26 42C-26 50 -96 40 -128 6Z", a.slope("#c05a5e", "#6e2434"))
        for px, py in a.within(0, 0, 90, 26, 9):
            a.line(f"M{px:.0f} {py:.0f}l14 -2", "#5a1c2a", 2, 'opacity=".5"')
        a.gloss(-24, -22, 48, 7, 0.35, -4, 4)
        a.end()


def carrot(a):
    for x, y, turn in ((238, 138, 24), (204, 206, 18), (172, 272, 26)):
        a.group(x, y, turn)
        for leaf in (-170, -186, 170, 196, 150):
            a.leaf(-76, 0, 76, 9, "#5d9a3c", leaf, 0.3)
        a.ellipse(8, 22, 88, 26, "#2a1205", f'opacity=".3" {a.blur(6)}')
        a.path("M-84 -26C-96 -10 -96 12 -84 26C-20 30 70 14 118 2C70 -16 -20 -32 -84 -26Z", a.slope("#f39a3c", "#c9561a"))
        for i in range(6):
            a.line(f"M{-64 + 24 * i} {-22 + 2.4 * i:.0f}q3 7 0 14", "#b04a12", 2, 'opacity=".55"')
        a.gloss(-20, -13, 56, 4, 0.5, 3, 2.5)
        a.end()


def radish(a):
    a.shadow(214, 262, 130, 54)
    a.group(206, 206, -24)
    for leaf in (-168, 172, 190, 150, -150):
        a.leaf(-112, 0, 96, 18, "#5d9a3c", leaf)
    a.path("M-116 -46C-134 -16 -134 20 -116 48C-30 62 70 44 120 8C134 2 150 4 156 -4C146 -6 130 -6 120 -12C70 -44 -30 -60 -116 -46Z", a.slope("#ffffff", "#d5d0bd"))
    a.path("M-116 -46C-134 -16 -134 20 -116 48C-104 50 -90 50 -80 50C-92 14 -92 -18 -80 -51Z", "#b9d98c", f'opacity=".8" {a.blur(6)}')
    a.end()


def cucumber(a):
    for x, y, turn in ((196, 146, -24), (206, 208, -18), (198, 270, -22)):
        a.group(x, y, turn)
        a.ellipse(6, 22, 134, 24, "#2a1205", f'opacity=".32" {a.blur(6)}')
        a.path("M-142 2C-134 -26 -80 -30 0 -30S134 -26 142 0C134 28 80 30 0 30S-134 28 -142 2Z", a.slope("#6fae3f", "#255c1e"))
        for i in range(26):
            px, py = -120 + 9.4 * i, a.chance.uniform(-18, 16)
            a.ellipse(px, py, 3, 2.4, "#b9dd7c", 'opacity=".8"')
        a.ellipse(-138, 2, 7, 8, "#d8c24c")
        a.gloss(-10, -18, 84, 4, 0.5, 0, 2.5)
        a.end()


def aubergine(a):
    for x, y, turn in ((178, 150, -30), (204, 216, -24), (226, 280, -28)):
        a.group(x, y, turn)
        a.ellipse(6, 24, 138, 26, "#2a1205", f'opacity=".34" {a.blur(7)}')
        a.path("M-118 -20C-60 -28 60 -40 118 -26C144 -18 148 14 120 24C60 40 -60 34 -118 22Z", a.slope("#7a4a9c", "#2c1540"))
        a.path("M-158 -6C-140 -12 -128 -26 -104 -28C-112 -12 -96 -8 -92 0C-98 10 -112 12 -104 28C-128 26 -140 10 -158 6Z", a.slope("#7aa84a", "#3f6b28"))
        a.gloss(0, -20, 92, 6, 0.5, -2, 3)
        a.end()


def winter_melon(a):
    a.shadow(208, 290, 136, 56)
    a.path("M56 196C60 300 130 334 200 334S340 300 344 196Z", a.slope("#8cab72", "#3f6b3c"))
    for i in range(60):
        px, py = a.chance.uniform(76, 324), a.chance.uniform(220, 318)
        a.ellipse(px, py, 5, 3, "#dfe9cf", 'opacity=".35"')
    a.ellipse(200, 196, 146, 96, "#5f8c4e")
    a.ellipse(200, 194, 138, 89, a.slope("#fbfcf0", "#dfe9cc"))
    a.ellipse(200, 198, 72, 42, a.ball("#eef0d4", 0.5, 0.22))
    for px, py in a.within(200, 198, 56, 30, 18, 0.3):
        a.ellipse(px, py, 7, 4.4, "#f4e6b4", f'stroke="#cdb777" stroke-width="1.2" transform="rotate({a.chance.uniform(0, 180):.0f} {px:.0f} {py:.0f})"')


def lotus_root(a):
    a.shadow(214, 280, 130, 56)
    a.group(196, 150, -18)
    a.path("M-142 -40C-100 -58 30 -60 92 -42C122 -30 122 34 92 46C30 62 -100 60 -142 42C-160 20 -160 -20 -142 -40Z", a.slope("#ecd3ac", "#a87c50"))
    for i in (-110, -60, 10, 60):
        a.line(f"M{i} -44q6 8 2 18", "#8a5f38", 2, 'opacity=".5"')
    a.end()
    for x, y, r in ((132, 254, 62), (252, 250, 70)):
        a.ellipse(x + 6, y + 20, r, r * 0.82, "#2a1205", f'opacity=".3" {a.blur(6)}')
        a.ellipse(x, y + 10, r, r * 0.86, "#b58a5e")
        a.ellipse(x, y, r, r * 0.86, a.ball("#f6e6cc", 0.5, 0.16), 'stroke="#c79d70" stroke-width="4"')
        for k in range(8):
            t = k * math.pi / 4 + 0.3
            px, py = x + r * 0.55 * math.cos(t), y + r * 0.47 * math.sin(t)
            a.ellipse(px, py, r * 0.17, r * 0.13, "#7a5232", f'transform="rotate({math.degrees(t):.0f} {px:.0f} {py:.0f})"')
        a.ellipse(x, y, r * 0.1, r * 0.08, "#7a5232")


def yam(a):
    for x, y, turn in ((196, 140, -30), (204, 206, -24), (210, 274, -28)):
        a.group(x, y, turn)
        a.ellipse(6, 20, 140, 22, "#2a1205", f'opacity=".3" {a.blur(6)}')
        a.path("M-146 -22Q0 -34 138 -22L138 22Q0 32 -146 22Z", a.slope("#c9a57c", "#7c5836"))
        for i in range(40):
            px, py = a.chance.uniform(-138, 124), a.chance.uniform(-20, 18)
            a.line(f"M{px:.0f} {py:.0f}l{a.chance.uniform(-5, 5):.0f} 5", "#5e3f24", 1.3, 'opacity=".7"')
        a.ellipse(138, 0, 12, 22, "#fbf5e6", 'stroke="#c9a57c" stroke-width="2"')
        a.end()


def pepper(a):
    for x, y, turn in ((152, 168, -14), (252, 190, 12), (190, 256, -4)):
        a.group(x, y, turn)
        a.ellipse(8, 48, 58, 30, "#2a1205", f'opacity=".34" {a.blur(7)}')
        for side, wide in ((-1, 38), (1, 38), (0, 34)):
            a.path(f"M{side * 20} -48C{side * 20 - wide} -52 {side * 26 - wide} 26 {side * 14 - 6} 60C{side * 14 + 12} 64 {side * 24 + wide} 20 {side * 20 + wide} -20C{side * 20 + wide - 6} -46 {side * 20 + 12} -52 {side * 20} -48Z", a.ball("#5d9a3c", 0.4, 0.42))
        a.line("M0 -46C0 -62 8 -68 14 -76", "#7aa84a", 10)
        a.gloss(-22, -14, 7, 24, 0.55, 6, 3)
        a.end()


def ginger(a):
    a.shadow(208, 270, 126, 56)
    for x, y, rx, ry, turn in ((200, 210, 110, 50, -14), (134, 164, 54, 38, 40), (266, 158, 48, 36, -40), (272, 252, 52, 36, 24), (126, 258, 46, 34, -20)):
        a.group(x, y, turn)
        a.path(a.blob(rx, ry, 0.08, 11), a.ball("#d9b274", 0.4, 0.38))
        for i in range(-2, 3):
            a.line(f"M{i * rx * 0.3:.0f} {-ry * 0.75:.0f}q8 {ry * 0.7:.0f} 0 {ry * 1.4:.0f}", "#9c7440", 2, 'opacity=".5"')
        a.end()
    a.ellipse(318, 262, 17, 24, "#f4dd8c", 'stroke="#c99f4e" stroke-width="3" transform="rotate(20 318 262)"')


def mushroom(a):
    a.shadow(208, 276, 126, 56)
    for x, y, r, turn in ((136, 156, 58, 20), (258, 150, 62, 60), (196, 214, 64, 0), (112, 252, 50, 40), (286, 252, 56, 10)):
        a.mushroom(x, y, r, "#8a5c38", turn)


# --- meat on its tray

def tray(a, colour="#f4f2ea"):
    a.shadow(210, 284, 146, 66)
    a.path("M52 128Q52 104 78 104H322Q348 104 348 128L336 292Q334 312 312 312H88Q66 312 64 292Z", a.slope(lighter(colour, 0.4), darker(colour, 0.22)))
    a.path("M70 134Q70 120 86 120H314Q330 120 330 134L320 284Q318 296 304 296H96Q82 296 80 284Z", a.slope(darker(colour, 0.2), darker(colour, 0.06)))


def slab(a, x, y, rx, ry, colour, turn=0, fat="#f4e2cf", marble=10, rough=0.1):
    a.group(x, y, turn)
    a.ellipse(5, ry * 0.3, rx, ry * 0.9, "#2a1205", f'opacity=".34" {a.blur(5)}')
    d = a.blob(rx, ry, rough, 9)
    a.path(d, darker(colour, 0.32), 'transform="translate(0 9)"')
    a.path(d, a.ball(colour, 0.28, 0.26), f'stroke="{fat}" stroke-width="6"')
    for px, py in a.within(0, 0, rx * 0.76, ry * 0.7, marble):
        a.line(f"M{px:.0f} {py:.0f}q{a.chance.uniform(-14, 14):.0f} {a.chance.uniform(-9, 9):.0f} {a.chance.uniform(8, 24):.0f} {a.chance.uniform(-7, 7):.0f}", fat, a.chance.uniform(1.4, 3.4), 'opacity=".7"')
    a.gloss(-rx * 0.25, -ry * 0.4, rx * 0.3, ry * 0.08, 0.45, -8, 3)
    a.end()


def pork_lean(a):
    tray(a)
    slab(a, 162, 188, 78, 58, "#d8706a", -12, marble=6)
    slab(a, 240, 232, 78, 54, "#d46a64", 14, marble=6)


def beef(a):
    tray(a)
    slab(a, 160, 184, 76, 56, "#a8302e", -10, marble=16)
    slab(a, 238, 232, 84, 56, "#a02a2a", 12, marble=18)


def pork_mince(a):
    tray(a)
    for px, py in a.within(200, 210, 108, 74, 130):
        colour = a.chance.choice(["#d9776c", "#c95f58", "#e39a8c", "#f2cfc0"])
        a.line(f"M{px:.0f} {py:.0f}q{a.chance.uniform(-12, 12):.0f} {a.chance.uniform(-9, 9):.0f} {a.chance.uniform(-22, 22):.0f} {a.chance.uniform(-12, 12):.0f}", darker(colour, 0.3), 11)
        a.line(f"M{px:.0f} {py - 1:.0f}q{a.chance.uniform(-12, 12):.0f} {a.chance.uniform(-9, 9):.0f} {a.chance.uniform(-20, 20):.0f} {a.chance.uniform(-10, 10):.0f}", colour, 8)


def pork_belly(a):
    tray(a)
    for i in range(4):
        a.group(106 + 62 * i, 208, 8)
        a.ellipse(6, 10, 30, 82, "#2a1205", f'opacity=".3" {a.blur(5)}')
        for k, (colour, wide) in enumerate((("#d9a27c", 8), ("#f8e6d6", 15), ("#d4655e", 13), ("#f9eadd", 11), ("#cf5e58", 13))):
            x = -30 + (0, 8, 23, 36, 47)[k]
            a.path(f"M{x} -80q4 40 0 80q-3 40 0 74h{wide}q-3 -34 0 -74q4 -40 0 -80Z", a.slope(lighter(colour, 0.15), darker(colour, 0.1)))
        a.end()


def ribs(a):
    tray(a)
    for x, y, turn in ((140, 164, -20), (232, 160, 12), (286, 214, 60), (170, 232, 8), (242, 256, -14), (116, 252, 40)):
        a.group(x, y, turn)
        a.ellipse(4, 14, 42, 26, "#2a1205", f'opacity=".34" {a.blur(4)}')
        a.path(a.blob(42, 28, 0.1, 8), a.ball("#d8746a", 0.3, 0.3), 'stroke="#f3ddc9" stroke-width="4"')
        a.ellipse(30, 0, 11, 15, "#fbf2e2", 'stroke="#e0c7ab" stroke-width="2"')
        a.ellipse(30, 0, 4.6, 7.4, "#b3584a")
        a.end()


def pork_bone(a):
    tray(a)
    for x, y, turn in ((190, 170, -18), (214, 244, 10)):
        a.group(x, y, turn)
        a.ellipse(4, 20, 118, 28, "#2a1205", f'opacity=".3" {a.blur(6)}')
        a.line("M-84 0L84 0", "#ead6bc", 44)
        a.line("M-84 -6L84 -6", "#fbf1e0", 26)
        for side in (-1, 1):
            for up in (-18, 18):
                a.sphere(side * 94, up, 27, "#f4e5cf", 0.4, 0.24, 0.3)
        a.path(a.blob(52, 27, 0.14, 9), a.ball("#d0665c", 0.25, 0.3))
        a.end()


def poultry_leg(a, x, y, turn, size):
    a.group(x, y, turn, size)
    a.spot(52, 30)
    a.line("M40 6L84 20", "#e9c79c", 15)
    a.ellipse(90, 16, 11, 9, "#f0d9b8")
    a.ellipse(87, 27, 10, 8, "#e3c49c")
    a.path("M-58 -6C-56 -42 -6 -46 24 -24C42 -10 54 -2 54 8C54 18 38 16 22 26C-8 44 -60 36 -58 -6Z", a.ball("#f0c49a", 0.45, 0.26))
    for px, py in a.within(-12, -2, 42, 24, 16):
        a.ellipse(px, py, 1.7, 1.3, "#c98f62", 'opacity=".7"')
    a.gloss(-22, -18, 20, 7, 0.5, -14, 3)
    a.end()


def chicken_leg(a):
    tray(a)
    poultry_leg(a, 164, 172, -8, 1.12)
    poultry_leg(a, 224, 236, 10, 1.12)


def chicken_breast(a):
    tray(a)
    for x, y, turn in ((158, 184, -24), (240, 226, -18)):
        a.group(x, y, turn)
        a.ellipse(6, 22, 88, 46, "#2a1205", f'opacity=".3" {a.blur(6)}')
        a.path("M-92 12C-84 -40 -16 -56 36 -42C76 -30 98 -6 92 8C70 24 30 42 -20 46C-66 48 -90 34 -92 12Z", a.ball("#f2bba6", 0.45, 0.24))
        for i in range(4):
            a.line(f"M{-60 + 30 * i} {-20 + 2 * i}q30 14 62 4", "#fbe2d4", 2.4, 'opacity=".7"')
        a.gloss(-20, -26, 36, 7, 0.5, -10, 4)
        a.end()


def bird(a, skin, head=False):
    tray(a)
    a.group(200, 206, -8)
    a.ellipse(6, 34, 116, 56, "#2a1205", f'opacity=".34" {a.blur(7)}')
    a.path("M-112 4C-108 -52 -40 -78 24 -70C84 -62 118 -24 112 12C104 52 52 70 -10 68C-70 66 -114 46 -112 4Z", a.ball(skin, 0.45, 0.3))
    a.path("M-20 12C-26 -18 20 -28 44 -10C60 2 56 26 36 34C12 42 -14 36 -20 12Z", a.ball(lighter(skin, 0.2), 0.35, 0.26))
    for px, py in a.within(0, -6, 96, 52, 46):
        a.ellipse(px, py, 1.9, 1.4, darker(skin, 0.3), 'opacity=".5"')
    a.gloss(-36, -40, 46, 10, 0.45, -10, 5)
    a.end()
    poultry_leg(a, 236, 262, 16, 0.8)


def chicken_half(a):
    bird(a, "#f3cf8e")


def duck_half(a):
    bird(a, "#eec7a4")


# --- fish on ice

def ice(a):
    a.shadow(208, 284, 150, 60)
    a.ellipse(200, 224, 158, 112, a.ball("#d5e4ea", 0.6, 0.24))
    for px, py in a.within(200, 222, 148, 100, 60):
        s = a.chance.uniform(8, 17)
        a.path(f"M{px - s:.0f} {py:.0f}L{px:.0f} {py - s * 0.7:.0f}L{px + s:.0f} {py:.0f}L{px:.0f} {py + s * 0.7:.0f}Z", a.chance.choice(["#f4fafc", "#e3eef2", "#c9dce4"]), 'opacity=".75"')


def crucian(a):
    ice(a)
    a.fish(198, 212, 280, "#8c8a6a", "#f0e8cc", -8, 0.5)


def perch(a):
    ice(a)
    a.fish(198, 210, 300, "#8a979c", "#f3f1e8", -8, 0.36)


def yellow_croaker(a):
    ice(a)
    for y in (156, 212, 268):
        a.fish(198 + (y - 212) * 0.2, y, 236, "#d3a63c", "#f8e3a0", -6, 0.28, fin="#c98a2a")


def hairtail(a):
    ice(a)
    for x, y, turn in ((150, 156, -16), (250, 150, 10), (200, 208, -6), (136, 258, 14), (262, 256, -10)):
        a.group(x, y, turn)
        a.ellipse(5, 12, 60, 28, "#1c2a36", f'opacity=".34" {a.blur(5)}')
        a.path("M-60 -28Q0 -36 60 -28L58 24Q0 32 -58 24Z", a.slope("#f2f5f6", "#8b99a4"), 'stroke="#aab6be" stroke-width="2" stroke-linejoin="round"')
        a.path("M-60 -28Q0 -36 60 -28L59 -22Q0 -29 -59 -22Z", "#55626c")
        a.ellipse(59, -2, 8, 26, "#f3d9d0", 'stroke="#c9a79c" stroke-width="1.6"')
        a.gloss(-10, -8, 34, 5, 0.85, 0, 2.5)
        a.end()


def silver_carp_head(a):
    ice(a)
    a.group(196, 210, -6)
    a.ellipse(8, 50, 120, 50, "#1c2a36", f'opacity=".36" {a.blur(7)}')
    a.path("M-128 16C-112 -56 -20 -96 96 -78C116 -30 116 40 96 78C-10 96 -100 74 -128 16Z", a.slope("#59646a", "#e3e2d8"))
    a.path("M58 -76C30 -30 30 36 60 82C82 82 90 80 96 78C116 40 116 -30 96 -78Z", a.slope("#c9655c", "#a8423e"))
    a.line("M56 -72C28 -30 28 36 58 78", "#3f484c", 4)
    a.ellipse(-56, -14, 19, 18, "#efe7c8")
    a.ellipse(-56, -14, 10, 10, "#16181a")
    a.line("M-126 20q34 16 60 8", "#3f484c", 4)
    a.gloss(-10, -46, 52, 8, 0.55, -8, 4)
    a.end()


def prawn(a):
    ice(a)
    for px, py in a.within(200, 214, 92, 62, 7):
        a.shrimp(px, py, 1.4, a.chance.uniform(0, 360), "#dfa68c")


def clam(a):
    a.plate(200, 208, 160)
    for px, py in a.within(200, 210, 100, 74, 19):
        a.group(px, py, a.chance.uniform(-70, 70))
        a.spot(27, 20)
        tone = a.chance.choice(["#c9b08a", "#a8987c", "#d9c6a2", "#8c7c68"])
        a.path("M-29 8C-28 -18 -8 -26 4 -25C20 -24 31 -8 28 8C16 18 -18 18 -29 8Z", a.ball(tone, 0.4, 0.4))
        for r in (0.35, 0.6, 0.84):
            a.line(f"M{-28 * r:.0f} {8 - 4 * r:.0f}Q0 {-44 * r:.0f} {27 * r:.0f} {8 - 4 * r:.0f}", darker(tone, 0.4), 1.6, 'opacity=".55"')
        a.end()


# --- eggs, tofu, milk

def egg(a, x, y, r, colour, turn=0):
    a.group(x, y, turn)
    a.ellipse(5, r * 0.52, r * 0.86, r * 0.6, "#2a1205", f'opacity=".32" {a.blur(4)}')
    a.path(f"M0 {-r}C{r * 0.62} {-r} {r * 0.84} {r * 0.1} {r * 0.8} {r * 0.34}C{r * 0.76} {r * 0.86} {-r * 0.76} {r * 0.86} {-r * 0.8} {r * 0.34}C{-r * 0.84} {r * 0.1} {-r * 0.62} {-r} 0 {-r}Z", a.ball(colour, 0.5, 0.32))
    a.gloss(-r * 0.28, -r * 0.4, r * 0.2, r * 0.13, 0.6, -30, 3)
    a.end()


def egg_box(a, rows, columns, r):
    a.shadow(210, 290, 150, 60)
    a.path("M50 150H350L338 312Q336 322 322 322H78Q64 322 62 312Z", a.slope("#b9ad9a", "#7c7264"))
    a.path("M44 116H356L346 168Q200 176 54 168Z", a.slope("#cfc4b2", "#a2967f"))
    for row in range(rows):
        for column in range(columns):
            wide = 280 * (0.9 + 0.1 * row / max(1, rows - 1))
            x = 200 + wide * ((column + 0.5) / columns - 0.5)
            y = 112 + 168 * (row + 0.5) / rows
            a.ellipse(x, y + r * 0.7, r * 0.98, r * 0.6, "#5e5546", 'opacity=".8"')
            egg(a, x, y, r, mix("#dfa877", "#eec29a", a.chance.random()), a.chance.uniform(-8, 8))


def eggs_10(a):
    egg_box(a, 2, 5, 42)


def eggs_30(a):
    egg_box(a, 4, 6, 30)


def duck_egg(a):
    a.plate(200, 210, 162)
    egg(a, 142, 172, 58, "#cfdcd2", -14)
    egg(a, 252, 166, 58, "#c8d8d0", 12)
    a.ellipse(206, 268, 74, 46, "#2a1205", f'opacity=".3" {a.blur(6)}')
    a.ellipse(200, 258, 74, 48, a.slope("#dce7e2", "#a9bcb2"))
    a.ellipse(200, 254, 68, 43, "#fbfaf4")
    a.ellipse(200, 256, 36, 24, a.ball("#f0892a", 0.4, 0.25))
    a.gloss(190, 248, 12, 5, 0.7)


def tofu(a):
    a.plate(200, 214, 162, rim="#5f9e6a")
    a.cube(200, 196, 92, "#fdf8ea", 0, ["#f6eeda"], 0.72)
    a.scallions(a.within(200, 196, 38, 18, 9), size=6)


def tofu_firm(a):
    a.plate(200, 214, 162)
    for x, y in ((200, 160), (138, 206), (262, 206), (200, 246)):
        a.cube(x, y, 54, "#f6e4bd", 0, ["#ecd29a"], 0.62)


def dried_tofu(a):
    a.plate(200, 214, 162)
    for x, y in ((200, 166), (144, 206), (256, 206), (200, 244)):
        a.cube(x, y, 54, "#9c6236", 0, ["#7c4824"], 0.3)


def vegetable_chicken(a):
    a.plate(200, 212, 162)
    for i in range(7):
        a.group(112 + 29 * i, 216 + (i % 2) * 6, -8)
        a.ellipse(8, 12, 40, 52, "#2a1205", f'opacity=".24" {a.blur(5)}')
        a.ellipse(6, 0, 40, 54, "#b97e3c")
        a.ellipse(0, 0, 40, 54, a.ball("#f2d9a6", 0.4, 0.2), 'stroke="#c98c46" stroke-width="4"')
        a.line("M-18 -14C0 -30 22 -14 14 6C8 22 -14 18 -12 4C-10 -6 4 -8 4 2", "#cfa666", 2.6)
        a.end()


def bottle(a, glass, label, cap, neck=26, wide=62, square=False, emblem=None):
    a.shadow(214, 322, wide + 26, 26, 0.4)
    shoulder = 128 if not square else 112
    d = f"M{200 - neck} 84V{shoulder}C{200 - neck} {shoulder + 30} {200 - wide} {shoulder + 20} {200 - wide} {shoulder + 62}V318Q{200 - wide} 338 {200 - wide + 20} 338H{200 + wide - 20}Q{200 + wide} 338 {200 + wide} 318V{shoulder + 62}C{200 + wide} {shoulder + 20} {200 + neck} {shoulder + 30} {200 + neck} {shoulder}V84Z"
    fill = a.define(f'<linearGradient id="@" x2="1" y2="0"><stop offset="0" stop-color="{darker(glass, 0.3)}"/><stop offset=".28" stop-color="{lighter(glass, 0.4)}"/><stop offset=".6" stop-color="{glass}"/><stop offset="1" stop-color="{darker(glass, 0.42)}"/></linearGradient>')
    a.path(d, f"url(#{fill})")
    a.path(f"M{200 - neck - 5} 52Q{200 - neck - 5} 46 {200 - neck + 1} 46H{200 + neck - 1}Q{200 + neck + 5} 46 {200 + neck + 5} 52V88H{200 - neck - 5}Z", a.slope(lighter(cap), darker(cap), 1, 0))
    a.path(f"M{200 - wide} 214Q200 226 {200 + wide} 214V300Q200 312 {200 - wide} 300Z", a.slope(lighter(label, 0.25), darker(label, 0.2), 1, 0))
    (emblem or drop)(a, 200, 262, 24)
    a.ellipse(200 - wide * 0.62, 250, 5, 76, "#ffffff", f'opacity=".5" {a.blur(3)}')


def drop(a, x, y, r, colour="#fff3cf"):
    a.path(f"M{x} {y - r}C{x + r * 0.5} {y - r * 0.3} {x + r * 0.75} {y + r * 0.1} {x + r * 0.6} {y + r * 0.5}C{x + r * 0.4} {y + r} {x - r * 0.4} {y + r} {x - r * 0.6} {y + r * 0.5}C{x - r * 0.75} {y + r * 0.1} {x - r * 0.5} {y - r * 0.3} {x} {y - r}Z", colour)


def ear(a, x, y, r, colour="#f3d98a"):
    """An ear of grain."""
    a.line(f"M{x} {y + r * 1.3}V{y - r}", colour, 3.4)
    for i in range(5):
        for side in (-1, 1):
            a.ellipse(x + side * r * 0.3, y + r * 0.6 - i * r * 0.4, r * 0.3, r * 0.15, colour, f'transform="rotate({side * -40} {x + side * r * 0.3:.0f} {y + r * 0.6 - i * r * 0.4:.0f})"')


def flower(a, x, y, r, colour="#ffe9a0"):
    for i in range(5):
        a.ellipse(x + r * 0.5 * math.cos(i * 1.2566), y + r * 0.5 * math.sin(i * 1.2566), r * 0.42, r * 0.42, colour)
    a.ellipse(x, y, r * 0.3, r * 0.3, "#d98a2a")


def cob(a, x, y, r):
    a.ellipse(x, y, r * 0.5, r, "#f6cf4a")
    for px, py in a.within(x, y, r * 0.4, r * 0.84, 26):
        a.ellipse(px, py, 2.6, 2.6, "#e0a92a")
    a.leaf(x, y + r * 1.1, r * 1.3, r * 0.3, "#5d9a3c", -130, 0.3)
    a.leaf(x, y + r * 1.1, r * 1.3, r * 0.3, "#4f8f35", -50, 0.3)


def oil(a):
    bottle(a, "#e0a21e", "#3f7a34", "#c9402a", 24, 70, emblem=flower)


def corn_oil(a):
    bottle(a, "#eec03a", "#b5521e", "#3f7a34", 24, 70, emblem=cob)


def soy_sauce(a):
    bottle(a, "#4a1e10", "#c9382a", "#b5281e", 18, 56)


def vinegar(a):
    bottle(a, "#b5702a", "#f0e2c0", "#3a2a1e", 18, 56, emblem=lambda b, x, y, r: ear(b, x, y, r, "#a8702a"))


def soy_milk(a):
    bottle(a, "#f6ecd2", "#6fa84a", "#4f8f35", 26, 58, emblem=lambda b, x, y, r: [b.sphere(x + dx, y + dy, r * 0.46, "#f0dfae") for dx, dy in ((-12, -4), (12, -6), (0, 12))])


def carton(a, colour):
    a.shadow(216, 324, 96, 28, 0.4)
    a.path("M116 142L200 158V342L116 318Z", a.slope("#ffffff", "#dfe3e6"))
    a.path("M200 158L282 138V312L200 342Z", a.slope("#d9dee2", "#a9b2ba"))
    a.path("M116 142L146 76L228 70L200 158Z", a.slope("#ffffff", "#e6eaec"))
    a.path("M200 158L228 70L256 76L282 138Z", a.slope("#cfd6db", "#b3bcc4"))
    a.path("M146 76L228 70L256 76V58L228 50L146 58Z", a.slope("#fbfcfc", "#cfd6db"))
    a.path("M116 238C140 214 168 262 200 246V342L116 318Z", a.slope(colour, darker(colour, 0.2)))
    a.path("M200 246C228 232 250 246 282 216V312L200 342Z", a.slope(darker(colour, 0.22), darker(colour, 0.42)))
    drop(a, 158, 198, 26, colour)


def milk(a):
    carton(a, "#3f86c4")


def milk_low(a):
    carton(a, "#4fa86a")


def yoghurt(a):
    for x, y in ((140, 118), (258, 118), (140, 226), (258, 226)):
        a.ellipse(x + 8, y + 66, 54, 26, "#2a1205", f'opacity=".34" {a.blur(6)}')
        a.path(f"M{x - 52} {y}L{x - 40} {y + 78}Q{x} {y + 94} {x + 40} {y + 78}L{x + 52} {y}Z", a.slope("#ffffff", "#c9d0d6", 1, 0.3))
        a.path(f"M{x - 47} {y + 30}L{x - 42} {y + 64}Q{x} {y + 80} {x + 42} {y + 64}L{x + 47} {y + 30}Q{x} {y + 46} {x - 47} {y + 30}Z", "#4a90c4")
        a.ellipse(x, y, 54, 25, "#e3e7ea")
        a.ellipse(x, y - 2, 50, 22, a.slope("#fbfbfb", "#d5dade", 1, 0.3))


# --- fruit

def stalk(a, x, y, r):
    a.ellipse(x, y + r * 0.08, r * 0.2, r * 0.1, "#5a2a12", 'opacity=".4"')
    a.line(f"M{x} {y + 4}q2 {-r * 0.2:.0f} {r * 0.12:.0f} {-r * 0.36:.0f}", "#6b4a28", 6)


def stalk_leaf(a, x, y, r):
    stalk(a, x, y, r)
    a.leaf(x + 4, y - 6, r * 0.62, r * 0.17, "#5d9a3c", -24)


def apple(a):
    whole(a, [(258, 150, 66), (140, 158, 68), (204, 238, 78)], "#cf3228", 0.42, stalk_leaf, 0.6, 0.95)


def navel(a, x, y, r):
    a.ellipse(x, y + r * 0.14, r * 0.1, r * 0.07, "#6b8a34")
    for px, py in a.within(x, y + r * 0.62, r * 0.8, r * 0.74, 44):
        a.ellipse(px, py, 1.6, 1.3, "#b5560a", 'opacity=".4"')


def orange(a):
    whole(a, [(258, 150, 68), (138, 160, 68), (206, 240, 78)], "#f28c1e", 0.4, navel, 0.45)


def mandarin(a):
    whole(a, [(200, 118, 52), (112, 168, 54), (288, 166, 54), (154, 236, 58), (256, 242, 60)], "#f29a2a", 0.4, stalk_leaf, 0.5, 0.82)


def pear(a):
    for x, y, turn in ((142, 190, -10), (262, 182, 12), (204, 238, 2)):
        a.group(x, y, turn)
        a.ellipse(8, 62, 62, 30, "#2a1205", f'opacity=".34" {a.blur(7)}')
        a.path("M0 -92C24 -92 30 -60 36 -38C48 -16 70 2 68 38C66 78 30 88 0 88S-66 78 -68 38C-70 2 -48 -16 -36 -38C-30 -60 -24 -92 0 -92Z", a.ball("#dfd07a", 0.5, 0.32))
        for px, py in a.within(0, 26, 54, 50, 36):
            a.ellipse(px, py, 1.6, 1.3, "#8a7432", 'opacity=".5"')
        a.line("M0 -88q4 -20 12 -30", "#6b4a28", 6)
        a.gloss(-24, 2, 12, 26, 0.45, 14, 5)
        a.end()


def banana(a):
    a.shadow(214, 282, 136, 54)
    for i in range(4):
        a.group(200, 196 + 10 * i, -16 + 9 * i)
        d = f"M-132 {-40 - 2 * i}C-106 30 10 72 128 12C134 8 140 14 136 22C70 106 -96 100 -150 -26C-152 -36 -138 -46 -132 {-40 - 2 * i}Z"
        a.path(d, a.slope("#fbe06a", "#cf9a1e"), 'stroke="#c9961e" stroke-width="1.6"')
        a.line("M-126 -14C-86 56 30 80 118 30", "#fff2a8", 5, 'opacity=".6"')
        a.path("M128 12l12 -6l4 12l-9 8Z", "#5a4218")
        a.end()
    a.path("M40 132L72 120L86 162L56 176Z", a.slope("#cfa62a", "#7c5a1a"))


def grape(a):
    a.shadow(206, 286, 108, 54)
    for row, count in enumerate((6, 7, 6, 5, 4, 3, 2)):
        for i in range(count):
            a.sphere(200 + (i - (count - 1) / 2) * 35 + a.chance.uniform(-4, 4), 122 + row * 31 + a.chance.uniform(-4, 4), 23, mix("#5a2a6e", "#7c3f8c", a.chance.random()), 0.35, 0.4, 0.6)
    a.line("M200 120q-6 -30 10 -56", "#6b5a2c", 8)
    a.leaf(206, 84, 92, 34, "#5d9a3c", 8)
    a.leaf(196, 88, 84, 30, "#4f8f35", 168)


def kiwi(a):
    lump(a, 254, 150, 70, 56, "#8a6a3c", 18, 0.03, "#6b4e28")
    lump(a, 136, 168, 70, 56, "#93713f", -14, 0.03, "#6b4e28")
    x, y, r = 214, 242, 82
    a.ellipse(x + 6, y + 26, r, r * 0.72, "#2a1205", f'opacity=".3" {a.blur(7)}')
    a.ellipse(x, y, r, r * 0.86, "#7c5a30")
    a.ellipse(x, y - 2, r * 0.93, r * 0.79, a.ball("#8cc13a", 0.3, 0.25))
    a.ellipse(x, y - 2, r * 0.3, r * 0.22, "#f4f1d0")
    for k in range(26):
        t = k * 2 * math.pi / 26
        a.line(f"M{x + r * 0.32 * math.cos(t):.0f} {y - 2 + r * 0.25 * math.sin(t):.0f}L{x + r * 0.8 * math.cos(t):.0f} {y - 2 + r * 0.68 * math.sin(t):.0f}", "#d5e88c", 2, 'opacity=".55"')
        a.ellipse(x + r * 0.44 * math.cos(t + 0.1), y - 2 + r * 0.35 * math.sin(t + 0.1), 4, 2.6, "#241c14", f'transform="rotate({math.degrees(t):.0f} {x + r * 0.44 * math.cos(t + 0.1):.0f} {y - 2 + r * 0.35 * math.sin(t + 0.1):.0f})"')


def dragon_fruit(a):
    a.shadow(206, 280, 116, 56)
    a.group(196, 176, -18)
    for turn in (-150, -110, -70, -30):
        a.leaf(0, 0, 128, 24, "#8cb84a", turn, 0.2)
    a.path(a.blob(104, 84, 0.04, 11), a.ball("#d6336e", 0.35, 0.35))
    for px, py, turn in ((-62, -22, 200), (-20, -50, 250), (34, -46, 290), (70, -6, 350), (-48, 36, 160), (20, 50, 90), (-6, 0, 240)):
        a.path(f"M0 -16L46 0L0 16Q12 0 0 -16Z", a.slope("#e8508a", "#a8c04a", 1, 0), f'transform="translate({px} {py}) rotate({turn})"')
    a.end()
    x, y = 244, 258
    a.ellipse(x + 4, y + 20, 84, 58, "#2a1205", f'opacity=".3" {a.blur(6)}')
    a.ellipse(x, y, 84, 66, "#cf2f68")
    a.ellipse(x, y - 1, 74, 57, a.ball("#fdfaf6", 0.3, 0.08))
    for px, py in a.within(x, y - 1, 66, 49, 110):
        a.ellipse(px, py, 1.9, 1.5, "#1c1818")


def pomelo(a):
    whole(a, [(176, 176, 106)], "#d9d05a", 0.4, stalk, 0.4, 0.98)
    x, y, r = 262, 256, 72
    a.ellipse(x + 6, y + 20, r, r * 0.8, "#2a1205", f'opacity=".3" {a.blur(6)}')
    a.ellipse(x, y, r, r * 0.88, "#d3c84e")
    a.ellipse(x, y, r * 0.92, r * 0.8, "#fbf6e2")
    for k in range(10):
        t, u = k * math.pi / 5, k * math.pi / 5 + 0.52
        a.path(f"M{x + 6 * math.cos((t + u) / 2):.0f} {y + 5 * math.sin((t + u) / 2):.0f}L{x + r * 0.72 * math.cos(t):.0f} {y + r * 0.63 * math.sin(t):.0f}Q{x + r * 0.86 * math.cos((t + u) / 2):.0f} {y + r * 0.75 * math.sin((t + u) / 2):.0f} {x + r * 0.72 * math.cos(u):.0f} {y + r * 0.63 * math.sin(u):.0f}Z", mix("#f4dfa0", "#f2cf86", k % 2), 'stroke="#f7ecc4" stroke-width="2" stroke-linejoin="round"')


def strawberry(a):
    a.shadow(206, 280, 128, 54)
    for x, y, turn in ((130, 156, -12), (266, 152, 14), (198, 182, 0), (112, 246, -24), (288, 246, 20), (204, 268, 4)):
        a.group(x, y, turn)
        a.spot(44, 40)
        a.path("M0 54C-34 40 -54 4 -44 -22C-36 -42 36 -42 44 -22C54 4 34 40 0 54Z", a.ball("#d62e2e", 0.4, 0.36))
        for px, py in a.within(0, 0, 34, 34, 20):
            a.ellipse(px, py, 2, 2.8, "#f6d67a")
        for leaf in (-170, -130, -90, -50, -10):
            a.leaf(0, -32, 27, 7, "#5d9a3c", leaf, 0.2)
        a.gloss(-16, -12, 8, 13, 0.5, 10, 3)
        a.end()


# --- staples

def bag(a, colour, emblem, band="#f6ecd2", wide=98, top=72):
    a.shadow(214, 322, wide + 20, 30, 0.42)
    left, right = 200 - wide, 200 + wide
    a.path(f"M{left + 8} {top + 16}C{left - 8} 180 {left - 6} 260 {left} 326Q200 348 {right} 326C{right + 6} 260 {right + 8} 180 {right - 8} {top + 16}Q200 {top + 34} {left + 8} {top + 16}Z", a.slope(lighter(colour, 0.35), darker(colour, 0.28), 1, 0.4))
    a.path(f"M{left + 4} {top}Q200 {top + 14} {right - 4} {top}L{right - 8} {top + 22}Q200 {top + 40} {left + 8} {top + 22}Z", a.slope(lighter(colour, 0.5), darker(colour, 0.1)))
    a.line(f"M{left + 8} {top + 22}Q200 {top + 40} {right - 8} {top + 22}", darker(colour, 0.4), 2.4, 'stroke-dasharray="7 5"')
    a.ellipse(200, 212, wide * 0.68, wide * 0.72, band)
    emblem(a, 200, 208, wide * 0.5)
    a.ellipse(left + 20, 210, 6, 90, "#ffffff", f'opacity=".35" {a.blur(5)}')


def rice_bowl(a, x, y, r):
    a.ellipse(x, y, r * 0.86, r * 0.5, "#fffdf4")
    for px, py in a.within(x, y - 2, r * 0.74, r * 0.4, 40):
        a.ellipse(px, py, 3.6, 1.8, "#e6dcc0", f'transform="rotate({a.chance.uniform(0, 180):.0f} {px:.0f} {py:.0f})"')
    a.path(f"M{x - r * 0.9} {y + 2}C{x - r * 0.8} {y + r * 0.86} {x + r * 0.8} {y + r * 0.86} {x + r * 0.9} {y + 2}Q{x} {y + r * 0.5} {x - r * 0.9} {y + 2}Z", "#4d7ea3")


def rice_5kg(a):
    bag(a, "#c9402a", rice_bowl, wide=112, top=60)


def rice_2kg(a):
    bag(a, "#4a8a5a", rice_bowl, wide=92, top=84)


def flour(a):
    bag(a, "#e9dcc0", lambda b, x, y, r: ear(b, x, y, r * 0.72, "#c9963a"), "#fffaf0")


def oats(a):
    bag(a, "#c98c3a", lambda b, x, y, r: ear(b, x, y, r * 0.72, "#a8702a"))


def millet(a):
    a.bowl(200, 176, 146, inside="#eec155")
    x, y, rx, ry = 200, 186, 127, 111
    for px, py in a.within(x, y, rx * 0.96, ry * 0.94, 420):
        a.ellipse(px, py, 4, 3.3, a.chance.choice(["#f7d97e", "#e5b03e", "#f2cb62", "#d99f2e"]))


def noodles(a):
    a.shadow(210, 280, 140, 50)
    a.group(200, 206, -16)
    for i in range(34):
        y = -58 + i * 3.5
        a.line(f"M-152 {y + a.chance.uniform(-2, 2):.0f}L152 {y + a.chance.uniform(-2, 2):.0f}", mix("#f6e6bc", "#d9bd80", a.chance.random() * 0.6 + (0.4 if i > 24 else 0)), 4)
    a.path("M-44 -66Q0 -74 44 -66L44 66Q0 76 -44 66Z", a.slope("#d9503a", "#8a2418"))
    a.path("M-36 -30Q0 -36 36 -30V30Q0 36 -36 30Z", "#fbeecb")
    ear(a, 0, -2, 18, "#c9963a")
    a.end()


def salt(a):
    bag(a, "#4a90b8", lambda b, x, y, r: [b.cube(x + dx, y + dy, r * 0.3, "#ffffff", 0, ["#dfe9f0"]) for dx, dy in ((0, -14), (-18, 10), (18, 10))], wide=78, top=96)


def sugar(a):
    bag(a, "#d87a8c", lambda b, x, y, r: [b.cube(x + dx, y + dy, r * 0.32, "#ffffff", 0, ["#f0e4e6"]) for dx, dy in ((0, -16), (-20, 10), (20, 10))], "#fff4f4", wide=78, top=96)


# --- from the baker's

def bun(a, x, y, r, pleats=False, colour="#f7eedc"):
    a.group(x, y, 0, r / 52)
    a.ellipse(6, 26, 54, 30, "#2a1205", f'opacity=".34" {a.blur(6)}')
    a.path("M-52 14C-54 -34 -26 -46 0 -46S54 -34 52 14C50 34 -50 34 -52 14Z", a.ball(colour, 0.7, 0.26))
    for k in range(11 if pleats else 0):
        t = math.pi * (k + 0.5) / 11
        a.line(f"M0 -32Q{22 * math.cos(t):.0f} {-34 + 6 * math.sin(t):.0f} {36 * math.cos(t):.0f} {-26 + 24 * math.sin(t):.0f}", "#cdbb96", 2.4, 'opacity=".8"')
    if pleats:
        a.ellipse(0, -32, 6, 4, "#bfa97e")
    else:
        a.gloss(-16, -24, 18, 8, 0.8, -16, 4)
    a.end()


def steamer(a):
    a.shadow(210, 256, 160, 110, 0.36, 12)
    a.ellipse(200, 226, 168, 138, "#8a5f30")
    a.ellipse(200, 212, 168, 138, a.slope("#dcb271", "#a87838"))
    a.ellipse(200, 212, 152, 124, "#7c5426")
    a.ellipse(200, 218, 148, 118, a.slope("#e3c48c", "#c9a362"))
    for i in range(-6, 7):
        a.line(f"M{200 + i * 23} {218 - math.sqrt(max(0, 1 - (i * 23 / 148) ** 2)) * 112:.0f}V{218 + math.sqrt(max(0, 1 - (i * 23 / 148) ** 2)) * 112:.0f}", "#a87c40", 2, 'opacity=".6"')


def six(a, r, pleats, filling=None):
    steamer(a)
    for x, y in ((200, 150), (118, 190), (282, 190), (146, 268), (254, 268), (200, 212)):
        bun(a, x, y, r, pleats)
        if filling:
            a.ellipse(x, y - r * 0.62, r * 0.1, r * 0.08, filling)


def mantou(a):
    six(a, 48, False)


def pork_bun(a):
    six(a, 48, True, "#8a4a24")


def vegetable_bun(a):
    six(a, 48, True, "#4f8f35")


def dumplings(a):
    import dishes
    steamer(a)
    for px, py in a.within(200, 216, 102, 80, 12):
        dishes.wonton_piece(a, px, py, a.chance.uniform(-30, 30), 1.0)


def bread(a):
    a.shadow(212, 288, 140, 50, 0.4)
    a.path("M62 178C50 128 92 108 132 112H300C340 108 364 134 348 178V272Q346 292 326 292H84Q64 292 64 272Z", a.slope("#b5702e", "#6e3a14"))
    for i in range(5):
        x = 92 + i * 44
        a.path(f"M{x} 180C{x - 12} 132 {x + 24} 118 {x + 50} 120C{x + 84} 118 {x + 104} 144 {x + 92} 182V276Q{x + 90} 286 {x + 80} 286H{x + 12}Q{x} 286 {x} 276Z", a.slope("#c9853c", "#8a4e1e"))
        a.path(f"M{x + 6} 184C{x - 4} 142 {x + 28} 128 {x + 48} 128C{x + 76} 128 {x + 96} 148 {x + 86} 186V272Q{x + 84} 280 {x + 76} 280H{x + 14}Q{x + 6} 280 {x + 6} 272Z", a.ball("#dcae72", 0.4, 0.16))
    for px, py in a.within(314, 208, 34, 58, 60):
        a.ellipse(px, py, a.chance.uniform(1.4, 3.6), a.chance.uniform(1, 2.6), a.chance.choice(["#b5804a", "#f0d3a4", "#8a5a2e"]), 'opacity=".7"')


def soda_cracker(a):
    a.plate(200, 212, 162)
    for x, y, turn in ((146, 160, -14), (250, 166, 10), (176, 236, 6), (262, 252, -12)):
        a.group(x, y, turn)
        a.ellipse(6, 12, 58, 46, "#2a1205", f'opacity=".3" {a.blur(5)}')
        a.path("M-56 -44Q0 -50 56 -44Q62 0 56 46Q0 52 -56 46Q-62 0 -56 -44Z", a.slope("#f3d9a2", "#d0a060"), 'stroke="#b5803c" stroke-width="3" stroke-dasharray="5 3"')
        for i in (-1, 0, 1):
            for k in (-1, 0, 1):
                a.ellipse(i * 32, k * 26, 3.4, 3, "#9c6a2e", 'opacity=".8"')
        a.end()


RECIPES = {f"{name}.png": recipe for name, recipe in {
    "bok-choy": bok_choy, "chicken-feather": chicken_feather, "spinach": spinach, "water-spinach": water_spinach, "lettuce": lettuce,
    "celery": celery, "napa": napa, "cabbage": cabbage, "leek": leek, "scallion": scallion, "broccoli": broccoli, "tomato": tomato,
    "potato": potato, "carrot": carrot, "cucumber": cucumber, "aubergine": aubergine, "winter-melon": winter_melon, "radish": radish,
    "lotus-root": lotus_root, "yam": yam, "sweet-potato": sweet_potato, "pepper": pepper, "ginger": ginger, "mushroom": mushroom,
    "pork-lean": pork_lean, "pork-mince": pork_mince, "ribs": ribs, "pork-belly": pork_belly, "pork-bone": pork_bone, "beef": beef,
    "chicken-half": chicken_half, "chicken-leg": chicken_leg, "chicken-breast": chicken_breast, "duck-half": duck_half,
    "crucian": crucian, "raw-perch": perch, "raw-hairtail": hairtail, "yellow-croaker": yellow_croaker, "silver-carp-head": silver_carp_head,
    "prawn": prawn, "clam": clam, "eggs-10": eggs_10, "eggs-30": eggs_30, "duck-egg": duck_egg, "tofu": tofu,
    "tofu-firm": tofu_firm, "dried-tofu": dried_tofu, "soy-milk": soy_milk, "milk": milk, "milk-low": milk_low, "yoghurt": yoghurt,
    "vegetable-chicken": vegetable_chicken, "apple": apple, "banana": banana, "orange": orange, "mandarin": mandarin, "pear": pear,
    "grape": grape, "kiwi": kiwi, "dragon-fruit": dragon_fruit, "pomelo": pomelo, "strawberry": strawberry, "rice-5kg": rice_5kg,
    "rice-2kg": rice_2kg, "noodles": noodles, "flour": flour, "oats": oats, "millet": millet, "oil": oil, "corn-oil": corn_oil,
    "salt-low": salt, "soy-sauce": soy_sauce, "vinegar": vinegar, "sugar": sugar, "mantou": mantou, "pork-bun": pork_bun,
    "vegetable-bun": vegetable_bun, "dumplings": dumplings, "bread": bread, "soda-cracker": soda_cracker}.items()}
