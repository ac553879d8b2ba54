/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_UI_COMMANDS_H
#define STB_APP_UI_COMMANDS_H
/* Does what stb-ui asks for on the senior's behalf: a function for each message, and their table. */

struct ipc_message;
struct parts;

/* MESSAGE is checked (ipc_message_decode()); a message that asks for nothing is passed over. */
void ui_commands_carry_out(const struct parts *parts, const struct ipc_message *message);
#endif
