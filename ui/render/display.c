/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drawing goes to the primary surface's back buffer; a flip of one region copies it to the front, so a half drawn frame
 * is never seen and nothing outside the region is touched.
 *
 * The traps: the dummy system's screen is 8x8 unless told otherwise; DirectFB's own input drivers would steal the
 * remote and its signal handler would steal the end of our child processes, so they are switched off; and it may print
 * to stdout, which carries our own output. Vendors ship old private versions of DirectFB: only IDirectFB, surfaces,
 * FillRectangle, Blit, StretchBlit, SetClip, Flip and Lock are used.
 */
#include "ui/render/display.h"
#include "stb-app/base/log.h"
#include "stb-app/base/memory.h"
#include "ui/render/fb_probe.h"
#include <directfb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DUMMY_WIDTH = 1280, DUMMY_HEIGHT = 720 };

struct display_surface {
    IDirectFBSurface *surface;
    enum display_pixels pixels;
};

struct display {
    IDirectFB *dfb;
    IDirectFBSurface *primary;
    int width, height;
    DFBSurfacePixelFormat native;
    enum pixels_format format;
};

/* --- start and end */

static void set_option(const char *name, const char *value) {
    DFBResult result = DirectFBSetOption(name, value);
    if (result != DFB_OK)
        log_warning("display", "DirectFB does not take the option %s: %s", name, DirectFBErrorString(result));
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
        set_option(ours[i][0], ours[i][1]);
    if (system == NULL)
        return;
    set_option("system", system);
    const char *args = getenv("DFBARGS"); /* RGB32 is the quickest; another one can be tried out */
    if (strcmp(system, "dummy") == 0 && (args == NULL || strstr(args, "pixelformat=") == NULL))
        set_option("pixelformat", "RGB32");
    char mode[32];
    snprintf(mode, sizeof mode, "%dx%d", width, height);
    if (width > 0)
        set_option("mode", mode);
}

static bool failed(const char *what, DFBResult result) {
    if (result != DFB_OK)
        log_error("display", "no picture: %s: %s", what, DirectFBErrorString(result));
    return result != DFB_OK;
}

/* DirectFB's options are the process's, so it is initialised once. Given our own arguments it would read and print
 * them. */
static bool initialise(void) {
    static bool initialised;
    static char name[] = "stb-ui", *arguments[] = {name, NULL};
    char **values = arguments;
    int count = 1;
    if (!initialised && failed("DirectFBInit", DirectFBInit(&count, &values)))
        return false;
    initialised = true;
    return true;
}

static bool create_directfb(struct display *display, const char *system, int width, int height) {
    if (!initialise())
        return false;
    if (system != NULL && strcmp(system, "dummy") == 0 && width == 0) {
        width = DUMMY_WIDTH;
        height = DUMMY_HEIGHT;
    }
    if (!fb_probe_possible(system))
        return false;
    set_options(system, width, height);
    IDirectFB *dfb = NULL; /* a failed DirectFBCreate() leaves a pointer here that must not be used */
    if (failed("DirectFBCreate", DirectFBCreate(&dfb)))
        return false;
    display->dfb = dfb;
    return true;
}

/* The dummy system shows nothing: its picture is what canvas_share() and canvas_read() take out of it after a present,
 * so one buffer is enough there. A real screen needs a back buffer; where no hardware blits, it lies in ordinary
 * memory, because mixing colours reads what is there and a framebuffer is slow to read. */
static DFBResult create_primary(struct display *display, bool shown) {
    DFBSurfaceDescription wanted = {.flags = DSDESC_CAPS, .caps = DSCAPS_PRIMARY};
    DFBGraphicsDeviceDescription device = {.acceleration_mask = DFXL_NONE};
    if (shown)
        wanted.caps |= DSCAPS_DOUBLE;
    display->dfb->GetDeviceDescription(display->dfb, &device);
    if (shown && (device.acceleration_mask & DFXL_BLIT) == 0) {
        wanted.caps |= DSCAPS_SYSTEMONLY;
        if (display->dfb->CreateSurface(display->dfb, &wanted, &display->primary) == DFB_OK)
            return DFB_OK;
        display->primary = NULL;
        wanted.caps &= ~(unsigned)DSCAPS_SYSTEMONLY;
    }
    return display->dfb->CreateSurface(display->dfb, &wanted, &display->primary);
}

static bool open_primary(struct display *display, bool shown) {
    if (failed("full screen", display->dfb->SetCooperativeLevel(display->dfb, DFSCL_FULLSCREEN)) ||
        failed("primary surface", create_primary(display, shown)) ||
        failed("size", display->primary->GetSize(display->primary, &display->width, &display->height)) ||
        failed("format", display->primary->GetPixelFormat(display->primary, &display->native)))
        return false;
    bool wide = display->native == DSPF_ARGB || display->native == DSPF_RGB32;
    display->format = wide ? PIXELS_32 : PIXELS_565;
    if (wide || display->native == DSPF_RGB16)
        return true;
    log_error("display", "no picture: the screen's pixel format 0x%08x is neither ARGB, RGB32 nor RGB16",
              (unsigned)display->native);
    return false;
}

static bool size_is_sane(int width, int height) {
    bool sane = width >= 0 && width <= DISPLAY_SIDE_MAX && height >= 0 && height <= DISPLAY_SIDE_MAX &&
                (width == 0) == (height == 0);
    if (!sane)
        log_error("display", "no picture: no screen is %dx%d", width, height);
    return sane;
}

struct display *display_open(const char *system, int width, int height) {
    bool shown = system == NULL || strcmp(system, "dummy") != 0;
    if (!size_is_sane(width, height))
        return NULL;
    struct display *display = memory_new(1, sizeof *display);
    if (create_directfb(display, system, width, height) && open_primary(display, shown))
        return display;
    display_close(display);
    return NULL;
}

void display_close(struct display *display) {
    if (display == NULL)
        return;
    if (display->primary != NULL)
        display->primary->Release(display->primary);
    if (display->dfb != NULL)
        display->dfb->Release(display->dfb);
    free(display);
}

int display_width(const struct display *display) {
    return display->width;
}

int display_height(const struct display *display) {
    return display->height;
}

enum pixels_format display_format(const struct display *display) {
    return display->format;
}

/* --- the back buffer */

static DFBRegion region_of(struct rect part) {
    return (DFBRegion){part.x, part.y, part.x + part.w - 1, part.y + part.h - 1};
}

void display_clip(struct display *display, struct rect clip) {
    DFBRegion region = region_of(clip);
    display->primary->SetClip(display->primary, &region);
}

static void set_colour(struct display *display, colour paint) {
    display->primary->SetColor(display->primary, (u8)(paint >> 16), (u8)(paint >> 8), (u8)paint, (u8)(paint >> 24));
}

void display_fill(struct display *display, struct rect box, colour fill) {
    set_colour(display, fill);
    display->primary->SetDrawingFlags(display->primary, DSDRAW_NOFX);
    display->primary->FillRectangle(display->primary, box.x, box.y, box.w, box.h);
}

void display_flip(struct display *display, struct rect part) {
    DFBRegion region = region_of(part);
    display->primary->Flip(display->primary, &region, DSFLIP_BLIT);
}

static void *lock_rows(IDirectFBSurface *surface, bool written, int *pitch) {
    void *rows;
    DFBResult result = surface->Lock(surface, written ? DSLF_READ | DSLF_WRITE : DSLF_READ, &rows, pitch);
    if (result == DFB_OK)
        return rows;
    log_error("display", "pixels cannot be reached: %s", DirectFBErrorString(result));
    return NULL;
}

void *display_lock(struct display *display, bool written, int *pitch) {
    return lock_rows(display->primary, written, pitch);
}

void display_unlock(struct display *display) {
    display->primary->Unlock(display->primary);
}

/* --- surfaces */

struct display_surface *display_surface_create(struct display *display, int width, int height,
                                               enum display_pixels pixels) {
    const DFBSurfacePixelFormat formats[] = {
        [DISPLAY_COVERAGE] = DSPF_A8, [DISPLAY_PREMULTIPLIED] = DSPF_ARGB, [DISPLAY_AS_SCREEN] = display->native};
    DFBSurfaceDescription wanted = {.flags = DSDESC_WIDTH | DSDESC_HEIGHT | DSDESC_PIXELFORMAT,
                                    .width = width,
                                    .height = height,
                                    .pixelformat = formats[pixels]};
    IDirectFBSurface *made = NULL;
    DFBResult result = display->dfb->CreateSurface(display->dfb, &wanted, &made);
    if (result != DFB_OK) {
        log_error("display", "no surface of %dx%d: %s", width, height, DirectFBErrorString(result));
        return NULL;
    }
    struct display_surface *surface = memory_new(1, sizeof *surface);
    surface->surface = made;
    surface->pixels = pixels;
    return surface;
}

void display_surface_destroy(struct display_surface *surface) {
    if (surface == NULL)
        return;
    surface->surface->Release(surface->surface);
    free(surface);
}

void display_surface_clear(struct display_surface *surface) {
    surface->surface->Clear(surface->surface, 0, 0, 0, 0);
}

void *display_surface_lock(struct display_surface *surface, int *pitch) {
    return lock_rows(surface->surface, true, pitch);
}

void display_surface_unlock(struct display_surface *surface) {
    surface->surface->Unlock(surface->surface);
}

/* DirectFB has a quick path for 8-bit coverage in an opaque colour, and a general one, twice as slow, for all else. */
static void set_blit(struct display *display, enum display_pixels pixels, colour paint) {
    IDirectFBSurface *to = display->primary;
    bool argb = pixels == DISPLAY_PREMULTIPLIED;
    if (pixels == DISPLAY_AS_SCREEN) {
        to->SetBlittingFlags(to, DSBLIT_NOFX);
        return;
    }
    unsigned flags = DSBLIT_BLEND_ALPHACHANNEL | (argb ? 0U : (unsigned)DSBLIT_COLORIZE);
    if (paint >> 24 != 255)
        flags |= DSBLIT_BLEND_COLORALPHA | (argb ? (unsigned)DSBLIT_SRC_PREMULTCOLOR : 0U);
    set_colour(display, paint);
    to->SetBlittingFlags(to, (DFBSurfaceBlittingFlags)flags);
    to->SetSrcBlendFunction(to, argb ? DSBF_ONE : DSBF_SRCALPHA);
    to->SetDstBlendFunction(to, DSBF_INVSRCALPHA);
}

static DFBRectangle rectangle_of(struct rect box) {
    return (DFBRectangle){box.x, box.y, box.w, box.h};
}

void display_blit(struct display *display, const struct display_surface *surface, struct rect source, int x, int y,
                  colour paint) {
    DFBRectangle from = rectangle_of(source);
    set_blit(display, surface->pixels, paint);
    display->primary->Blit(display->primary, surface->surface, &from, x, y);
}

void display_stretch(struct display *display, const struct display_surface *surface, struct rect source,
                     struct rect target, colour paint) {
    DFBRectangle from = rectangle_of(source), to = rectangle_of(target);
    set_blit(display, surface->pixels, paint);
    display->primary->StretchBlit(display->primary, surface->surface, &from, &to);
}
