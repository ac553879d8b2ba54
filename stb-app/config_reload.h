/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_RELOAD_H
#define STB_APP_CONFIG_RELOAD_H
/*
 * The config while stb-app runs: the one to start with, read again on SIGHUP, and once a refused file has changed. One
 * with a fault changes nothing, and the hotline is told.
 */

struct config;
struct config_reload;
struct config_source;
struct https_identity;
struct parts;

/* Makes PARTS->config, which is the caller's. Both are borrowed; SOURCE and PARTS outlive it. Never NULL. A config of
 * another device id is not taken: ON_OTHER_BOX is called, after the end of an SOS that is open. */
typedef void config_reload_fn(void *data);
struct config_reload *config_reload_create(struct parts *parts, struct config_source *source,
                                           config_reload_fn *on_other_box, void *data);
void config_reload_destroy(struct config_reload *reload);
/* All parts are open: what was found wrong is for the first heartbeat. */
void config_reload_tell_faults(const struct config_reload *reload);
/* What proved good is kept for the next start (waits for the disk); refused files are looked at again. */
void config_reload_start(const struct config_reload *reload);

/* Who this box is, by CONFIG: borrowed from it. */
struct https_identity config_reload_identity(const struct config *config);
#endif
