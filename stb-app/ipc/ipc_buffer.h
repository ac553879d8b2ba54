/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_IPC_IPC_BUFFER_H
#define STB_APP_IPC_IPC_BUFFER_H
/* Bytes that grow at the end and are taken from the front: what waits to be written to the socket, or to be read. */
#include <stddef.h>
#include <stdint.h>

struct ipc_buffer { /* zero-initialise */
    char *bytes;
    size_t length, room;
};
void ipc_buffer_add(struct ipc_buffer *buffer, const char *bytes, size_t length);
void ipc_buffer_add_text(struct ipc_buffer *buffer, const char *text); /* as it is */
/* TEXT in quotes, as JSON writes it: cut after MOST bytes, between two characters; a control character is a blank. */
void ipc_buffer_add_string(struct ipc_buffer *buffer, const char *text, size_t most);
void ipc_buffer_add_integer(struct ipc_buffer *buffer, int64_t value);
/* Room for MORE bytes behind LENGTH, for a read(). */
char *ipc_buffer_reserve(struct ipc_buffer *buffer, size_t more);
/* The first LENGTH bytes are done with. What an unusually long line needed is given back once the buffer is empty. */
void ipc_buffer_drop(struct ipc_buffer *buffer, size_t length);
void ipc_buffer_free(struct ipc_buffer *buffer);
#endif
