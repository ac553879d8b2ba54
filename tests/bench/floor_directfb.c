/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor_directfb WIDTHxHEIGHT MOVES: the least that any DirectFB program needs for what the channel does, on the dummy
 * system: no text layout, no scene, no socket. It fills a home of seven tiles, moves a "focus" (two tiles filled, one
 * line of glyph-sized blits in each, that region flipped), changes whole screens, and then sits there.
 * One line of JSON on stdout; then it waits for its input to end, so that its memory and its idle time can be read.
 * The trap: with a back buffer the flip would copy, which stb-ui spares itself on this system; so there is none here.
 */
#include <directfb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOVES_MAX = 5000, CHANGES = 100, TILES = 7, GLYPHS = 4, LINE = 12 };

static IDirectFB *dfb;
static IDirectFBSurface *primary, *glyph;
static int width, height;

static int px(int design) {
    return design * width / 1920;
}

static long long now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void need(const char *what, DFBResult result) {
    if (result == DFB_OK)
        return;
    fprintf(stderr, "floor_directfb: %s: %s\n", what, DirectFBErrorString(result));
    exit(1);
}

static void open_screen(const char *mode) {
    static char name[] = "floor", *arguments[] = {name, NULL};
    static const char *const options[][2] = {
        {"system", "dummy"}, {"pixelformat", "RGB32"}, {"quiet", NULL},          {"no-banner", NULL},
        {"no-cursor", NULL}, {"no-sighandler", NULL},  {"log-file", "/dev/null"}};
    char **values = arguments;
    int count = 1;
    need("init", DirectFBInit(&count, &values));
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        need(options[i][0], DirectFBSetOption(options[i][0], options[i][1]));
    need("mode", DirectFBSetOption("mode", mode));
    need("create", DirectFBCreate(&dfb));
    need("full screen", dfb->SetCooperativeLevel(dfb, DFSCL_FULLSCREEN));
    DFBSurfaceDescription wanted = {.flags = DSDESC_CAPS, .caps = DSCAPS_PRIMARY};
    need("primary", dfb->CreateSurface(dfb, &wanted, &primary));
}

static void make_glyph(void) {
    DFBSurfaceDescription wanted = {.flags = DSDESC_WIDTH | DSDESC_HEIGHT | DSDESC_PIXELFORMAT,
                                    .width = px(66),
                                    .height = px(66),
                                    .pixelformat = DSPF_A8};
    void *bytes;
    int stride;
    need("glyph", dfb->CreateSurface(dfb, &wanted, &glyph));
    need("lock", glyph->Lock(glyph, DSLF_WRITE, &bytes, &stride));
    for (int y = 0; y < wanted.height; y++)
        memset((char *)bytes + y * stride, y * 3, (size_t)wanted.width);
    glyph->Unlock(glyph);
}

static DFBRectangle tile_at(int i) {
    return i == 0 ? (DFBRectangle){px(96), px(190), px(400), px(730)}
                  : (DFBRectangle){px(528 + (i - 1) % 3 * 440), px(190 + (i - 1) / 3 * 381), px(408), px(349)};
}

static void line_of(int x, int y, int glyphs) {
    primary->SetBlittingFlags(primary, DSBLIT_BLEND_ALPHACHANNEL | DSBLIT_COLORIZE);
    primary->SetColor(primary, 0xF2, 0xF4, 0xF7, 0xFF);
    for (int i = 0; i < glyphs; i++)
        primary->Blit(primary, glyph, NULL, x + i * px(66), y);
}

static void tile(int i, int focused) {
    DFBRectangle at = tile_at(i);
    primary->SetColor(primary, focused ? 0x30 : 0x10, 0x5A, (unsigned char)(i * 30), 0xFF);
    primary->FillRectangle(primary, at.x, at.y, at.w, at.h);
    line_of(at.x + px(34), at.y + px(180), GLYPHS);
}

static void present(DFBRectangle at) {
    DFBRegion region = {at.x, at.y, at.x + at.w - 1, at.y + at.h - 1};
    primary->Flip(primary, &region, DSFLIP_BLIT);
}

static void screen(void) {
    primary->SetColor(primary, 0x0A, 0x16, 0x26, 0xFF);
    primary->FillRectangle(primary, 0, 0, width, height);
    for (int i = 0; i < TILES; i++)
        tile(i, 0);
    line_of(px(96), px(60), LINE);
    line_of(px(96), px(960), LINE);
    present((DFBRectangle){0, 0, width, height});
}

static void move(int from, int to) {
    DFBRectangle a = tile_at(from), b = tile_at(to);
    int left = a.x < b.x ? a.x : b.x, top = a.y < b.y ? a.y : b.y;
    tile(from, 0);
    tile(to, 1);
    present((DFBRectangle){left, top, abs(a.x - b.x) + a.w, abs(a.y - b.y) + a.h});
}

static int ascending(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *name, long long *times, int count) {
    qsort(times, (size_t)count, sizeof *times, ascending);
    printf(",\"%s\":[%lld,%lld,%lld]", name, times[count / 2], times[(count - 1) * 99 / 100], times[count - 1]);
}

int main(int argc, char **argv) {
    static long long moves[MOVES_MAX], changes[CHANGES];
    static const int round_trip[] = {1, 2, 5, 4};
    int count = argc == 3 ? atoi(argv[2]) : -1;
    if (count < 0 || count > MOVES_MAX || sscanf(argv[1], "%dx%d", &width, &height) != 2)
        return 2;
    open_screen(argv[1]);
    make_glyph();
    screen();
    printf("{\"first_us\":%lld", now_us());
    for (int i = 0; count > 0 && i < count + CHANGES; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL); /* as cold as a real press finds it */
        long long from = now_us();
        if (i < count)
            move(round_trip[i % 4], round_trip[(i + 1) % 4]);
        else
            screen();
        *(i < count ? &moves[i] : &changes[i - count]) = now_us() - from;
    }
    if (count > 0) {
        print_times("move_us", moves, count);
        print_times("change_us", changes, CHANGES);
    }
    puts("}");
    fflush(stdout);
    return getchar() == EOF ? 0 : 1;
}
