/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/order/order_words.h"
#include <stdio.h>

static const char *template_of(const struct view *view, const struct service *service, enum request_kind kind,
                               const char *key) {
    char special[96];
    const char *own = service_words(service, view->model->language, key);
    snprintf(special, sizeof special, "%s.callback", key);
    if (own)
        return own;
    bool has_special = kind == REQUEST_CALLBACK && strings_has(view->strings, special);
    return strings_get(view->strings, has_special ? special : key);
}

const char *order_words(const struct view *view, const struct service *service, enum request_kind kind, const char *key,
                        ...) {
    char text[1024];
    va_list pairs;
    va_start(pairs, key);
    strings_fill_text(text, sizeof text, template_of(view, service, kind, key), pairs);
    va_end(pairs);
    return scene_keep(view->scene, text);
}
