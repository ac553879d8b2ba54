/* SPDX-License-Identifier: Apache-2.0 */
/*
 * There is one slot for each picture and each size that it is drawn in. Before a scene is painted, each picture in it
 * gets the number of its present drawing; so the painter sees a picture that has come, or has changed, as a changed
 * item and repaints that item alone.
 *
 * Only what is on screen is decoded, from the top, one picture at a time. After IMAGE_STORE_SLICE_US the loop has its
 * turn, and a key with it. The trap is a timer of 0 ms: libuv would run it again before it looks at the socket, so the
 * next slice is 1 ms away. No picture on screen is dropped for another one; the one not seen for longest is.
 */
#include "ui/scene/image_store.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"
#include "stb-app/ipc/ipc_message.h"
#include "ui/render/image_decoder.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_SIZE = 81, PATH_SIZE = 512, READ_BYTES = 32 << 10, NEXT_SLICE_MS = 1 };

struct slot {
    char name[NAME_SIZE], path[PATH_SIZE]; /* NAME "" = a free slot; PATH "" = not told yet, or not to be had */
    int side, radius;                      /* how tall it is drawn, and how round its corners are, in pixels */
    enum image_decoder_cut cut;
    int wide, width, height;  /* how wide the mask is; the size of the file's picture */
    int64_t version, decoded; /* of the file: the newest that was told, and the last that was tried; 0 = none */
    struct canvas_mask *mask; /* NULL: the emoji stands in its place */
    uint32_t drawing;         /* the mask's number; no other mask ever has the same */
    uint64_t seen;            /* the number of the scene that last showed it */
    size_t item;              /* its place in that scene */
};
/* What is being read and decoded. */
struct work {
    struct slot *slot; /* NULL: nothing is */
    int64_t version;
    int fd;
    uint8_t *bytes;
    size_t length;
    struct image_decoder *decoder; /* NULL: still reading */
};
struct image_store {
    struct image_store_setup setup;
    struct loop_timer *timer;
    struct slot slots[IMAGE_STORE_MAX];
    struct work work;
    uint64_t scene;
    uint32_t drawings;
    char asked[SCENE_ITEMS_MAX][NAME_SIZE];
    size_t asked_count;
};

static size_t bytes_of(const struct slot *slot) {
    return slot->mask != NULL ? (size_t)slot->wide * (size_t)slot->side * 4 : 0;
}

size_t image_store_bytes(const struct image_store *images) {
    size_t bytes = 0;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++)
        bytes += bytes_of(&images->slots[i]);
    return bytes;
}

/* --- slots */

static void end_work(struct work *work) {
    image_decoder_destroy(work->decoder);
    free(work->bytes);
    if (work->slot != NULL && work->fd >= 0)
        close(work->fd);
    *work = (struct work){.fd = -1};
}

static void clear_slot(struct image_store *images, struct slot *slot) {
    if (images->work.slot == slot)
        end_work(&images->work);
    canvas_mask_destroy(slot->mask);
    *slot = (struct slot){.side = 0};
}

/* The slot not seen for longest and not on screen now, a free one first; MASK: only of those that have one. NULL =
 * there is none. */
static struct slot *find_oldest(struct image_store *images, bool mask) {
    struct slot *found = NULL;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct slot *slot = &images->slots[i];
        if (slot->seen < images->scene && (slot->mask != NULL || !mask) && (found == NULL || slot->seen < found->seen))
            found = slot;
    }
    return found;
}

static void make_room(struct image_store *images) {
    struct slot *slot;
    while (image_store_bytes(images) > images->setup.bytes_max && (slot = find_oldest(images, true)) != NULL)
        clear_slot(images, slot);
}

static struct slot *find(struct image_store *images, const char *name, int side) {
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct slot *slot = &images->slots[i];
        if ((side == 0 || slot->side == side) && slot->name[0] != 0 && strcmp(slot->name, name) == 0)
            return slot;
    }
    return NULL;
}

/* A slot for ITEM's picture in ITEM's size. What is known of its file in another size holds for this one too. NULL =
 * all slots are on screen. */
static struct slot *claim_slot(struct image_store *images, const struct scene_item *item) {
    const struct slot *known = find(images, item->picture, 0);
    struct slot file = known != NULL ? *known : (struct slot){.version = 0}, *slot = find_oldest(images, false);
    if (slot == NULL)
        return NULL;
    clear_slot(images, slot);
    snprintf(slot->name, sizeof slot->name, "%s", item->picture);
    memcpy(slot->path, file.path, sizeof slot->path);
    slot->version = file.version;
    slot->side = item->box.h;
    slot->radius = item->radius;
    slot->cut = strcmp(item->picture, SCENE_LOGO) == 0 ? IMAGE_DECODER_WHOLE : IMAGE_DECODER_SQUARE;
    return slot;
}

/* --- decoding */

/* The file is refused for every size: what it showed before is dropped, and it is not tried again before another
 * version is told. */
static void refuse(struct image_store *images, const char *error) {
    const struct slot *refused = images->work.slot;
    char name[NAME_SIZE];
    bool shown = false;
    snprintf(name, sizeof name, "%s", refused->name);
    log_warning("images", "the picture %s is not shown: %s: %s", name, refused->path, error);
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct slot *slot = &images->slots[i];
        if (strcmp(slot->name, name) != 0 || slot->version != images->work.version)
            continue;
        shown = shown || (slot->mask != NULL && slot->seen == images->scene);
        canvas_mask_destroy(slot->mask);
        slot->mask = NULL;
        slot->decoded = slot->version;
    }
    end_work(&images->work);
    if (shown)
        images->setup.on_change(images->setup.data);
}

static struct slot *next_to_decode(struct image_store *images) {
    struct slot *found = NULL;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct slot *slot = &images->slots[i];
        if (slot->seen == images->scene && slot->path[0] != 0 && slot->version != slot->decoded &&
            (found == NULL || slot->item < found->item))
            found = slot;
    }
    return found;
}

/* -1 and ERROR when PATH is no plain file: reading a pipe would wait, and no key would be answered. */
static int open_file(const char *path, const char **error) {
    struct stat at;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *error = fd < 0 ? strerror(errno) : "it is no plain file";
    if (fd < 0 || (fstat(fd, &at) == 0 && S_ISREG(at.st_mode)))
        return fd;
    close(fd);
    return -1;
}

static bool begin_work(struct image_store *images) {
    struct work *work = &images->work;
    struct slot *slot = next_to_decode(images);
    const char *error;
    if (slot == NULL)
        return false;
    *work = (struct work){.slot = slot, .version = slot->version, .fd = open_file(slot->path, &error)};
    slot->decoded = slot->version;
    work->bytes = memory_new(1, IMAGE_DECODER_BYTES_MAX + 1);
    if (work->fd < 0)
        refuse(images, error);
    return true;
}

/* Reads one more piece of the file; at its end the decoding begins. */
static void read_on(struct image_store *images) {
    struct work *work = &images->work;
    size_t room = IMAGE_DECODER_BYTES_MAX + 1 - work->length;
    ssize_t got = read(work->fd, work->bytes + work->length, room < READ_BYTES ? room : READ_BYTES);
    if (got < 0) {
        refuse(images, strerror(errno));
        return;
    }
    work->length += (size_t)got;
    if (got > 0 && room > 0)
        return;
    work->decoder =
        image_decoder_create(work->bytes, work->length, work->slot->side, work->slot->radius, work->slot->cut);
    if (work->decoder == NULL)
        refuse(images, "no picture is so tall");
}

static void store(struct image_store *images) {
    struct slot *slot = images->work.slot;
    int width, height;
    image_decoder_shape(images->work.decoder, &width, &height);
    int wide = slot->cut == IMAGE_DECODER_SQUARE ? slot->side : image_decoder_width(width, height, slot->side);
    struct canvas_mask *mask = canvas_mask_create(canvas_display(images->setup.canvas), wide, slot->side, wide * 4,
                                                  (const uint8_t *)image_decoder_pixels(images->work.decoder), true);
    end_work(&images->work);
    if (mask == NULL) /* canvas_mask_create() logged why */
        return;
    canvas_mask_destroy(slot->mask);
    slot->mask = mask;
    slot->wide = wide;
    slot->width = width;
    slot->height = height;
    slot->drawing = ++images->drawings;
    make_room(images);
    if (slot->seen == images->scene)
        images->setup.on_change(images->setup.data);
}

/* One small step. False = there is nothing to do. */
static bool work_on(struct image_store *images) {
    struct work *work = &images->work;
    if (work->slot == NULL)
        return begin_work(images);
    if (work->decoder == NULL) {
        read_on(images);
        return true;
    }
    enum image_decoder_state state = image_decoder_step(work->decoder);
    if (state == IMAGE_DECODER_DONE)
        store(images);
    else if (state == IMAGE_DECODER_REFUSED)
        refuse(images, image_decoder_error(work->decoder));
    return true;
}

static void slice(void *data) {
    struct image_store *images = data;
    int64_t until_us = loop_now_us() + IMAGE_STORE_SLICE_US;
    while (work_on(images))
        if (loop_now_us() >= until_us) {
            loop_timer_start(images->timer, NEXT_SLICE_MS, 0);
            return;
        }
}

/* --- what is on screen, and asked for */

static void add_name(const char *name, char names[SCENE_ITEMS_MAX][NAME_SIZE], size_t *count) {
    for (size_t i = 0; i < *count; i++)
        if (strcmp(names[i], name) == 0)
            return;
    snprintf(names[(*count)++], NAME_SIZE, "%s", name);
}

static void ask(struct image_store *images, char names[SCENE_ITEMS_MAX][NAME_SIZE], size_t count) {
    if (count == images->asked_count && memcmp(names, images->asked, count * NAME_SIZE) == 0)
        return;
    memcpy(images->asked, names, count * NAME_SIZE);
    images->asked_count = count;
    const char *list[SCENE_ITEMS_MAX];
    for (size_t i = 0; i < count; i++)
        list[i] = images->asked[i];
    images->setup.on_ask(images->setup.data, list, count);
}

void image_store_resolve(struct image_store *images, struct scene *scene) {
    char names[SCENE_ITEMS_MAX][NAME_SIZE] = {{0}};
    size_t count = 0;
    images->scene++;
    for (size_t i = 0; i < scene->item_count; i++) {
        struct scene_item *item = &scene->items[i];
        if (item->picture == NULL || strlen(item->picture) >= NAME_SIZE || item->box.h < 1)
            continue;
        struct slot *slot = find(images, item->picture, item->box.h);
        slot = slot != NULL ? slot : claim_slot(images, item);
        add_name(item->picture, names, &count);
        if (slot != NULL) {
            slot->seen = images->scene;
            slot->item = i;
        }
        item->drawing = slot != NULL && slot->mask != NULL ? slot->drawing : 0;
    }
    ask(images, names, count);
    if (!loop_timer_running(images->timer) && (images->work.slot != NULL || next_to_decode(images) != NULL))
        loop_timer_start(images->timer, NEXT_SLICE_MS, 0);
}

void image_store_take(struct image_store *images, const struct ipc_image *file) {
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct slot *slot = &images->slots[i];
        if (!file->name[0] || strcmp(slot->name, file->name) != 0 || strlen(file->path) >= PATH_SIZE)
            continue;
        snprintf(slot->path, sizeof slot->path, "%s", file->path);
        slot->version = file->version;
    }
    if (!loop_timer_running(images->timer))
        loop_timer_start(images->timer, NEXT_SLICE_MS, 0);
}

/* By the newest drawing: that of another size may be of the file before it was changed. */
bool image_store_shape(const struct image_store *images, const char *name, int *width, int *height) {
    const struct slot *newest = NULL;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        const struct slot *slot = &images->slots[i];
        if (slot->mask != NULL && strcmp(slot->name, name) == 0 && (newest == NULL || slot->drawing > newest->drawing))
            newest = slot;
    }
    *width = newest != NULL ? newest->width : 0;
    *height = newest != NULL ? newest->height : 0;
    return newest != NULL;
}

bool image_store_draw(struct image_store *images, const char *name, struct rect box) {
    const struct slot *slot = find(images, name, box.h);
    if (slot == NULL || slot->mask == NULL || slot->wide != box.w)
        return false;
    struct rect all = {0, 0, slot->wide, slot->side};
    canvas_mask_draw(images->setup.canvas, slot->mask, all, box.x, box.y, 0xFFFFFFFFU);
    return true;
}

/* --- life */

struct image_store *image_store_create(const struct image_store_setup *setup) {
    struct image_store *images = memory_new(1, sizeof *images);
    images->setup = *setup;
    images->work.fd = -1;
    images->timer = loop_timer_create(setup->loop, slice, images);
    if (images->timer != NULL)
        return images;
    free(images);
    return NULL;
}

void image_store_destroy(struct image_store *images) {
    if (images == NULL)
        return;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++)
        clear_slot(images, &images->slots[i]);
    loop_timer_destroy(images->timer);
    free(images);
}
