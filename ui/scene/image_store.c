/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture is hung once for each size that it is drawn in. A scene is dressed before it is painted: what it shows gets
 * the number of its present drawing, so that the painter sees a picture that came, or came anew, as a changed item and
 * repaints that item alone.
 *
 * Only what is on screen is decoded, from the top, one at a time; after IMAGE_STORE_SLICE_US the loop has its turn, and
 * a key with it. The trap is a timer of 0 ms: libuv would run it again before it looks at the wire, so the next slice
 * is 1 ms away. Nothing on screen gives way to another picture; what was seen longest ago does.
 */
#include "ui/scene/image_store.h"
#include "stb-app/base/json.h"
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "ui/render/image_decoder.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_SIZE = 81, PATH_SIZE = 512, READ_BYTES = 32 << 10, NEXT_SLICE_MS = 1 };

struct hung {
    char name[NAME_SIZE], path[PATH_SIZE]; /* NAME "" = a free place; PATH "" = not told yet, or not to be had */
    int side, radius;                      /* as tall as it is drawn */
    enum image_decoder_cut cut;
    int wide, width, height;  /* of the mask; of the file it was made of */
    int64_t version, decoded; /* of the file: the newest told, the one that was tried; 0 = none */
    struct canvas_mask *mask; /* NULL: the emoji stands */
    uint32_t drawing;         /* of the mask; never the same again */
    uint64_t seen;            /* the scene that last showed it */
    size_t place;             /* its item there */
};
/* What is being read and decoded. */
struct work {
    struct hung *hung; /* NULL: nothing is */
    int64_t version;
    int fd;
    uint8_t *bytes;
    size_t length;
    struct image_decoder *decoder; /* NULL: still reading */
};
struct image_store {
    struct image_store_setup setup;
    struct loop_timer *timer;
    struct hung wall[IMAGE_STORE_MAX];
    struct work work;
    uint64_t scene;
    uint32_t drawings;
    char asked[SCENE_ITEMS_MAX][NAME_SIZE];
    size_t asked_count;
};

static size_t bytes_of(const struct hung *hung) {
    return hung->mask != NULL ? (size_t)hung->wide * (size_t)hung->side * 4 : 0;
}

size_t image_store_bytes(const struct image_store *images) {
    size_t bytes = 0;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++)
        bytes += bytes_of(&images->wall[i]);
    return bytes;
}

/* --- the wall */

static void end_work(struct work *work) {
    image_decoder_destroy(work->decoder);
    free(work->bytes);
    if (work->hung != NULL && work->fd >= 0)
        close(work->fd);
    *work = (struct work){.fd = -1};
}

static void take_down(struct image_store *images, struct hung *hung) {
    if (images->work.hung == hung)
        end_work(&images->work);
    canvas_mask_destroy(hung->mask);
    *hung = (struct hung){.side = 0};
}

/* What was seen longest ago and is not on screen, a free place first, or only of those with a MASK; NULL = none. */
static struct hung *oldest(struct image_store *images, bool mask) {
    struct hung *found = NULL;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct hung *hung = &images->wall[i];
        if (hung->seen < images->scene && (hung->mask != NULL || !mask) && (found == NULL || hung->seen < found->seen))
            found = hung;
    }
    return found;
}

static void make_room(struct image_store *images) {
    struct hung *hung;
    while (image_store_bytes(images) > images->setup.bytes_max && (hung = oldest(images, true)) != NULL)
        take_down(images, hung);
}

static struct hung *find(struct image_store *images, const char *name, int side) {
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct hung *hung = &images->wall[i];
        if ((side == 0 || hung->side == side) && hung->name[0] != 0 && strcmp(hung->name, name) == 0)
            return hung;
    }
    return NULL;
}

/* A place for it; what is known of its file in another size holds for this one too. NULL = no place is free. */
static struct hung *hang(struct image_store *images, const struct scene_item *item) {
    const struct hung *known = find(images, item->picture, 0);
    struct hung file = known != NULL ? *known : (struct hung){.version = 0}, *place = oldest(images, false);
    if (place == NULL)
        return NULL;
    take_down(images, place);
    snprintf(place->name, sizeof place->name, "%s", item->picture);
    memcpy(place->path, file.path, sizeof place->path);
    place->version = file.version;
    place->side = item->box.h;
    place->radius = item->radius;
    place->cut = strcmp(item->picture, SCENE_LOGO) == 0 ? IMAGE_DECODER_WHOLE : IMAGE_DECODER_SQUARE;
    return place;
}

/* --- decoding */

/* For every size: what it showed before comes down, and it is not tried again before another one is told. */
static void refuse(struct image_store *images, const char *error) {
    const struct hung *refused = images->work.hung;
    char name[NAME_SIZE];
    bool shown = false;
    snprintf(name, sizeof name, "%s", refused->name);
    log_warning("gallery", "the picture %s is not shown: %s: %s", name, refused->path, error);
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct hung *hung = &images->wall[i];
        if (strcmp(hung->name, name) != 0 || hung->version != images->work.version)
            continue;
        shown = shown || (hung->mask != NULL && hung->seen == images->scene);
        canvas_mask_destroy(hung->mask);
        hung->mask = NULL;
        hung->decoded = hung->version;
    }
    end_work(&images->work);
    if (shown)
        images->setup.on_change(images->setup.data);
}

static struct hung *next_of(struct image_store *images) {
    struct hung *found = NULL;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct hung *hung = &images->wall[i];
        if (hung->seen == images->scene && hung->path[0] != 0 && hung->version != hung->decoded &&
            (found == NULL || hung->place < found->place))
            found = hung;
    }
    return found;
}

/* Of a plain file only: a pipe in its place would be waited for, and no key answered. -1 and ERROR. */
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
    struct hung *hung = next_of(images);
    const char *error;
    if (hung == NULL)
        return false;
    *work = (struct work){.hung = hung, .version = hung->version, .fd = open_file(hung->path, &error)};
    hung->decoded = hung->version;
    work->bytes = malloc(IMAGE_DECODER_BYTES_MAX + 1);
    if (work->fd < 0 || work->bytes == NULL)
        refuse(images, work->fd < 0 ? error : "memory is out");
    return true;
}

/* A part of the file; at its end the decoding begins. */
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
        image_decoder_create(work->bytes, work->length, work->hung->side, work->hung->radius, work->hung->cut);
    if (work->decoder == NULL)
        refuse(images, "memory is out");
}

static void put_up(struct image_store *images) {
    struct hung *hung = images->work.hung;
    int width, height;
    image_decoder_shape(images->work.decoder, &width, &height);
    int wide = hung->cut == IMAGE_DECODER_SQUARE ? hung->side : image_decoder_width(width, height, hung->side);
    struct canvas_mask *mask = canvas_mask_create(canvas_display(images->setup.canvas), wide, hung->side, wide * 4,
                                                  (const uint8_t *)image_decoder_pixels(images->work.decoder), true);
    end_work(&images->work);
    if (mask == NULL) /* said there */
        return;
    canvas_mask_destroy(hung->mask);
    hung->mask = mask;
    hung->wide = wide;
    hung->width = width;
    hung->height = height;
    hung->drawing = ++images->drawings;
    make_room(images);
    if (hung->seen == images->scene)
        images->setup.on_change(images->setup.data);
}

/* One small step of it. False = there is nothing to do. */
static bool work_on(struct image_store *images) {
    struct work *work = &images->work;
    if (work->hung == NULL)
        return begin_work(images);
    if (work->decoder == NULL) {
        read_on(images);
        return true;
    }
    enum image_decoder_state state = image_decoder_step(work->decoder);
    if (state == IMAGE_DECODER_DONE)
        put_up(images);
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

/* --- what is shown, and asked for */

static void note_name(const char *name, char names[SCENE_ITEMS_MAX][NAME_SIZE], size_t *count) {
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
    struct json_object *message = json_object_new_object(), *list = json_object_new_array();
    for (size_t i = 0; i < count; i++)
        json_object_array_add(list, json_object_new_string(names[i]));
    json_object_object_add(message, "names", list);
    images->setup.on_ask(images->setup.data, message);
}

void image_store_resolve(struct image_store *images, struct scene *scene) {
    char names[SCENE_ITEMS_MAX][NAME_SIZE] = {{0}};
    size_t count = 0;
    images->scene++;
    for (size_t i = 0; i < scene->item_count; i++) {
        struct scene_item *item = &scene->items[i];
        if (item->picture == NULL || strlen(item->picture) >= NAME_SIZE || item->box.h < 1)
            continue;
        struct hung *hung = find(images, item->picture, item->box.h);
        hung = hung != NULL ? hung : hang(images, item);
        note_name(item->picture, names, &count);
        if (hung != NULL) {
            hung->seen = images->scene;
            hung->place = i;
        }
        item->drawing = hung != NULL && hung->mask != NULL ? hung->drawing : 0;
    }
    ask(images, names, count);
    if (!loop_timer_running(images->timer) && (images->work.hung != NULL || next_of(images) != NULL))
        loop_timer_start(images->timer, NEXT_SLICE_MS, 0);
}

void image_store_take(struct image_store *images, struct json_object *message) {
    const char *name = json_text(message, "name", ""), *path = json_text(message, "path", "");
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        struct hung *hung = &images->wall[i];
        if (!name[0] || strcmp(hung->name, name) != 0 || strlen(path) >= PATH_SIZE)
            continue;
        snprintf(hung->path, sizeof hung->path, "%s", path);
        hung->version = json_integer(message, "version", 0);
    }
    if (!loop_timer_running(images->timer))
        loop_timer_start(images->timer, NEXT_SLICE_MS, 0);
}

/* The newest: the same file in another size may be of before it was changed. */
bool image_store_shape(const struct image_store *images, const char *name, int *width, int *height) {
    const struct hung *newest = NULL;
    for (size_t i = 0; i < IMAGE_STORE_MAX; i++) {
        const struct hung *hung = &images->wall[i];
        if (hung->mask != NULL && strcmp(hung->name, name) == 0 && (newest == NULL || hung->drawing > newest->drawing))
            newest = hung;
    }
    *width = newest != NULL ? newest->width : 0;
    *height = newest != NULL ? newest->height : 0;
    return newest != NULL;
}

bool image_store_draw(struct image_store *images, const char *name, struct rect box) {
    const struct hung *hung = find(images, name, box.h);
    if (hung == NULL || hung->mask == NULL || hung->wide != box.w)
        return false;
    struct rect all = {0, 0, hung->wide, hung->side};
    canvas_mask_draw(images->setup.canvas, hung->mask, all, box.x, box.y, 0xFFFFFFFFU);
    return true;
}

/* --- life */

struct image_store *image_store_create(const struct image_store_setup *setup) {
    struct image_store *images = calloc(1, sizeof *images);
    if (images == NULL)
        return NULL;
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
        take_down(images, &images->wall[i]);
    loop_timer_destroy(images->timer);
    free(images);
}
