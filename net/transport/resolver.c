/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getaddrinfo() may take half a minute and cannot be called off, so each question runs on a short-lived thread of its
 * own and not on the loop's one other thread, on which the disk is written. The thread knows nothing but its question;
 * it writes the answer there and rings a bell, an eventfd that the loop watches.
 *
 * The trap is the end: the owner may go while a thread is still asking. So a question belongs to two, and whoever of
 * them is the last to leave frees it.
 */
#include "net/transport/resolver.h"

#include <arpa/inet.h>
#include <limits.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "stb-app/base/log.h"
#include "stb-app/base/loop.h"
#include "stb-app/base/memory.h"

enum {
    ADDRESSES_MAX = 8,
    HOSTS_MAX = 8,
    QUESTIONS_MAX = 2,  /* of one host under way: the network may have changed under the first */
    PATIENCE_MS = 5000, /* a question is unanswered for so long: a second may be asked */
    AGAIN_MS = 1000,    /* an answer that is younger is not asked for again */
    STACK_BYTES = 256 << 10,
};

struct question {
    struct host *host; /* the owner's side only */
    struct loop_fd *watcher;
    int64_t asked_ms;
    /* shared */
    atomic_int owners;
    int bell;
    char name[RESOLVER_HOST_SIZE];
    char addresses[ADDRESSES_MAX][RESOLVER_ADDRESS_SIZE];
    int count;
    char error[100];
};
struct address {
    char text[RESOLVER_ADDRESS_SIZE];
    int64_t given; /* the count of gifts at its last one (not a time); 0 = never given */
};
struct host {
    struct resolver *resolver;
    char name[RESOLVER_HOST_SIZE];
    struct address good, answer[ADDRESSES_MAX]; /* GOOD "" = no address has proved itself yet */
    int count;
    bool good_failed; /* GOOD has failed since it was proved */
    int64_t answered_ms;
    struct question *questions[QUESTIONS_MAX];
};
struct resolver {
    struct resolver_setup setup;
    struct host hosts[HOSTS_MAX];
    int host_count;
    int64_t given;
    struct {
        resolver_fn *fn;
        void *data;
    } listeners[RESOLVER_LISTENERS_MAX];
    int listener_count;
};

/* --- a question, on its own thread */

static void leave(struct question *question) {
    if (atomic_fetch_sub(&question->owners, 1) > 1)
        return;
    close(question->bell);
    free(question);
}

static void add_address(struct question *question, const struct addrinfo *info) {
    char *text = question->addresses[question->count];
    if (getnameinfo(info->ai_addr, info->ai_addrlen, text, RESOLVER_ADDRESS_SIZE, NULL, 0, NI_NUMERICHOST) != 0)
        return;
    for (int i = 0; i < question->count; i++)
        if (strcmp(question->addresses[i], text) == 0)
            return;
    question->count++;
}

static void *ask_name_server(void *data) {
    struct question *question = data;
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *found = NULL;
    int failed = getaddrinfo(question->name, NULL, &hints, &found);
    for (const struct addrinfo *one = failed ? NULL : found; one && question->count < ADDRESSES_MAX; one = one->ai_next)
        add_address(question, one);
    if (!failed)
        freeaddrinfo(found);
    if (question->count == 0)
        snprintf(question->error, sizeof question->error, "%s", failed ? gai_strerror(failed) : "no address");
    uint64_t one = 1;
    if (write(question->bell, &one, sizeof one) < 0)
        log_warning("net", "an answer of the name server is lost");
    leave(question);
    return NULL;
}

/* --- hosts */

static struct host *host_of(struct resolver *resolver, const char *name) {
    for (int i = 0; i < resolver->host_count; i++)
        if (strcmp(resolver->hosts[i].name, name) == 0)
            return &resolver->hosts[i];
    if (resolver->host_count == HOSTS_MAX || strlen(name) >= RESOLVER_HOST_SIZE)
        return NULL;
    struct host *host = &resolver->hosts[resolver->host_count++];
    host->resolver = resolver;
    snprintf(host->name, sizeof host->name, "%s", name);
    return host;
}

static struct address *answer_of(struct host *host, const char *text) {
    for (int i = 0; i < host->count; i++)
        if (strcmp(host->answer[i].text, text) == 0)
            return &host->answer[i];
    return NULL;
}

/* An address that HOST had before keeps its GIVEN. */
static void take_addresses(struct host *host, const struct question *question) {
    struct address fresh[ADDRESSES_MAX] = {0};
    for (int i = 0; i < question->count; i++) {
        const struct address *known = answer_of(host, question->addresses[i]);
        memcpy(fresh[i].text, question->addresses[i], RESOLVER_ADDRESS_SIZE);
        if (strcmp(host->good.text, fresh[i].text) == 0)
            known = &host->good;
        fresh[i].given = known ? known->given : 0;
    }
    memcpy(host->answer, fresh, sizeof fresh);
    host->count = question->count;
}

static void tell(struct resolver *resolver, const char *host, const char *error) {
    for (int i = 0; i < resolver->listener_count; i++)
        resolver->listeners[i].fn(resolver->listeners[i].data, host, error);
}

static void end_question(struct host *host, struct question *question) {
    for (int i = 0; i < QUESTIONS_MAX; i++)
        if (host->questions[i] == question)
            host->questions[i] = NULL;
    loop_fd_destroy(question->watcher);
    leave(question);
}

static void on_bell(void *data, int fd, unsigned events) {
    struct question *question = data;
    struct host *host = question->host;
    char error[sizeof question->error];
    uint64_t rung;
    (void)events;
    if (read(fd, &rung, sizeof rung) < 0)
        return;
    if (question->count > 0) {
        take_addresses(host, question);
        host->answered_ms = loop_now_ms();
    }
    memcpy(error, question->error, sizeof error);
    end_question(host, question);
    tell(host->resolver, host->name, host->count > 0 || host->good.text[0] ? NULL : error);
}

static bool start_thread(struct question *question) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    int failed = pthread_create(&thread, &attributes, ask_name_server, question);
    pthread_attr_destroy(&attributes);
    return failed == 0;
}

static void ask(struct host *host, struct question **place) {
    struct question *question = memory_new(1, sizeof *question);
    *question = (struct question){.host = host, .asked_ms = loop_now_ms(), .owners = 2};
    memcpy(question->name, host->name, sizeof question->name);
    question->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    question->watcher = question->bell >= 0 ? loop_fd_create(host->resolver->setup.loop, question->bell, LOOP_READABLE,
                                                             on_bell, question)
                                            : NULL;
    if (question->watcher && start_thread(question)) {
        *place = question;
        return;
    }
    log_warning("net", "the name server cannot be asked for %s", host->name);
    loop_fd_destroy(question->watcher);
    if (question->bell >= 0)
        close(question->bell);
    free(question);
}

/* Asks unless a question is younger than PATIENCE_MS, or an answer younger than AGAIN_MS. */
static void ask_again(struct host *host) {
    struct question **place = NULL;
    int64_t now_ms = loop_now_ms();
    if (host->answered_ms && now_ms - host->answered_ms < AGAIN_MS)
        return;
    for (int i = 0; i < QUESTIONS_MAX; i++) {
        if (host->questions[i] && now_ms - host->questions[i]->asked_ms < PATIENCE_MS)
            return;
        if (!host->questions[i])
            place = &host->questions[i];
    }
    if (place)
        ask(host, place);
}

/* --- verbs */

static void look_at(struct address **best, struct address *candidate) {
    if (candidate->text[0] && (!*best || candidate->given < (*best)->given))
        *best = candidate;
}

/* The address that was not given for the longest time. Of addresses never given the last good one is first, unless the
 * name server's answer does not have it any more. */
static struct address *least_given(struct host *host) {
    struct address *best = NULL;
    bool good_first = host->count == 0 || answer_of(host, host->good.text);
    if (good_first)
        look_at(&best, &host->good);
    for (int i = 0; i < host->count; i++)
        if (strcmp(host->answer[i].text, host->good.text) != 0)
            look_at(&best, &host->answer[i]);
    if (!good_first)
        look_at(&best, &host->good);
    return best;
}

bool resolver_pick(struct resolver *resolver, const char *name, bool another, char address[RESOLVER_ADDRESS_SIZE]) {
    struct host *host = host_of(resolver, name);
    if (!host)
        return false;
    bool keep_to_good = host->good.text[0] && !host->good_failed && !another;
    struct address *picked = keep_to_good ? &host->good : least_given(host);
    ask_again(host);
    if (!picked)
        return false;
    picked->given = ++resolver->given;
    memcpy(address, picked->text, RESOLVER_ADDRESS_SIZE);
    return true;
}

void resolver_proved(struct resolver *resolver, const char *name, const char *address) {
    struct host *host = host_of(resolver, name);
    if (!host)
        return;
    host->good_failed = false;
    if (strcmp(host->good.text, address) == 0)
        return;
    snprintf(host->good.text, sizeof host->good.text, "%s", address);
    host->good.given = resolver->given;
    if (resolver->setup.on_good)
        resolver->setup.on_good(resolver->setup.data, name, address);
}

void resolver_failed(struct resolver *resolver, const char *name, const char *address) {
    struct host *host = host_of(resolver, name);
    if (!host)
        return;
    host->good_failed = host->good_failed || strcmp(host->good.text, address) == 0;
    ask_again(host);
}

void resolver_know(struct resolver *resolver, const char *name, const char *address) {
    struct host *host = host_of(resolver, name);
    struct in6_addr any;
    bool is_address = inet_pton(AF_INET, address, &any) == 1 || inet_pton(AF_INET6, address, &any) == 1;
    if (host && !host->good.text[0] && is_address)
        snprintf(host->good.text, sizeof host->good.text, "%s", address);
}

void resolver_listen(struct resolver *resolver, resolver_fn *fn, void *data) {
    if (resolver->listener_count == RESOLVER_LISTENERS_MAX)
        return;
    resolver->listeners[resolver->listener_count].fn = fn;
    resolver->listeners[resolver->listener_count++].data = data;
}

struct resolver *resolver_create(const struct resolver_setup *setup) {
    struct resolver *resolver = memory_new(1, sizeof *resolver);
    resolver->setup = *setup;
    return resolver;
}

void resolver_destroy(struct resolver *resolver) {
    for (int i = 0; resolver && i < resolver->host_count; i++)
        for (int at = 0; at < QUESTIONS_MAX; at++)
            if (resolver->hosts[i].questions[at])
                end_question(&resolver->hosts[i], resolver->hosts[i].questions[at]);
    free(resolver);
}
