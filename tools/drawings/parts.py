# SPDX-License-Identifier: Apache-2.0
"""What pictures of food are made of: a table, vessels, pieces, garnish; SVG on a square of 400.

The light comes from the upper left, everything is seen from a little in front (circles are 0.86 as high as wide), and
every shape has a lit and a shaded side. Chance is seeded with the picture's name: a build draws what the last one drew.
"""
import math
import random

TILT = 0.86


def mix(a, b, share):
    """Between two colours "#rrggbb"."""
    pair = [[int(c[i:i + 2], 16) for i in (1, 3, 5)] for c in (a, b)]
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(*pair))


def lighter(colour, share=0.3):
    return mix(colour, "#fff6e4", share)


def darker(colour, share=0.3):
    return mix(colour, "#2a1408", share)


class Art:
    def __init__(self, name):
        self.chance = random.Random(name)
        self.defs, self.body, self.count = [], [], 0
        self.table()

    def svg(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="22 30 356 356"><defs>{"".join(self.defs)}</defs>'
                f'{"".join(self.body)}</svg>')

    # --- means

    def add(self, text):
        self.body.append(text)

    def define(self, text):
        self.count += 1
        self.defs.append(text.replace("@", f"d{self.count}"))
        return f"d{self.count}"

    def ball(self, colour, lit=0.35, shade=0.35):
        """A round thing's fill: lit from the upper left."""
        return "url(#" + self.define(
            f'<radialGradient id="@" cx=".36" cy=".3" r=".78"><stop offset="0" stop-color="{lighter(colour, lit)}"/>'
            f'<stop offset=".55" stop-color="{colour}"/><stop offset="1" stop-color="{darker(colour, shade)}"/></radialGradient>') + ")"

    def slope(self, first, last, x2=0, y2=1):
        return "url(#" + self.define(
            f'<linearGradient id="@" x2="{x2}" y2="{y2}"><stop offset="0" stop-color="{first}"/>'
            f'<stop offset="1" stop-color="{last}"/></linearGradient>') + ")"

    def blur(self, by):
        return f'filter="url(#{self.define(f"""<filter id="@" x="-.5" y="-.5" width="2" height="2"><feGaussianBlur stdDeviation="{by}"/></filter>""")})"'

    def ellipse(self, x, y, rx, ry, fill, more=""):
        self.add(f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" {more}/>')

    def path(self, d, fill="none", more=""):
        self.add(f'<path d="{d}" fill="{fill}" {more}/>')

    def line(self, d, colour, width, more=""):
        self.path(d, "none", f'stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round" {more}')

    def group(self, x, y, turn=0, size=1.0, tall=None):
        self.add(f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({size:.3f} {size if tall is None else tall:.3f})">')

    def zoom(self, by, x=200, y=212):
        """What follows, until end(), larger around x, y."""
        self.add(f'<g transform="translate({x} {y}) scale({by}) translate({-x} {-y})">')

    def end(self):
        self.add("</g>")

    def shadow(self, x, y, rx, ry, strength=0.34, soft=9):
        self.ellipse(x, y, rx, ry, "#3b2210", f'opacity="{strength}" {self.blur(soft)}')

    def gloss(self, x, y, rx, ry, strength=0.5, turn=-20, soft=2.5):
        self.ellipse(x, y, rx, ry, "#fffdf6", f'opacity="{strength}" transform="rotate({turn} {x:.1f} {y:.1f})" {self.blur(soft)}')

    def within(self, x, y, rx, ry, count, least=0.0):
        """COUNT places inside an ellipse, spread evenly, those behind first."""
        places = []
        turn = self.chance.random() * 6
        for i in range(count):
            far = least + (1 - least) * math.sqrt((i + 0.5) / count)
            angle = turn + i * 2.39996
            jitter = self.chance.uniform(0.9, 1.06)
            places.append((x + rx * far * jitter * math.cos(angle), y + ry * far * jitter * math.sin(angle)))
        return sorted(places, key=lambda at: at[1])

    def blob(self, rx, ry, rough=0.08, points=9):
        """A closed soft outline around 0,0."""
        ring = []
        for i in range(points):
            angle = 2 * math.pi * i / points
            far = 1 + self.chance.uniform(-rough, rough)
            ring.append((rx * far * math.cos(angle), ry * far * math.sin(angle)))
        d = ""
        for i in range(points):
            (x0, y0), (x1, y1) = ring[i], ring[(i + 1) % points]
            mid = ((x0 + x1) / 2, (y0 + y1) / 2)
            d += f"{'M' if i == 0 else 'Q%.1f %.1f ' % (x0, y0)}{mid[0]:.1f} {mid[1]:.1f}" if i else f"M{mid[0]:.1f} {mid[1]:.1f}"
        (x0, y0), (x1, y1) = ring[0], ring[1]
        return d + f"Q{x0:.1f} {y0:.1f} {(x0 + x1) / 2:.1f} {(y0 + y1) / 2:.1f}Z"

    # --- the table and what stands on it

    def table(self):
        wood = self.define('<radialGradient id="@" cx=".4" cy=".32" r=".95"><stop offset="0" stop-color="#ead9bd"/>'
                           '<stop offset=".6" stop-color="#d9c09a"/><stop offset="1" stop-color="#b8966b"/></radialGradient>')
        self.add(f'<rect width="400" height="400" fill="url(#{wood})"/>')
        for i in range(9):
            y = 20 + 44 * i + self.chance.uniform(-10, 10)
            bend = self.chance.uniform(-8, 8)
            self.line(f"M-10 {y:.0f}C120 {y + bend:.0f} 270 {y - bend:.0f} 410 {y + 3:.0f}", "#a37f52", 1.6, 'opacity=".16"')

    def plate(self, x=200, y=208, r=165, colour="#fbf8f1", rim="#5d86a8"):
        ry = r * TILT
        self.shadow(x + 10, y + 20, r * 1.0, ry * 1.0)
        self.ellipse(x, y + 7, r, ry, darker(colour, 0.22))
        self.ellipse(x, y, r, ry, self.slope(colour, darker(colour, 0.1), 0.6, 1))
        self.ellipse(x, y, r * 0.955, ry * 0.955, "none", f'stroke="{rim}" stroke-width="3" opacity=".55"')
        self.ellipse(x, y + 2, r * 0.85, ry * 0.85, self.slope(darker(colour, 0.13), lighter(colour, 0.1), 0.5, 1))
        self.ellipse(x, y + 5, r * 0.828, ry * 0.828, self.slope(darker(colour, 0.03), colour, 0.5, 1))
        self.gloss(x - r * 0.62, y - ry * 0.62, r * 0.22, r * 0.035, 0.75, -38, 2)

    def bowl(self, x=200, y=186, r=150, colour="#f7f3ea", band="#4d7ea3", inside="#e9d9b8", deep=0.62):
        """Returns where its content lies: x, y, rx, ry."""
        ry = r * TILT * 0.9
        self.shadow(x + 14, y + r * 0.72, r * 0.92, r * 0.5, 0.38, 12)
        body = f"M{x - r} {y}C{x - r * 0.97} {y + r * 0.72} {x - r * 0.5} {y + r * deep * 1.62} {x} {y + r * deep * 1.62}S{x + r * 0.97} {y + r * 0.72} {x + r} {y}Z"
        self.path(body, self.slope(lighter(colour, 0.2), darker(colour, 0.36), 1, 0.5))
        self.line(f"M{x - r * 0.985} {y + 20}C{x - r * 0.93} {y + r * 0.72} {x - r * 0.5} {y + r * 1.02} {x} {y + r * 1.02}S{x + r * 0.93} {y + r * 0.72} {x + r * 0.985} {y + 20}",
                  band, 5, 'opacity=".7"')
        self.ellipse(x, y, r, ry, self.slope(lighter(colour, 0.5), darker(colour, 0.12), 0.7, 1))
        self.ellipse(x, y + 3, r * 0.93, ry * 0.92, darker(inside, 0.35))
        self.ellipse(x, y + 5, r * 0.915, ry * 0.9, darker(inside, 0.12))
        inner = (x, y + 10, r * 0.875, ry * 0.845)
        self.ellipse(*inner, self.ball(inside, 0.25, 0.22))
        return inner

    def claypot(self, inside="#d9b98a"):
        for side in (-1, 1):
            self.path(f"M{200 + side * 140} 176q{side * 44} -6 {side * 42} 22q{-side * 4} 20 {-side * 46} 12Z", self.slope("#6b4a38", "#38241a"))
        return self.bowl(200, 186, 146, "#6b4c3a", "#3a2519", inside, 0.64)

    def saucer(self, x, y, r):
        self.plate(x, y, r, rim="#c98b4e")

    # --- pieces; each stands on its own small shadow

    def spot(self, rx, ry, strength=0.32):
        self.ellipse(rx * 0.12, ry * 0.5, rx * 1.04, ry * 0.86, "#2a1205", f'opacity="{strength}" {self.blur(3)}')

    def cube(self, x, y, size, top, turn=0, layers=None, tall=0.72):
        """A block with its upper face and two sides; LAYERS: colours of the sides from the top."""
        s, h = size, size * tall
        self.group(x, y, turn)
        self.spot(s * 0.95, s * 0.75)
        bands = layers or [top]
        for i, colour in enumerate(bands):
            a, b = h * i / len(bands), h * (i + 1) / len(bands)
            self.path(f"M{-s} {a:.1f}L0 {s * 0.5 + a:.1f}L0 {s * 0.5 + b:.1f}L{-s} {b:.1f}Z", darker(colour, 0.12), f'stroke="{darker(colour, 0.12)}" stroke-width="2" stroke-linejoin="round"')
            self.path(f"M{s} {a:.1f}L0 {s * 0.5 + a:.1f}L0 {s * 0.5 + b:.1f}L{s} {b:.1f}Z", darker(colour, 0.34), f'stroke="{darker(colour, 0.34)}" stroke-width="2" stroke-linejoin="round"')
        self.path(f"M0 {-s * 0.5}L{s} 0L0 {s * 0.5}L{-s} 0Z", self.slope(lighter(top, 0.22), top, 1, 1), f'stroke="{top}" stroke-width="5" stroke-linejoin="round"')
        self.gloss(-s * 0.25, -s * 0.08, s * 0.3, s * 0.1, 0.5, -14, 1.5)
        self.end()

    def chunk(self, x, y, rx, ry, colour, turn=0, rough=0.14, shine=0.45):
        self.group(x, y, turn)
        self.spot(rx, ry)
        self.path(self.blob(rx, ry, rough, 8), self.ball(colour, 0.3, 0.42))
        self.gloss(-rx * 0.25, -ry * 0.34, rx * 0.34, ry * 0.16, shine, -15, 1.6)
        self.end()

    def sphere(self, x, y, r, colour, lit=0.45, shade=0.4, shine=0.6, flat=0.94):
        self.group(x, y)
        self.ellipse(r * 0.14, r * 0.42, r * 1.02, r * 0.72, "#2a1205", f'opacity=".3" {self.blur(max(2, r * 0.09))}')
        self.ellipse(0, 0, r, r * flat, self.ball(colour, lit, shade))
        self.gloss(-r * 0.36, -r * 0.42, r * 0.24, r * 0.14, shine, -30, max(1.2, r * 0.05))
        self.end()

    def leaf(self, x, y, length, width, colour, turn, vein=0.5):
        self.group(x, y, turn)
        d = f"M0 0C{length * 0.2} {-width} {length * 0.75} {-width * 0.9} {length} 0C{length * 0.75} {width * 0.9} {length * 0.2} {width} 0 0Z"
        self.path(d, "#1d2a0c", f'opacity=".3" transform="translate(2 5)" {self.blur(2.4)}')
        self.path(d, self.slope(lighter(colour, 0.22), darker(colour, 0.3)))
        self.line(f"M2 0Q{length * 0.5} {-width * 0.12} {length * 0.94} 0", lighter(colour, 0.55), max(1.2, width * 0.1), f'opacity="{vein}"')
        for share in (0.3, 0.5, 0.7):
            self.line(f"M{length * share} {-width * 0.06}l{length * 0.13} {-width * 0.45}M{length * share} 0l{length * 0.13} {width * 0.45}", lighter(colour, 0.45), 1, f'opacity="{vein * 0.7}"')
        self.end()

    def pakchoi(self, x, y, size, turn, stem="#dfe9c4", green="#4f8f35", leaves=3):
        """A small head of greens, its stems at 0,0."""
        self.group(x, y, turn, size)
        for i in range(leaves):
            side = i - (leaves - 1) / 2
            self.leaf(34, side * 9, 62, 23, mix(green, "#2f6b22", 0.3 * abs(side)), side * 20)
        for i in range(leaves):
            side = i - (leaves - 1) / 2
            self.path(f"M0 {side * 6 - 8}C20 {side * 8 - 10} 34 {side * 9 - 7} 48 {side * 11}C34 {side * 9 + 7} 20 {side * 8 + 10} 0 {side * 6 + 8}Z", self.slope(lighter(stem, 0.5), darker(stem, 0.2)))
        self.end()

    def mushroom(self, x, y, r, colour="#7a5233", turn=0):
        """A shiitake's cap with its white cross."""
        self.sphere(x, y, r, colour, 0.3, 0.45, 0.4, 0.8)
        for angle in (turn, turn + 90):
            self.line(f"M{x - r * 0.45 * math.cos(math.radians(angle)):.1f} {y - r * 0.4 * math.sin(math.radians(angle)):.1f}L{x + r * 0.45 * math.cos(math.radians(angle)):.1f} {y + r * 0.4 * math.sin(math.radians(angle)):.1f}",
                      "#ecd9b6", r * 0.17, 'opacity=".9"')

    def shrimp(self, x, y, size, turn, colour="#f0876a"):
        self.group(x, y, turn, size)
        self.ellipse(4, 16, 30, 20, "#2a1205", f'opacity=".3" {self.blur(4)}')
        self.line("M-24 8C-26 -20 10 -32 24 -8C30 6 20 20 8 18", darker(colour, 0.22), 21)
        self.line("M-24 8C-26 -20 10 -32 24 -8C30 6 20 20 8 18", colour, 17)
        self.line("M-23 4C-22 -18 10 -27 21 -8C26 4 18 14 9 14", lighter(colour, 0.6), 6, 'opacity=".8"')
        for at in ("M-12 -16l9 11", "M2 -22l3 13", "M16 -18l-5 11", "M25 -4l-12 4", "M22 11l-9 -5"):
            self.line(at, darker(colour, 0.3), 1.8, 'opacity=".6"')
        self.path("M8 18l-16 -4l4 9l-8 5l18 2Z", darker(colour, 0.1))
        self.end()

    def fish(self, x, y, length, colour, belly="#f1ece0", turn=0, tall=0.3, cooked=False, fin=None):
        """A whole fish, its head on the left."""
        w, h = length, length * tall
        fin = fin or darker(colour, 0.25)
        self.group(x, y, turn)
        self.ellipse(6, h * 0.5, w * 0.5, h * 0.42, "#2a1205", f'opacity=".34" {self.blur(6)}')
        self.path(f"M{w * 0.36} 0L{w * 0.56} {-h * 0.5}Q{w * 0.5} 0 {w * 0.56} {h * 0.5}Z", self.slope(lighter(fin), fin))
        self.path(f"M{-w * 0.12} {-h * 0.4}Q{w * 0.02} {-h * 0.86} {w * 0.22} {-h * 0.28}Z", fin, 'opacity=".9"')
        self.path(f"M{-w * 0.02} {h * 0.36}Q{w * 0.08} {h * 0.72} {w * 0.18} {h * 0.26}Z", fin, 'opacity=".8"')
        body = f"M{-w * 0.5} {h * 0.04}C{-w * 0.38} {-h * 0.5} {w * 0.05} {-h * 0.62} {w * 0.4} {-h * 0.08}L{w * 0.4} {h * 0.1}C{w * 0.05} {h * 0.58} {-w * 0.38} {h * 0.5} {-w * 0.5} {h * 0.04}Z"
        skin = self.define(f'<linearGradient id="@" x2="0" y2="1"><stop offset="0" stop-color="{darker(colour, 0.3)}"/><stop offset=".45" stop-color="{colour}"/><stop offset=".8" stop-color="{belly}"/><stop offset="1" stop-color="{darker(belly, 0.18)}"/></linearGradient>')
        self.path(body, f"url(#{skin})")
        self.line(f"M{-w * 0.27} {-h * 0.36}Q{-w * 0.19} 0 {-w * 0.27} {h * 0.36}", darker(colour, 0.4), 2.2, 'opacity=".7"')
        for i in range(0 if cooked else 7):
            self.line(f"M{-w * 0.18 + i * w * 0.075:.1f} {-h * 0.22}q{w * 0.03} {h * 0.16} 0 {h * 0.32}", lighter(colour, 0.5), 1.3, 'opacity=".4"')
        for i in range(3 if cooked else 0):
            self.path(f"M{-w * 0.12 + i * w * 0.14:.1f} {-h * 0.3}q{w * 0.07} {h * 0.2} {w * 0.03} {h * 0.5}q{-w * 0.04} {-h * 0.24} {-w * 0.03} {-h * 0.5}Z", "#fbf4e4", 'opacity=".95"')
        self.ellipse(-w * 0.385, -h * 0.08, h * 0.1, h * 0.1, "#f4f0e4")
        self.ellipse(-w * 0.385, -h * 0.08, h * 0.055, h * 0.055, "#20242a" if not cooked else "#cfd3cf")
        self.line(f"M{-w * 0.495} {h * 0.07}q{w * 0.03} {h * 0.05} {w * 0.06} {h * 0.04}", darker(colour, 0.45), 2)
        self.gloss(-w * 0.02, -h * 0.26, w * 0.24, h * 0.07, 0.5, 2, 2.5)
        self.end()

    def noodles(self, x, y, rx, ry, colour, width=6.5, strands=110):
        """A nest of strands that follow each other's bend."""
        self.ellipse(x + 3, y + ry * 0.12, rx * 1.02, ry, "#2a1205", f'opacity=".22" {self.blur(6)}')
        self.ellipse(x, y, rx * 0.98, ry * 0.96, self.ball(darker(colour, 0.3), 0.2, 0.2))
        for i in range(strands):
            t = self.chance.uniform(0, 2 * math.pi)
            far = math.sqrt(self.chance.uniform(0.01, 0.72))
            x0, y0 = x + rx * far * math.cos(t), y + ry * far * math.sin(t)
            sweep = self.chance.uniform(0.9, 1.7)
            x1, y1 = x + rx * far * math.cos(t + sweep), y + ry * far * math.sin(t + sweep)
            out = 1.2 + 0.2 * (1 - far)
            xm, ym = x + rx * far * out * math.cos(t + sweep / 2), y + ry * far * out * math.sin(t + sweep / 2)
            d = f"M{x0:.1f} {y0:.1f}Q{xm:.1f} {ym:.1f} {x1:.1f} {y1:.1f}"
            self.line(d, darker(colour, 0.34), width + 1.6, 'opacity=".75"')
            self.line(d, colour, width)
            self.line(d, lighter(colour, 0.55), width * 0.28, 'opacity=".75"')

    def grains(self, x, y, rx, ry, colour="#fbf7ec", count=150, size=5.2):
        """A mound of rice."""
        self.ellipse(x + 5, y + ry * 0.35, rx * 1.02, ry * 0.86, "#2a1205", f'opacity=".24" {self.blur(6)}')
        self.ellipse(x, y, rx, ry, self.ball(darker(colour, 0.08), 0.6, 0.22))
        for gx, gy in self.within(x, y - ry * 0.06, rx * 0.93, ry * 0.88, count):
            tone = mix(colour, "#cbb791", self.chance.uniform(0, 0.32) + 0.24 * max(0, (gy - y) / ry))
            self.ellipse(gx, gy, size, size * 0.46, tone, f'transform="rotate({self.chance.uniform(0, 180):.0f} {gx:.1f} {gy:.1f})"')

    def scallions(self, places, colour="#5d9a3c", size=4.6):
        for x, y in places:
            tone = mix(colour, "#9cc86a", self.chance.uniform(0, 0.8))
            self.ellipse(x, y, size, size * 0.78, tone, f'stroke="{darker(tone, 0.25)}" stroke-width=".8"')
            self.ellipse(x, y, size * 0.42, size * 0.3, "#eaf2cf")

    def shreds(self, x, y, rx, ry, colours, count=26, length=34, width=3.6):
        for px, py in self.within(x, y, rx, ry, count):
            angle, bend = self.chance.uniform(0, math.pi), self.chance.uniform(-9, 9)
            dx, dy = length / 2 * math.cos(angle), length / 2 * math.sin(angle) * 0.7
            colour = self.chance.choice(colours)
            d = f"M{px - dx:.1f} {py - dy:.1f}q{dx + bend:.1f} {dy - bend:.1f} {2 * dx:.1f} {2 * dy:.1f}"
            self.line(d, darker(colour, 0.4), width + 1.2, 'opacity=".5"')
            self.line(d, colour, width)

    def broccoli(self, x, y, size, colour="#4e8a36"):
        self.group(x, y, 0, size)
        self.path("M-9 8L-6 34Q0 40 7 34L10 8Z", self.slope("#b9d08c", "#87a85e", 1, 0))
        for bx, by, r in ((-20, 6, 13), (20, 6, 13), (-10, -8, 15), (11, -9, 15), (0, 6, 16)):
            self.ellipse(bx, by, r, r * 0.9, self.ball(colour, 0.25, 0.4))
            for px, py in self.within(bx, by - 1, r * 0.86, r * 0.76, 16):
                self.ellipse(px, py, 2.3, 2, mix(colour, "#9cc56a", self.chance.uniform(0, 0.6)), f'stroke="{darker(colour, 0.35)}" stroke-width=".4"')
        self.end()

    def steam(self):
        for x in (158, 206, 250):
            self.line(f"M{x} 74c-16 -18 14 -26 0 -46", "#ffffff", 9, f'opacity=".34" {self.blur(5)}')
