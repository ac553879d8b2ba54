/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_RELOAD_H
#define STB_APP_CONFIG_RELOAD_H
/*
 * The config while stb-app runs: read at the start, on SIGHUP, and again when a refused file has changed. A config
 * with a fault changes nothing, and the hotline is told.
 */

struct config;
struct config_reload;
struct config_source;
struct https_identity;
struct parts;

/* Makes PARTS->config, which the caller frees. SOURCE and PARTS are borrowed and outlive the result, which is never
 * NULL. A config of another device id is not taken: ON_OTHER_BOX is called, after the end of an open SOS. */
typedef void config_reload_fn(void *data);
struct config_reload *config_reload_create(struct parts *parts, struct config_source *source,
                                           config_reload_fn *on_other_box, void *data);
void config_reload_destroy(struct config_reload *reload);
/* All parts are open: the faults found so far go with the first heartbeat. */
void config_reload_tell_faults(const struct config_reload *reload);
/* Keeps a copy of the good config for the next start (waits for the disk), and watches refused files for a change. */
void config_reload_start(const struct config_reload *reload);

/* The certificates that CONFIG names, borrowed from CONFIG. */
struct https_identity config_reload_identity(const struct config *config);
#endif
