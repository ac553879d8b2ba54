# SPDX-License-Identifier: Apache-2.0
"""The canteens' dishes, as tests/hotline/kitchen.c cooks them."""

GREEN, TENDER = "#4f8f35", "#7cb04b"


def side_greens(a, x=300, y=250, turn=-150):
    for i in (0, 1, 2):
        a.pakchoi(x + 6 - 14 * i, y - 26 + 24 * i, 0.82, turn + 12 * i, green=GREEN)


def rice(a, x=128, y=176):
    a.grains(x, y, 58, 46)


def braised_pork(a):
    a.plate()
    a.zoom(1.16)
    a.ellipse(212, 228, 104, 76, "#4a1606", 'opacity=".85"')
    rice(a, 136, 158)
    side_greens(a, 286, 164, -205)
    for x, y in a.within(206, 228, 78, 48, 11):
        a.cube(x, y, 25, "#9c3a1c", a.chance.uniform(-10, 10), ["#7d2410", "#e0a878", "#b3663c", "#7c2f17"], 0.95)
    a.scallions(a.within(206, 214, 70, 44, 16))
    a.end()


def perch(a):
    a.plate(200, 212, 176)
    a.zoom(1.16)
    a.ellipse(198, 222, 122, 70, "#8a5420", 'opacity=".55"')
    a.fish(196, 216, 252, "#97917c", "#f6eedb", -6, 0.4, True)
    a.shreds(206, 208, 76, 26, ["#5d9a3c", "#8fc05a", "#dfeac0", "#f0dc9a"], 34, 40)
    a.shreds(200, 206, 50, 18, ["#c9402a"], 5, 26, 3.4)
    a.end()


def tomato_noodles(a):
    x, y, rx, ry = a.bowl(inside="#d9622f")
    a.zoom(1.07, x, y)
    a.noodles(x, y, rx * 0.9, ry * 0.86, "#f0cf86")
    for px, py in ((138, 176), (170, 232), (232, 148), (268, 214)):
        a.chunk(px, py, 30, 22, "#d63a22", a.chance.uniform(-40, 40), 0.1, 0.6)
    for px, py in ((196, 182), (228, 224), (150, 208), (252, 178), (186, 146)):
        a.chunk(px, py, 25, 17, "#f4c63e", a.chance.uniform(0, 90), 0.26, 0.4)
    a.scallions(a.within(x, y, 90, 66, 20))
    a.end()


def tofu_pot(a):
    x, y, rx, ry = a.claypot("#c99a5c")
    a.zoom(1.07, x, y)
    for px, py, turn in ((158, 170, -160), (240, 160, -30), (246, 218, 25), (160, 222, 150)):
        a.pakchoi(px, py, 0.64, turn, green=GREEN)
    for px, py in a.within(x, y - 4, 74, 50, 8):
        a.cube(px, py, 24, "#f8efd8", a.chance.uniform(-12, 12), None, 0.6)
    for px, py, turn in ((168, 222, 20), (238, 190, 60), (204, 146, 0)):
        a.mushroom(px, py, 20, "#7b5233", turn)
    for px, py in ((152, 176), (232, 232), (252, 166)):
        a.chunk(px, py, 13, 10, "#e2762a", 20, 0.05)
    a.end()


def broth(a, colour):
    return a.bowl(inside=colour)


def drumstick(a, x, y, turn, size=1.0, colour="#d99a4e"):
    a.group(x, y, turn, size)
    a.spot(46, 26)
    a.line("M36 4L70 14", "#efe3cc", 13)
    a.ellipse(73, 10, 8, 7, "#f6eddc")
    a.ellipse(72, 20, 8, 7, "#e9dcc4")
    a.path("M-46 -4C-44 -34 -2 -36 22 -18C36 -8 46 -2 46 6C46 14 34 12 20 20C-4 34 -48 30 -46 -4Z", a.ball(colour, 0.35, 0.4))
    a.gloss(-18, -14, 17, 6, 0.5, -14)
    a.end()


def chicken_soup(a):
    x, y, rx, ry = broth(a, "#dca544")
    a.zoom(1.07, x, y)
    drumstick(a, 166, 196, 14, 1.15, "#e3bd7e")
    drumstick(a, 244, 172, 170, 0.95, "#e3bd7e")
    for px, py, turn in ((232, 226, 0), (184, 140, 40), (270, 206, 20)):
        a.mushroom(px, py, 23, "#75492b", turn)
    side_greens(a, 168, 150, 205)
    for px, py in a.within(x, y, 92, 66, 8):
        a.ellipse(px, py, 6, 4.2, "#c8321f")
    for px, py in a.within(x, y, 100, 76, 12):
        a.ellipse(px, py, 5, 3.6, "#f7dc8b", 'opacity=".75"')
    a.end()


def mantou(a, x, y, size=1.0):
    a.group(x, y, 0, size)
    a.ellipse(6, 26, 54, 30, "#2a1205", f'opacity=".34" {a.blur(6)}')
    a.path("M-52 14C-54 -34 -26 -46 0 -46S54 -34 52 14C50 34 -50 34 -52 14Z", a.ball("#f6ecd8", 0.7, 0.26))
    a.gloss(-16, -24, 18, 8, 0.8, -16, 4)
    a.end()


def porridge(a):
    a.saucer(292, 142, 98)
    mantou(a, 270, 118, 0.86)
    mantou(a, 330, 140, 0.86)
    x, y, rx, ry = a.bowl(156, 226, 132, inside="#eec155")
    for px, py in a.within(x, y, rx * 0.93, ry * 0.92, 170):
        a.ellipse(px, py, 3.4, 2.7, a.chance.choice(["#f7d97e", "#e5b03e", "#f2cb62"]))
    a.gloss(x - 44, y - 34, 38, 10, 0.5, -24, 5)


def lion_head(a):
    x, y, rx, ry = broth(a, "#dcbf84")
    a.zoom(1.07, x, y)
    for px, py, turn in ((150, 150, 190), (256, 148, -30), (160, 226, 150), (250, 228, 30)):
        a.pakchoi(px, py, 0.66, turn, green=GREEN)
    for px, py, r in ((164, 166, 52), (242, 188, 54)):
        a.sphere(px, py, r, "#c08a58", 0.35, 0.36, 0.3)
        for qx, qy in a.within(px, py, r * 0.8, r * 0.7, 26):
            a.ellipse(qx, qy, a.chance.uniform(3, 7), a.chance.uniform(2, 5), a.chance.choice(["#dcae7e", "#a06a3e", "#e8c79c"]), 'opacity=".7"')
    for px, py in a.within(x, y, 60, 40, 5):
        a.ellipse(px, py, 6, 4.2, "#c8321f")
    a.end()


def steamed_egg(a):
    x, y, rx, ry = a.bowl(inside="#f3cf5f")
    a.zoom(1.07, x, y)
    a.ellipse(x - 8, y - 6, rx * 0.86, ry * 0.82, a.ball("#f7da78", 0.45, 0.12))
    a.gloss(x - 48, y - 46, 46, 12, 0.55, -28, 5)
    a.ellipse(x, y + 6, 74, 46, "#8a4a1c", f'opacity=".32" {a.blur(4)}')
    for px, py in a.within(x, y + 2, 66, 40, 44):
        a.chunk(px, py, 8, 6, a.chance.choice(["#9a5a32", "#7e4424", "#b0703f"]), 0, 0.24, 0.25)
    a.scallions(a.within(x, y, 76, 48, 26))
    a.end()


def rib(a, x, y, turn, size=1.0):
    a.group(x, y, turn, size)
    a.spot(34, 22)
    a.line("M-44 3L46 -3", "#eadcc2", 14)
    a.path(a.blob(27, 22, 0.1, 8), a.ball("#b5764a", 0.3, 0.4))
    for side in (-1, 1):
        a.ellipse(side * 46, -side * 3, 6, 8, "#f4ead6")
        a.ellipse(side * 47, -side * 3, 2.6, 4, "#b38a68")
    a.gloss(-6, -10, 10, 4, 0.45)
    a.end()


def ribs_melon(a):
    x, y, rx, ry = broth(a, "#e0c795")
    a.zoom(1.07, x, y)
    for px, py in ((138, 158), (252, 148), (270, 216), (152, 236), (210, 240)):
        a.group(px, py, a.chance.uniform(-30, 30))
        a.spot(34, 22)
        a.path("M-34 12Q0 -34 34 12Q0 26 -34 12Z", a.slope("#eef4d8", "#c3d8a0"))
        a.line("M-33 11Q0 -32 33 11", "#7fae5a", 5)
        a.end()
    for px, py, turn in ((186, 166, 10), (232, 190, -35), (168, 204, 40)):
        rib(a, px, py, turn, 1.05)
    a.scallions(a.within(x, y, 84, 62, 16))
    a.end()


def shrimp_tofu(a):
    a.plate()
    a.zoom(1.16)
    rice(a, 136, 158)
    side_greens(a, 290, 256, -165)
    a.ellipse(216, 214, 92, 66, "#e8cf9a", 'opacity=".9"')
    for px, py in a.within(214, 210, 76, 52, 9):
        a.cube(px, py, 21, "#fbf3df", a.chance.uniform(-12, 12), None, 0.6)
    for px, py, turn in ((180, 190, 10), (244, 176, 130), (216, 222, -40), (264, 224, 60), (176, 240, 190)):
        a.shrimp(px, py, 0.9, turn)
    for px, py in a.within(214, 206, 80, 56, 12):
        a.sphere(px, py, 5.5, "#6fa83f", 0.4, 0.35, 0.5)
    a.end()


def beef_potato(a):
    a.plate()
    a.zoom(1.16)
    rice(a, 136, 158)
    a.ellipse(214, 220, 100, 74, "#5a2a10", 'opacity=".8"')
    pieces = [(p, "#e6b74c", "cube") for p in a.within(214, 216, 80, 56, 9)] + [(p, "#6e3a1e", "chunk") for p in a.within(216, 214, 74, 50, 8)] + \
             [(p, "#e0702a", "carrot") for p in a.within(210, 222, 70, 48, 5)]
    for (px, py), colour, kind in sorted(pieces, key=lambda p: p[0][1]):
        if kind == "cube":
            a.cube(px, py, 19, colour, a.chance.uniform(-20, 20), None, 0.7)
        else:
            a.chunk(px, py, 23 if kind == "chunk" else 14, 18 if kind == "chunk" else 12, colour, a.chance.uniform(-40, 40), 0.14)
    a.scallions(a.within(214, 206, 74, 48, 14))
    a.end()


def vegetable_rice(a):
    x, y, rx, ry = a.bowl(inside="#efe4c8")
    a.zoom(1.07, x, y)
    a.grains(x, y - 12, rx * 0.9, ry * 0.92, "#f8f1dc", 260)
    for px, py in a.within(x, y - 16, rx * 0.8, ry * 0.78, 48):
        a.chunk(px, py, a.chance.uniform(7, 13), a.chance.uniform(4, 7), a.chance.choice([GREEN, TENDER, "#3f7a2c"]), a.chance.uniform(0, 180), 0.2, 0.25)
    for px, py in a.within(x, y - 18, rx * 0.76, ry * 0.72, 20):
        a.cube(px, py, 8, a.chance.choice(["#b8452f", "#c9603f"]), a.chance.uniform(-20, 20), None, 0.6)
    a.end()


def wonton_piece(a, x, y, turn, size=1.0):
    a.group(x, y, turn, size)
    a.spot(36, 24)
    a.path("M-40 -4C-30 -20 -18 -8 -8 -26C6 -34 20 -22 28 -14C40 -14 42 2 32 8C24 26 -20 28 -30 14C-38 12 -44 4 -40 -4Z", a.ball("#f5e9cf", 0.6, 0.24))
    a.ellipse(-2, 0, 20, 14, "#9db86a", 'opacity=".42"')
    a.line("M-30 -4C-14 -2 -8 -14 -6 -22M26 -8C14 -2 8 -10 -2 -22", "#cdb98e", 2.2, 'opacity=".8"')
    a.gloss(-8, -10, 12, 4, 0.7)
    a.end()


def wonton(a):
    x, y, rx, ry = broth(a, "#dfc48a")
    a.zoom(1.07, x, y)
    for px, py in a.within(x, y, rx * 0.68, ry * 0.66, 9):
        wonton_piece(a, px, py, a.chance.uniform(-30, 30), 0.98)
    a.shreds(x, y - 4, 72, 46, ["#2d3b2a", "#243024"], 12, 24, 3.4)
    a.shreds(x, y - 4, 76, 50, ["#f2c64c"], 9, 26, 3.6)
    a.scallions(a.within(x, y, 92, 66, 20))
    a.end()


def duck_noodles(a):
    x, y, rx, ry = broth(a, "#c9a566")
    a.zoom(1.07, x, y)
    a.noodles(x, y, rx * 0.84, ry * 0.8, "#e6dcc0", 4.4, 130)
    for px, py in ((150, 158), (176, 150), (202, 146), (228, 150)):
        a.group(px, py, -14)
        a.spot(17, 32)
        a.path(a.blob(16, 34, 0.06), a.ball("#b98560", 0.3, 0.35))
        a.line("M-13 -24Q-19 0 -12 24", "#6e3a1c", 6)
        a.end()
    for px, py in ((258, 186), (240, 226), (274, 222)):
        a.cube(px, py, 21, "#d99a3c", a.chance.uniform(-15, 15), None, 0.8)
    for px, py, turn in ((150, 214, 20), (172, 236, -20), (138, 196, 60), (196, 214, 0)):
        a.leaf(px, py, 26, 10, "#3f8a34", turn)
    a.scallions(a.within(x + 10, y + 10, 70, 50, 12))
    a.end()


def hairtail(a):
    a.plate()
    a.zoom(1.16)
    rice(a, 136, 158)
    side_greens(a, 286, 168, -205)
    a.ellipse(206, 236, 106, 64, "#5a1e08", 'opacity=".8"')
    for px, py, turn in ((168, 208, -14), (240, 204, 8), (200, 232, -6), (152, 250, 6), (258, 252, -10), (206, 268, 4)):
        a.group(px, py, turn)
        a.spot(36, 20)
        a.path("M-38 -14Q0 -22 38 -14L37 10Q0 20 -37 10Z", a.slope("#c9803c", "#6e2c0e"), 'stroke="#8a4218" stroke-width="3" stroke-linejoin="round"')
        a.path("M-37 6Q0 15 37 6L36 12Q0 21 -36 12Z", "#5e230a")
        for i in (-20, -6, 8, 22):
            a.line(f"M{i} -15l5 20", "#5a2208", 2, 'opacity=".55"')
        a.gloss(-8, -9, 20, 3.4, 0.55, 0, 1.6)
        a.end()
    a.scallions(a.within(206, 228, 84, 48, 18))
    a.shreds(210, 220, 60, 34, ["#f0dc9a"], 7, 20, 3)
    a.end()


def vegetarian(a):
    a.plate()
    a.zoom(1.16)
    rice(a, 136, 158)
    a.ellipse(216, 218, 100, 72, "#a8702e", 'opacity=".6"')
    pieces = [(p, "puff") for p in a.within(214, 214, 74, 52, 6)] + [(p, "mushroom") for p in a.within(220, 216, 78, 54, 6)] + \
             [(p, "fungus") for p in a.within(212, 218, 82, 56, 6)] + [(p, "pea") for p in a.within(214, 214, 84, 58, 7)] + \
             [(p, "carrot") for p in a.within(216, 210, 70, 48, 6)]
    for (px, py), kind in sorted(pieces, key=lambda p: p[0][1]):
        turn = a.chance.uniform(-60, 60)
        if kind == "puff":
            a.chunk(px, py, 24, 20, "#d79a45", turn, 0.06)
        elif kind == "mushroom":
            a.mushroom(px, py, 18, "#72482b", turn)
        elif kind == "fungus":
            a.chunk(px, py, 24, 15, "#3a2a24", turn, 0.34, 0.35)
        elif kind == "pea":
            a.leaf(px, py, 40, 11, "#6fae3f", turn, 0.3)
        else:
            a.chunk(px, py, 14, 12, "#e8792b", turn, 0.03, 0.35)
    a.end()


def buckwheat(a):
    x, y, rx, ry = a.bowl(inside="#6e4c33")
    a.zoom(1.07, x, y)
    a.noodles(x, y - 6, rx * 0.86, ry * 0.82, "#a07a56", 6, 120)
    a.shreds(x - 36, y - 22, 34, 24, ["#f3e6cf", "#e4cfae"], 24, 34, 5.4)
    a.shreds(x + 40, y - 14, 32, 24, ["#8cc152", "#b6da84", "#5d9a3c"], 26, 34, 4.6)
    a.shreds(x + 2, y + 30, 30, 18, ["#e8792b", "#f09a4e"], 16, 30, 4.2)
    for px, py in a.within(x, y - 4, 70, 48, 26):
        a.ellipse(px, py, 2.6, 1.7, "#f7ecd0", f'transform="rotate({a.chance.uniform(0, 180):.0f} {px:.0f} {py:.0f})"')
    a.end()


def sugar_free(a):
    a.plate()
    a.zoom(1.16)
    a.grains(130, 176, 66, 52, "#d9b58c", 170)
    for px, py in a.within(130, 172, 56, 42, 26):
        a.ellipse(px, py, 4.4, 3, a.chance.choice(["#6e2c2a", "#8a4a32", "#4a2a3a"]))
    for px, py in ((244, 144), (288, 168), (270, 208), (228, 182)):
        a.broccoli(px, py, 0.96)
    for i in range(6):
        a.group(136 + 24 * i, 262 - 3 * i, 62)
        a.spot(30, 15)
        a.path(a.blob(34, 15, 0.05), a.ball("#f0d7ae", 0.5, 0.24))
        a.line("M-30 -6Q0 -18 30 -6", "#c98c46", 4.4, 'opacity=".85"')
        a.end()
    for px, py in ((196, 206), (210, 228), (178, 226)):
        a.sphere(px, py, 15, "#d63a22")
    a.end()


def crucian_soup(a):
    x, y, rx, ry = broth(a, "#f3ead2")
    a.zoom(1.07, x, y)
    a.fish(200, 190, 226, "#8e8a76", "#efe6d0", -8, 0.38, True)
    a.shreds(x, y + 30, 84, 34, ["#fffaf0", "#f3ecd8", "#fdf6e6"], 34, 44, 6)
    a.shreds(x + 44, y - 26, 44, 24, ["#fffaf0", "#f3ecd8"], 14, 40, 6)
    a.scallions(a.within(x, y + 6, 90, 64, 26))
    a.end()


def soft_rice(a):
    a.plate()
    a.zoom(1.16)
    a.grains(134, 172, 66, 54, "#fbf7ec", 170, 5.6)
    for px, py in a.within(262, 166, 56, 44, 60):
        a.chunk(px, py, a.chance.uniform(9, 14), a.chance.uniform(5, 8), a.chance.choice([GREEN, TENDER, "#3f7a2c", "#cfe0a6"]), a.chance.uniform(0, 180), 0.2, 0.3)
    a.ellipse(152, 258, 52, 36, "#6b3416", 'opacity=".5"')
    for px, py in a.within(152, 256, 46, 30, 52):
        a.chunk(px, py, 9, 7, a.chance.choice(["#9a5a32", "#7e4424", "#b0703f"]), 0, 0.24, 0.3)
    a.ellipse(258, 262, 56, 38, "#2a1205", f'opacity=".3" {a.blur(5)}')
    a.ellipse(256, 254, 55, 38, a.ball("#f6d566", 0.5, 0.2))
    a.gloss(240, 240, 22, 7, 0.7, -16, 3)
    a.scallions(a.within(256, 254, 34, 20, 9))
    a.end()


RECIPES = {"braised-pork.jpg": braised_pork, "perch.jpg": perch, "tomato-noodles.jpg": tomato_noodles, "tofu-pot.jpg": tofu_pot,
           "chicken-soup.jpg": chicken_soup, "porridge.jpg": porridge, "lion-head.jpg": lion_head, "steamed-egg.jpg": steamed_egg,
           "ribs-melon.jpg": ribs_melon, "shrimp-tofu.jpg": shrimp_tofu, "beef-potato.jpg": beef_potato,
           "vegetable-rice.jpg": vegetable_rice, "wonton.jpg": wonton, "duck-noodles.jpg": duck_noodles, "hairtail.jpg": hairtail,
           "vegetarian.jpg": vegetarian, "buckwheat.jpg": buckwheat, "sugar-free.jpg": sugar_free, "crucian-soup.jpg": crucian_soup,
           "soft-rice.jpg": soft_rice}
