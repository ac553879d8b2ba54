/* SPDX-License-Identifier: Apache-2.0 */
#include "stb-app/config_check.h"

#include "net/transport/https.h"
#include "net/transport/tls_identity.h"
#include "remote/keymap.h"
#include "stb-app/base/fault_list.h"
#include "stb-app/config/config.h"
#include "stb-app/config/timezone.h"

static void check_identity(const struct config *config, struct fault_list *faults) {
    if (!config->ca_file[0] || !config->client_cert[0] || !config->client_key[0])
        return; /* that they are missing has been said */
    tls_identity_check(&(struct https_identity){.device_id = config->device_id,
                                                .ca_file = config->ca_file,
                                                .client_cert = config->client_cert,
                                                .client_key = config->client_key},
                       faults);
}

static void check_keymap(const struct config *config, struct fault_list *faults) {
    struct keymap *keymap = keymap_create();
    if (config->keymap[0])
        keymap_load(keymap, config->keymap, faults);
    keymap_destroy(keymap);
}

static void check_timezone(const struct config *config, struct fault_list *faults) {
    if (!timezone_is_known(config->timezone))
        fault_list_add(faults, "device.timezone: %s is not known here: expected a name of /usr/share/zoneinfo",
                       config->timezone);
}

void config_check(const struct config *config, struct fault_list *faults) {
    check_identity(config, faults);
    check_keymap(config, faults);
    check_timezone(config, faults);
}
