/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The socket between the two programs under rubbish (libFuzzer), as a broken peer writes it: its lines, and what stb-ui
 * makes of each message. Beyond not crashing: it comes to its end.
 */
#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/ipc/ipc.h"
#include "ui/model/model.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST = 64 << 10 }; /* the socket takes so much at once */

static struct loop *loop;
static struct model model;

static void on_message(void *data, struct ipc_message *message) {
    (void)data;
    if (!message)
        loop_stop(loop);
    else
        model_take(&model, message, 5000000, INT64_C(1795224720000));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    int ends[2];
    log_set_level(LOG_LEVEL_ERROR);
    if (length > MOST)
        return 0;
    loop = loop_create();
    model_init(&model);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        abort();
    struct ipc *ipc = ipc_create(loop, ends[0], on_message, NULL);
    if (!ipc || write(ends[1], bytes, length) != (ssize_t)length)
        abort();
    close(ends[1]);
    loop_run(loop);
    ipc_destroy(ipc);
    model_free(&model);
    loop_destroy(loop);
    return 0;
}
