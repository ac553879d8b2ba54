/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drawing goes to the primary's back buffer with fills and blits only; a flip of one region copies it to the front, so
 * a half drawn frame is never seen and nothing outside the region is touched. Shapes come from a small cache of masks
 * with the colour's alpha already in them: DirectFB has a quick path for an 8-bit mask in an opaque colour, and a
 * slow general one for everything else.
 * The traps: the dummy system's screen is 8x8 unless told otherwise; DirectFB's own input drivers would steal the
 * remote and its signal handler our child's end, so they are switched off; and it may print to stdout, which is ours.
 * Vendors ship old private versions: only IDirectFB, surfaces, FillRectangle, Blit, StretchBlit, SetClip, Flip and
 * Lock are used.
 */
#include "ui/canvas.h"
#include "stb-app/frames.h"
#include "stb-app/log.h"
#include "ui/pixels.h"
#include "ui/shape.h"
#include <directfb.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

enum {
    SHAPES_MAX = 48,
    SHAPE_BYTES_MAX = 768 << 10,
    GROUND_WIDTH = 128,
    SIDE_MAX = 8192,
    DUMMY_WIDTH = 1280,
    DUMMY_HEIGHT = 720
};

struct canvas_mask {
    IDirectFBSurface *surface;
    int width, height;
    bool argb;
};

struct cached_shape {
    struct shape shape;
    struct canvas_mask *mask;
    unsigned used;
};

struct canvas {
    IDirectFB *dfb;
    IDirectFBSurface *primary, *ground;
    int width, height;
    enum pixels_format format;
    struct rect clip;
    colour top, bottom; /* of the ground surface */
    struct cached_shape shapes[SHAPES_MAX];
    size_t shape_bytes;
    unsigned clock;
    struct frames_header *frames;
    size_t frames_size;
};

static struct rect rect_common(struct rect a, struct rect b) {
    int right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    struct rect common = {a.x > b.x ? a.x : b.x, a.y > b.y ? a.y : b.y, 0, 0};
    common.w = right > common.x ? right - common.x : 0;
    common.h = bottom > common.y ? bottom - common.y : 0;
    return common;
}

/* --- start and end */

static bool option(const char *name, const char *value) {
    DFBResult result = DirectFBSetOption(name, value);
    if (result != DFB_OK)
        log_warning("canvas", "DirectFB does not take the option %s: %s", name, DirectFBErrorString(result));
    return result == DFB_OK;
}

static void set_options(const char *system, int width, int height) {
    static const char *const ours[][2] = {
        {"quiet", NULL},
        {"no-banner", NULL},
        {"log-file", "/dev/null"},
        {"no-cursor", NULL},
        {"no-sighandler", NULL},
        {"no-vt", NULL},
        {"disable-module", "linux_input"},
        {"disable-module", "keyboard"},
        {"disable-module", "input_hub"},
    };
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        option(ours[i][0], ours[i][1]);
    if (system == NULL)
        return;
    option("system", system);
    const char *args = getenv("DFBARGS"); /* RGB32 is the quickest; another one can be tried out */
    if (strcmp(system, "dummy") == 0 && (args == NULL || strstr(args, "pixelformat=") == NULL))
        option("pixelformat", "RGB32");
    char mode[32];
    snprintf(mode, sizeof mode, "%dx%d", width, height);
    if (width > 0)
        option("mode", mode);
}

static bool failed(const char *what, DFBResult result) {
    if (result != DFB_OK)
        log_error("canvas", "no picture: %s: %s", what, DirectFBErrorString(result));
    return result != DFB_OK;
}

static bool open_screen(struct canvas *canvas, const char *system, int width, int height) {
    static bool initialised;                                    /* DirectFB's options are the process's */
    static char name[] = "stb-ui", *arguments[] = {name, NULL}; /* else it would read, and print, our own */
    char **values = arguments;
    int count = 1;
    if (!initialised && failed("DirectFBInit", DirectFBInit(&count, &values)))
        return false;
    initialised = true;
    if (system != NULL && strcmp(system, "dummy") == 0 && width == 0) {
        width = DUMMY_WIDTH;
        height = DUMMY_HEIGHT;
    }
    set_options(system, width, height);
    return !failed("DirectFBCreate", DirectFBCreate(&canvas->dfb));
}

/* The dummy system shows nothing: its picture is what canvas_share() and canvas_read() take out of it after a present,
 * so one buffer is enough there. A real screen needs a back buffer. */
static bool open_primary(struct canvas *canvas, bool shown) {
    DFBSurfaceDescription wanted = {.flags = DSDESC_CAPS, .caps = DSCAPS_PRIMARY};
    if (shown)
        wanted.caps |= DSCAPS_DOUBLE;
    DFBSurfacePixelFormat format;
    if (failed("full screen", canvas->dfb->SetCooperativeLevel(canvas->dfb, DFSCL_FULLSCREEN)) ||
        failed("primary surface", canvas->dfb->CreateSurface(canvas->dfb, &wanted, &canvas->primary)) ||
        failed("size", canvas->primary->GetSize(canvas->primary, &canvas->width, &canvas->height)) ||
        failed("format", canvas->primary->GetPixelFormat(canvas->primary, &format)))
        return false;
    bool wide = format == DSPF_ARGB || format == DSPF_RGB32;
    canvas->format = wide ? PIXELS_32 : PIXELS_565;
    if (!wide && format != DSPF_RGB16) {
        log_error("canvas", "no picture: the screen's pixel format 0x%08x is neither ARGB, RGB32 nor RGB16",
                  (unsigned)format);
        return false;
    }
    canvas_clip(canvas, NULL);
    return true;
}

struct canvas *canvas_create(const char *system, int width, int height) {
    struct canvas *canvas = calloc(1, sizeof *canvas);
    if (canvas != NULL && width >= 0 && width <= SIDE_MAX && height >= 0 && height <= SIDE_MAX &&
        open_screen(canvas, system, width, height) &&
        open_primary(canvas, system == NULL || strcmp(system, "dummy") != 0))
        return canvas;
    canvas_destroy(canvas);
    return NULL;
}

void canvas_destroy(struct canvas *canvas) {
    if (canvas == NULL)
        return;
    for (size_t i = 0; i < SHAPES_MAX; i++)
        canvas_mask_destroy(canvas->shapes[i].mask);
    if (canvas->frames != NULL)
        munmap(canvas->frames, canvas->frames_size);
    if (canvas->ground != NULL)
        canvas->ground->Release(canvas->ground);
    if (canvas->primary != NULL)
        canvas->primary->Release(canvas->primary);
    if (canvas->dfb != NULL)
        canvas->dfb->Release(canvas->dfb);
    free(canvas);
}

int canvas_width(const struct canvas *canvas) {
    return canvas->width;
}

int canvas_height(const struct canvas *canvas) {
    return canvas->height;
}

/* --- clip and fills */

void canvas_clip(struct canvas *canvas, const struct rect *clip) {
    struct rect all = {0, 0, canvas->width, canvas->height};
    canvas->clip = clip == NULL ? all : rect_common(*clip, all);
    if (canvas->clip.w == 0 || canvas->clip.h == 0)
        return; /* DirectFB has no empty clip; visible() refuses instead */
    DFBRegion region = {canvas->clip.x, canvas->clip.y, canvas->clip.x + canvas->clip.w - 1,
                        canvas->clip.y + canvas->clip.h - 1};
    canvas->primary->SetClip(canvas->primary, &region);
}

static bool visible(const struct canvas *canvas, struct rect box, colour paint) {
    struct rect seen = rect_common(box, canvas->clip);
    return seen.w > 0 && seen.h > 0 && paint >> 24 != 0;
}

static void set_colour(struct canvas *canvas, colour paint) {
    canvas->primary->SetColor(canvas->primary, (u8)(paint >> 16), (u8)(paint >> 8), (u8)paint, (u8)(paint >> 24));
}

void canvas_fill(struct canvas *canvas, struct rect box, colour fill) {
    if (!visible(canvas, box, fill))
        return;
    IDirectFBSurface *to = canvas->primary;
    set_colour(canvas, fill);
    to->SetDrawingFlags(to, fill >> 24 == 255 ? DSDRAW_NOFX : DSDRAW_BLEND);
    to->SetSrcBlendFunction(to, DSBF_SRCALPHA);
    to->SetDstBlendFunction(to, DSBF_INVSRCALPHA);
    to->FillRectangle(to, box.x, box.y, box.w, box.h);
}

static IDirectFBSurface *surface_create(struct canvas *canvas, int width, int height, DFBSurfacePixelFormat format) {
    DFBSurfaceDescription wanted = {.flags = DSDESC_WIDTH | DSDESC_HEIGHT | DSDESC_PIXELFORMAT,
                                    .width = width,
                                    .height = height,
                                    .pixelformat = format};
    IDirectFBSurface *surface = NULL;
    DFBResult result = canvas->dfb->CreateSurface(canvas->dfb, &wanted, &surface);
    if (result != DFB_OK)
        log_error("canvas", "no surface of %dx%d: %s", width, height, DirectFBErrorString(result));
    return result == DFB_OK ? surface : NULL;
}

/* The ground is kept as a strip GROUND_WIDTH wide, in the screen's own format: laying it is plain copying. */
static bool ground_ready(struct canvas *canvas, colour top, colour bottom) {
    if (canvas->ground != NULL && canvas->top == top && canvas->bottom == bottom)
        return true;
    if (canvas->ground == NULL) {
        DFBSurfacePixelFormat format;
        canvas->primary->GetPixelFormat(canvas->primary, &format);
        canvas->ground = surface_create(canvas, GROUND_WIDTH, canvas->height, format);
    }
    void *rows;
    int pitch;
    if (canvas->ground == NULL || canvas->ground->Lock(canvas->ground, DSLF_WRITE, &rows, &pitch) != DFB_OK)
        return false;
    for (int y = 0; y < canvas->height; y++)
        pixels_gradient(canvas->format, top, bottom, y, canvas->height, (char *)rows + (ptrdiff_t)y * pitch,
                        GROUND_WIDTH);
    canvas->ground->Unlock(canvas->ground);
    canvas->top = top;
    canvas->bottom = bottom;
    return true;
}

void canvas_gradient(struct canvas *canvas, colour top, colour bottom) {
    const struct rect *clip = &canvas->clip;
    if (!visible(canvas, *clip, 0xFF000000U))
        return;
    if (top == bottom || !ground_ready(canvas, top, bottom)) {
        canvas_fill(canvas, *clip, top | 0xFF000000U);
        return;
    }
    canvas->primary->SetBlittingFlags(canvas->primary, DSBLIT_NOFX);
    DFBRectangle source = {0, clip->y, GROUND_WIDTH, clip->h};
    for (int x = clip->x - clip->x % GROUND_WIDTH; x < clip->x + clip->w; x += GROUND_WIDTH)
        canvas->primary->Blit(canvas->primary, canvas->ground, &source, x, clip->y);
}

/* --- masks */

struct canvas_mask *canvas_mask_create(struct canvas *canvas, int width, int height, int stride, const uint8_t *pixels,
                                       bool argb) {
    struct canvas_mask *mask = calloc(1, sizeof *mask);
    if (mask == NULL || width <= 0 || height <= 0 || width > SIDE_MAX || height > SIDE_MAX)
        goto failed;
    *mask = (struct canvas_mask){.width = width, .height = height, .argb = argb};
    mask->surface = surface_create(canvas, width, height, argb ? DSPF_ARGB : DSPF_A8);
    if (mask->surface == NULL)
        goto failed;
    if (pixels == NULL)
        mask->surface->Clear(mask->surface, 0, 0, 0, 0);
    else if (!canvas_mask_write(mask, (struct rect){0, 0, width, height}, stride, pixels))
        goto failed;
    return mask;
failed:
    canvas_mask_destroy(mask);
    return NULL;
}

void canvas_mask_destroy(struct canvas_mask *mask) {
    if (mask == NULL)
        return;
    if (mask->surface != NULL)
        mask->surface->Release(mask->surface);
    free(mask);
}

bool canvas_mask_write(struct canvas_mask *mask, struct rect at, int stride, const uint8_t *pixels) {
    struct rect inside = rect_common(at, (struct rect){0, 0, mask->width, mask->height});
    if (memcmp(&inside, &at, sizeof at) != 0)
        return false;
    void *rows;
    int pitch;
    DFBResult result = mask->surface->Lock(mask->surface, DSLF_READ | DSLF_WRITE, &rows, &pitch);
    if (result != DFB_OK) {
        log_error("canvas", "a mask cannot be written: %s", DirectFBErrorString(result));
        return false;
    }
    size_t each = mask->argb ? 4 : 1;
    for (int y = 0; y < at.h; y++)
        memcpy((uint8_t *)rows + (ptrdiff_t)(at.y + y) * pitch + (size_t)at.x * each, pixels + (ptrdiff_t)y * stride,
               (size_t)at.w * each);
    mask->surface->Unlock(mask->surface);
    return true;
}

/* An A8 mask in an opaque colour is DirectFB's quick case: see the top. */
static void set_blit(struct canvas *canvas, const struct canvas_mask *mask, colour paint) {
    IDirectFBSurface *to = canvas->primary;
    unsigned flags = DSBLIT_BLEND_ALPHACHANNEL | (mask->argb ? 0U : (unsigned)DSBLIT_COLORIZE);
    if (paint >> 24 != 255)
        flags |= DSBLIT_BLEND_COLORALPHA | (mask->argb ? (unsigned)DSBLIT_SRC_PREMULTCOLOR : 0U);
    set_colour(canvas, paint);
    to->SetBlittingFlags(to, (DFBSurfaceBlittingFlags)flags);
    to->SetSrcBlendFunction(to, mask->argb ? DSBF_ONE : DSBF_SRCALPHA);
    to->SetDstBlendFunction(to, DSBF_INVSRCALPHA);
}

void canvas_mask_draw(struct canvas *canvas, const struct canvas_mask *mask, struct rect source, int x, int y,
                      colour paint) {
    if (!visible(canvas, (struct rect){x, y, source.w, source.h}, paint))
        return;
    set_blit(canvas, mask, paint);
    DFBRectangle from = {source.x, source.y, source.w, source.h};
    canvas->primary->Blit(canvas->primary, mask->surface, &from, x, y);
}

void canvas_mask_stretch(struct canvas *canvas, const struct canvas_mask *mask, struct rect source, struct rect target,
                         colour paint) {
    if (!visible(canvas, target, paint))
        return;
    set_blit(canvas, mask, paint);
    DFBRectangle from = {source.x, source.y, source.w, source.h}, to = {target.x, target.y, target.w, target.h};
    canvas->primary->StretchBlit(canvas->primary, mask->surface, &from, &to);
}

/* --- shapes */

static size_t shape_bytes(const struct shape *shape) {
    return (size_t)shape_side(shape) * (size_t)shape_side(shape);
}

static void forget_shape(struct canvas *canvas, struct cached_shape *cached) {
    canvas->shape_bytes -= shape_bytes(&cached->shape);
    canvas_mask_destroy(cached->mask);
    *cached = (struct cached_shape){.used = 0};
}

static struct cached_shape *oldest_shape(struct canvas *canvas) {
    struct cached_shape *oldest = NULL;
    for (struct cached_shape *each = canvas->shapes; each < canvas->shapes + SHAPES_MAX; each++)
        if (each->mask != NULL && (oldest == NULL || each->used < oldest->used))
            oldest = each;
    return oldest;
}

static struct cached_shape *room_for_shape(struct canvas *canvas, size_t bytes) {
    while (canvas->shape_bytes > 0 && canvas->shape_bytes + bytes > SHAPE_BYTES_MAX)
        forget_shape(canvas, oldest_shape(canvas));
    for (struct cached_shape *each = canvas->shapes; each < canvas->shapes + SHAPES_MAX; each++)
        if (each->mask == NULL)
            return each;
    struct cached_shape *oldest = oldest_shape(canvas);
    forget_shape(canvas, oldest);
    return oldest;
}

static bool same_shape(const struct shape *a, const struct shape *b) {
    return a->kind == b->kind && a->radius == b->radius && a->breadth == b->breadth && a->permille == b->permille &&
           a->alpha == b->alpha;
}

static const struct canvas_mask *shape_mask(struct canvas *canvas, struct shape shape) {
    for (struct cached_shape *each = canvas->shapes; each < canvas->shapes + SHAPES_MAX; each++)
        if (each->mask != NULL && same_shape(&each->shape, &shape)) {
            each->used = ++canvas->clock;
            return each->mask;
        }
    size_t bytes = shape_bytes(&shape);
    uint8_t *pixels = malloc(bytes);
    if (pixels == NULL)
        return NULL;
    shape_render(&shape, pixels);
    int side = shape_side(&shape);
    struct canvas_mask *mask = canvas_mask_create(canvas, side, side, side, pixels, false);
    free(pixels);
    if (mask == NULL)
        return NULL;
    struct cached_shape *room = room_for_shape(canvas, bytes);
    *room = (struct cached_shape){.shape = shape, .mask = mask, .used = ++canvas->clock};
    canvas->shape_bytes += bytes;
    return mask;
}

static int bounded_radius(struct rect box, int radius) {
    int most = (box.w < box.h ? box.w : box.h) / 2;
    return radius < 0 ? 0 : radius > most ? most : radius;
}

/* The four R x R corners of a 2R mask at the corners of the box. */
static void draw_corners(struct canvas *canvas, const struct canvas_mask *mask, struct rect box, int r, colour paint) {
    if (box.w == 2 * r && box.h == 2 * r) {
        canvas_mask_draw(canvas, mask, (struct rect){0, 0, 2 * r, 2 * r}, box.x, box.y, paint);
        return;
    }
    int right = box.x + box.w - r, bottom = box.y + box.h - r;
    canvas_mask_draw(canvas, mask, (struct rect){0, 0, r, r}, box.x, box.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){r, 0, r, r}, right, box.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){0, r, r, r}, box.x, bottom, paint);
    canvas_mask_draw(canvas, mask, (struct rect){r, r, r, r}, right, bottom, paint);
}

void canvas_round(struct canvas *canvas, struct rect box, int radius, colour fill) {
    if (!visible(canvas, box, fill))
        return;
    int r = bounded_radius(box, radius);
    struct shape disc = {.kind = SHAPE_KIND_DISC, .radius = r, .alpha = (uint8_t)(fill >> 24)};
    const struct canvas_mask *mask = r > 0 ? shape_mask(canvas, disc) : NULL;
    if (mask == NULL) {
        canvas_fill(canvas, box, fill);
        return;
    }
    draw_corners(canvas, mask, box, r, fill | 0xFF000000U);
    canvas_fill(canvas, (struct rect){box.x + r, box.y, box.w - 2 * r, r}, fill);
    canvas_fill(canvas, (struct rect){box.x, box.y + r, box.w, box.h - 2 * r}, fill);
    canvas_fill(canvas, (struct rect){box.x + r, box.y + box.h - r, box.w - 2 * r, r}, fill);
}

void canvas_ring(struct canvas *canvas, struct rect box, int radius, int thickness, colour stroke) {
    int most = (box.w < box.h ? box.w : box.h) / 2;
    int t = thickness > most ? most : thickness;
    if (t <= 0 || !visible(canvas, box, stroke))
        return;
    int r = bounded_radius(box, radius > t ? radius : t);
    struct shape ring = {.kind = SHAPE_KIND_RING, .radius = r, .breadth = t, .alpha = (uint8_t)(stroke >> 24)};
    const struct canvas_mask *mask = shape_mask(canvas, ring);
    if (mask == NULL)
        return;
    draw_corners(canvas, mask, box, r, stroke | 0xFF000000U);
    canvas_fill(canvas, (struct rect){box.x + r, box.y, box.w - 2 * r, t}, stroke);
    canvas_fill(canvas, (struct rect){box.x + r, box.y + box.h - t, box.w - 2 * r, t}, stroke);
    canvas_fill(canvas, (struct rect){box.x, box.y + r, t, box.h - 2 * r}, stroke);
    canvas_fill(canvas, (struct rect){box.x + box.w - t, box.y + r, t, box.h - 2 * r}, stroke);
}

/* One edge of a shadow: the mask's stretch of edge, laid as often as it takes. ACROSS: it runs from left to right. */
static void draw_edge(struct canvas *canvas, const struct canvas_mask *mask, struct rect piece, struct rect edge,
                      bool across, colour paint) {
    int length = across ? edge.w : edge.h;
    for (int done = 0; done < length; done += SHAPE_EDGE) {
        int step = length - done < SHAPE_EDGE ? length - done : SHAPE_EDGE;
        struct rect part = {piece.x, piece.y, across ? step : piece.w, across ? piece.h : step};
        canvas_mask_draw(canvas, mask, part, edge.x + (across ? done : 0), edge.y + (across ? 0 : done), paint);
    }
}

void canvas_shadow(struct canvas *canvas, struct rect box, int radius, int blur, colour shade) {
    struct rect whole = {box.x - blur, box.y - blur, box.w + 2 * blur, box.h + 2 * blur};
    int r = bounded_radius(box, radius);
    if (blur <= 0 || blur > 256 || !visible(canvas, whole, shade))
        return;
    struct shape shadow = {.kind = SHAPE_KIND_SHADOW, .radius = r, .breadth = blur, .alpha = (uint8_t)(shade >> 24)};
    const struct canvas_mask *mask = shape_mask(canvas, shadow);
    if (mask == NULL)
        return;
    int c = blur + r, far = c + SHAPE_EDGE, right = whole.x + whole.w - c, bottom = whole.y + whole.h - c;
    int wide = whole.w - 2 * c, tall = whole.h - 2 * c, behind = 2 * c + SHAPE_EDGE - blur;
    colour paint = shade | 0xFF000000U;
    canvas_mask_draw(canvas, mask, (struct rect){0, 0, c, c}, whole.x, whole.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){far, 0, c, c}, right, whole.y, paint);
    canvas_mask_draw(canvas, mask, (struct rect){0, far, c, c}, whole.x, bottom, paint);
    canvas_mask_draw(canvas, mask, (struct rect){far, far, c, c}, right, bottom, paint);
    draw_edge(canvas, mask, (struct rect){c, 0, SHAPE_EDGE, blur}, (struct rect){whole.x + c, whole.y, wide, blur},
              true, paint);
    draw_edge(canvas, mask, (struct rect){c, behind, SHAPE_EDGE, blur},
              (struct rect){whole.x + c, box.y + box.h, wide, blur}, true, paint);
    draw_edge(canvas, mask, (struct rect){0, c, blur, SHAPE_EDGE}, (struct rect){whole.x, whole.y + c, blur, tall},
              false, paint);
    draw_edge(canvas, mask, (struct rect){behind, c, blur, SHAPE_EDGE},
              (struct rect){box.x + box.w, whole.y + c, blur, tall}, false, paint);
}

void canvas_arc(struct canvas *canvas, struct rect box, int thickness, int permille, colour stroke) {
    int r = (box.w < box.h ? box.w : box.h) / 2;
    if (r <= 0 || thickness <= 0 || permille <= 0 || !visible(canvas, box, stroke))
        return;
    struct shape arc = {.kind = SHAPE_KIND_ARC,
                        .radius = r,
                        .breadth = thickness < r ? thickness : r,
                        .permille = permille < 1000 ? permille : 1000,
                        .alpha = (uint8_t)(stroke >> 24)};
    const struct canvas_mask *mask = shape_mask(canvas, arc);
    if (mask != NULL)
        canvas_mask_draw(canvas, mask, (struct rect){0, 0, 2 * r, 2 * r}, box.x + box.w / 2 - r, box.y + box.h / 2 - r,
                         stroke | 0xFF000000U);
}

/* --- showing, sharing, reading */

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

typedef void row_fn(void *data, int y, const void *pixels);

static bool each_row(struct canvas *canvas, struct rect part, row_fn *fn, void *data) {
    void *rows;
    int pitch;
    DFBResult result = canvas->primary->Lock(canvas->primary, DSLF_READ, &rows, &pitch);
    if (result != DFB_OK) {
        log_error("canvas", "the picture cannot be read: %s", DirectFBErrorString(result));
        return false;
    }
    for (int y = part.y; y < part.y + part.h; y++)
        fn(data, y,
           (const uint8_t *)rows + (ptrdiff_t)y * pitch + (size_t)part.x * (size_t)pixels_bytes(canvas->format));
    canvas->primary->Unlock(canvas->primary);
    return true;
}

struct leaving {
    struct canvas *canvas;
    struct rect part;
};

static void leave_row(void *data, int y, const void *pixels) {
    const struct leaving *leaving = data;
    struct frames_header *frames = leaving->canvas->frames;
    uint8_t *row = (uint8_t *)frames + FRAMES_PIXELS_AT + (size_t)y * frames->stride;
    pixels_read(leaving->canvas->format, pixels, (uint32_t *)(void *)row + leaving->part.x, leaving->part.w);
}

static void leave_frame(struct canvas *canvas, struct rect part, int64_t key_us) {
    struct frames_header *frames = canvas->frames;
    struct leaving leaving = {canvas, part};
    frames->sequence |= 1U; /* odd: being written */
    each_row(canvas, part, leave_row, &leaving);
    frames->changed_x = part.x;
    frames->changed_y = part.y;
    frames->changed_w = part.w;
    frames->changed_h = part.h;
    if (key_us != 0) {
        frames->key_us = key_us;
        frames->presented_us = now_us();
    }
    frames->shown = 1;
    frames->sequence++;
}

void canvas_present(struct canvas *canvas, const struct rect *changed, int64_t key_us) {
    struct rect all = {0, 0, canvas->width, canvas->height};
    struct rect part = changed == NULL ? all : rect_common(*changed, all);
    if (part.w == 0 || part.h == 0)
        return;
    DFBRegion region = {part.x, part.y, part.x + part.w - 1, part.y + part.h - 1};
    canvas->primary->Flip(canvas->primary, &region, DSFLIP_BLIT);
    if (canvas->frames != NULL)
        leave_frame(canvas, part, key_us);
}

bool canvas_share(struct canvas *canvas, int fd) {
    size_t stride = (size_t)canvas->width * 4, size = FRAMES_PIXELS_AT + stride * (size_t)canvas->height;
    struct stat file;
    if (fstat(fd, &file) != 0 || file.st_size < (off_t)size) {
        log_error("canvas", "frames cannot be shared: descriptor %d holds no memory of %zu bytes", fd, size);
        return false;
    }
    struct frames_header *frames = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (frames == MAP_FAILED) {
        log_error("canvas", "frames cannot be shared: %s", strerror(errno));
        return false;
    }
    frames->sequence |= 1U;
    frames->magic = FRAMES_MAGIC;
    frames->width = (uint32_t)canvas->width;
    frames->height = (uint32_t)canvas->height;
    frames->stride = (uint32_t)stride;
    if (canvas->frames != NULL)
        munmap(canvas->frames, canvas->frames_size);
    canvas->frames = frames;
    canvas->frames_size = size;
    return true;
}

struct reading {
    canvas_row_fn *fn;
    void *data;
    uint32_t *row;
    enum pixels_format format;
    int width;
    bool wanted;
};

static void read_row(void *data, int y, const void *pixels) {
    struct reading *reading = data;
    (void)y;
    if (!reading->wanted)
        return;
    pixels_read(reading->format, pixels, reading->row, reading->width);
    reading->wanted = reading->fn(reading->data, reading->row, reading->width);
}

bool canvas_read(struct canvas *canvas, canvas_row_fn *fn, void *data) {
    struct reading reading = {fn, data, malloc((size_t)canvas->width * 4), canvas->format, canvas->width, true};
    bool done =
        reading.row != NULL && each_row(canvas, (struct rect){0, 0, canvas->width, canvas->height}, read_row, &reading);
    free(reading.row);
    return done && reading.wanted;
}
