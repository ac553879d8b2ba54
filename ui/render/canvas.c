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
#include "ui/render/canvas.h"
#include "stb-app/base/log.h"
#include "ui/render/fb_probe.h"
#include "ui/render/frame_shm_writer.h"
#include "ui/render/pixels.h"
#include "ui/render/shape_cache.h"
#include <directfb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUND_WIDTH = 128, SIDE_MAX = 8192, DUMMY_WIDTH = 1280, DUMMY_HEIGHT = 720 };

struct canvas_mask {
    IDirectFBSurface *surface;
    int width, height;
    bool argb;
};

struct canvas {
    IDirectFB *dfb;
    IDirectFBSurface *primary, *ground;
    int width, height;
    enum pixels_format format;
    struct rect clip;
    colour top, bottom; /* of the ground surface */
    struct shape_cache *shapes;
    struct frame_shm_writer *shm; /* NULL: nobody asked for frames */
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
    if (!fb_probe_possible(system))
        return false;
    set_options(system, width, height);
    IDirectFB *dfb = NULL; /* of a failed one something is left that must not be touched */
    if (failed("DirectFBCreate", DirectFBCreate(&dfb)))
        return false;
    canvas->dfb = dfb;
    return true;
}

/* The dummy system shows nothing: its picture is what canvas_share() and canvas_read() take out of it after a present,
 * so one buffer is enough there. A real screen needs a back buffer; where no hardware blits, it lies in ordinary
 * memory, because mixing colours reads what is there and a framebuffer is slow to read. */
static DFBResult create_primary(struct canvas *canvas, bool shown) {
    DFBSurfaceDescription wanted = {.flags = DSDESC_CAPS, .caps = DSCAPS_PRIMARY};
    DFBGraphicsDeviceDescription device = {.acceleration_mask = DFXL_NONE};
    if (shown)
        wanted.caps |= DSCAPS_DOUBLE;
    canvas->dfb->GetDeviceDescription(canvas->dfb, &device);
    if (shown && (device.acceleration_mask & DFXL_BLIT) == 0) {
        wanted.caps |= DSCAPS_SYSTEMONLY;
        if (canvas->dfb->CreateSurface(canvas->dfb, &wanted, &canvas->primary) == DFB_OK)
            return DFB_OK;
        canvas->primary = NULL;
        wanted.caps &= ~(unsigned)DSCAPS_SYSTEMONLY;
    }
    return canvas->dfb->CreateSurface(canvas->dfb, &wanted, &canvas->primary);
}

static bool open_primary(struct canvas *canvas, bool shown) {
    DFBSurfacePixelFormat format;
    if (failed("full screen", canvas->dfb->SetCooperativeLevel(canvas->dfb, DFSCL_FULLSCREEN)) ||
        failed("primary surface", create_primary(canvas, shown)) ||
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

static bool size_is_sane(int width, int height) {
    bool sane = width >= 0 && width <= SIDE_MAX && height >= 0 && height <= SIDE_MAX && (width == 0) == (height == 0);
    if (!sane)
        log_error("canvas", "no picture: no screen is %dx%d", width, height);
    return sane;
}

struct canvas *canvas_create(const char *system, int width, int height) {
    bool shown = system == NULL || strcmp(system, "dummy") != 0;
    struct canvas *canvas = size_is_sane(width, height) ? calloc(1, sizeof *canvas) : NULL;
    if (canvas != NULL)
        canvas->shapes = shape_cache_create(canvas);
    if (canvas != NULL && canvas->shapes != NULL && open_screen(canvas, system, width, height) &&
        open_primary(canvas, shown))
        return canvas;
    canvas_destroy(canvas);
    return NULL;
}

void canvas_destroy(struct canvas *canvas) {
    if (canvas == NULL)
        return;
    shape_cache_destroy(canvas->shapes);
    frame_shm_writer_destroy(canvas->shm);
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

struct shape_cache *canvas_shapes(const struct canvas *canvas) {
    return canvas->shapes;
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
    if (fill >> 24 != 255) {
        shape_cache_lay(canvas, box, fill);
        return;
    }
    set_colour(canvas, fill);
    canvas->primary->SetDrawingFlags(canvas->primary, DSDRAW_NOFX);
    canvas->primary->FillRectangle(canvas->primary, box.x, box.y, box.w, box.h);
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

bool canvas_shift(struct canvas *canvas, int top, int height, int dx) {
    struct rect part =
        rect_common((struct rect){0, top, canvas->width, height}, (struct rect){0, 0, canvas->width, canvas->height});
    size_t each = (size_t)pixels_bytes(canvas->format), far = (size_t)(dx < 0 ? -dx : dx);
    void *rows;
    int pitch;
    if (far >= (size_t)canvas->width ||
        canvas->primary->Lock(canvas->primary, DSLF_READ | DSLF_WRITE, &rows, &pitch) != DFB_OK)
        return false;
    for (int y = part.y; y < part.y + part.h; y++) {
        uint8_t *row = (uint8_t *)rows + (ptrdiff_t)y * pitch;
        size_t moved = ((size_t)canvas->width - far) * each;
        memmove(dx > 0 ? row + far * each : row, dx > 0 ? row : row + far * each, moved);
    }
    canvas->primary->Unlock(canvas->primary);
    return true;
}

/* --- showing, sharing, reading */

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
    struct frame_shm_writer *shm;
    struct rect part;
    enum pixels_format format;
};

static void leave_row(void *data, int y, const void *pixels) {
    const struct leaving *leaving = data;
    pixels_read(leaving->format, pixels, frame_shm_writer_pixel(leaving->shm, leaving->part.x, y), leaving->part.w);
}

static void leave_frame(struct canvas *canvas, struct rect changed, int64_t key_us) {
    struct rect part = frame_shm_writer_begin(canvas->shm, changed);
    struct leaving leaving = {canvas->shm, part, canvas->format};
    each_row(canvas, part, leave_row, &leaving);
    frame_shm_writer_end(canvas->shm, key_us);
}

void canvas_present(struct canvas *canvas, const struct rect *changed, int64_t key_us) {
    struct rect all = {0, 0, canvas->width, canvas->height};
    struct rect part = changed == NULL ? all : rect_common(*changed, all);
    if (part.w == 0 || part.h == 0)
        return;
    DFBRegion region = {part.x, part.y, part.x + part.w - 1, part.y + part.h - 1};
    canvas->primary->Flip(canvas->primary, &region, DSFLIP_BLIT);
    if (canvas->shm != NULL)
        leave_frame(canvas, part, key_us);
}

bool canvas_share(struct canvas *canvas, int fd) {
    struct frame_shm_writer *shm = frame_shm_writer_create(fd, canvas->width, canvas->height);
    if (shm == NULL)
        return false;
    frame_shm_writer_destroy(canvas->shm);
    canvas->shm = shm;
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
