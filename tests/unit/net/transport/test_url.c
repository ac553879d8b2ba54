/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in an address: a name to be looked up, and which endpoint it belongs to. */
#include "net/transport/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_name_is_found_and_a_number_is_none(void **unused) {
    (void)unused;
    static const struct {
        const char *url, *host; /* HOST NULL = none that is looked up */
        int port;
    } cases[] = {
        {"https://hotline.example", "hotline.example", 443},
        {"https://hotline.example/v1/events", "hotline.example", 443},
        {"https://hotline.example:8443/v1", "hotline.example", 8443},
        {"https://hotline.example?a=1", "hotline.example", 443},
        {"https://127.0.0.1:8443/v1", NULL, 8443},
        {"https://[::1]:8443/", NULL, 0},
        {"https://:8443/", NULL, 0},
        {"https://", NULL, 0},
        {"https://a-name-that-is-much-too-long/", NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char host[20] = "";
        int port = 0;
        assert_int_equal(url_host(cases[i].url, host, sizeof host, &port), cases[i].host != NULL);
        if (cases[i].host)
            assert_string_equal(host, cases[i].host);
        if (cases[i].port)
            assert_int_equal(port, cases[i].port);
    }
}

static void an_endpoint_is_told_by_its_whole_length(void **unused) {
    (void)unused;
    static const char *const endpoints[] = {"https://a.example", "https://a.example:8443", "https://b.example", NULL};
    assert_int_equal(url_endpoint("https://a.example/v1/requests", endpoints), 0);
    assert_int_equal(url_endpoint("https://a.example:8443/v1", endpoints), 1);
    assert_int_equal(url_endpoint("https://b.example/", endpoints), 2);
    assert_int_equal(url_endpoint("https://b.example.org/", endpoints), -1);
    assert_int_equal(url_endpoint("", endpoints), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_found_and_a_number_is_none),
        cmocka_unit_test(an_endpoint_is_told_by_its_whole_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
