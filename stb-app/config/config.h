/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STB_APP_CONFIG_CONFIG_H
#define STB_APP_CONFIG_CONFIG_H
/*
 * The operator's settings: /etc/stb-app/config.json, then each conf.d file that ends in .json beside it in alphabetical
 * order over it. Keys, types and ranges: the table in config_table.c; every key has its default but those that are
 * required: device.id, the hotline's name, phones and endpoints, and the certificates. Paths in it are relative to the
 * file that names them and come out absolute.
 */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

struct fault_list;

enum { CONFIG_ENDPOINTS_MAX = 4, CONFIG_WORDS_MAX = 12, CONFIG_WORD_SIZE = 256, CONFIG_LANGUAGES = 2 };

struct config_words { /* a command and its arguments, or a list; NULL-ended in WORD */
    char *word[CONFIG_WORDS_MAX + 1];
};
struct config {
    char device_id[48];
    char timezone[48]; /* of the box, "Asia/Shanghai" or "CST-8" */
    char hotline_name[64], hotline_phone[24], emergency_phone[24];
    struct config_words endpoints; /* https://host:port, no slash at the end */
    char ca_file[PATH_MAX], client_cert[PATH_MAX], client_key[PATH_MAX];
    struct config_words pins;
    int64_t heartbeat_s;  /* 20..300 */
    int64_t test_every_h; /* between unseen tests of the whole path, 1..168; 0 = none */
    double text_scale;    /* 1.0, 1.25, 1.5, 1.75 */
    int contrast;         /* enum ipc_contrast */
    int64_t overscan_percent;
    bool motion;
    int64_t idle_home_s; /* home without a key for so long gives way to live television; 0 = never */
    bool first_run;      /* the first time the channel is opened, ask for the size of text and test the line */
    int language;        /* index into config_languages */
    char theme[PATH_MAX], logo[PATH_MAX]; /* over the built-in look; a square picture on home; "" = none */
    char remote_devices[CONFIG_WORD_SIZE], keymap[PATH_MAX]; /* keymap "" = the built-in one */
    bool remote_grab; /* the remotes are ours alone: no other program of the box hears their keys */
    int64_t bounce_ms, ok_bounce_ms, ok_hold_ms, repeat_delay_ms, repeat_per_s;
    bool guidance;
    int voice_speed, voice_volume;      /* enum ipc_speed, enum ipc_volume */
    struct config_words speech_command; /* "{voice}" and "{speed}" in it stand for what holds: speech_config.h */
    char voices[CONFIG_LANGUAGES][48];  /* what the command calls the voice of each language */
    char sound_output[64], sound_capture[64];
    char voice_model[PATH_MAX], voice_readings[PATH_MAX]; /* what stb-hear knows voices by; "" = none */
    int64_t grace_s;
    struct config_words hook_show, hook_hide, hook_mute, hook_unmute;
    int log_level; /* enum log_level */
};
extern const char *const config_languages[];

/* What the files at PATH say, never NULL. FAULTS gets all that is wrong with them, each with file, line, key and what
 * was expected; while there is one, the config is what could be read: a key that is wrong or missing keeps its default,
 * a required one is empty. */
struct config *config_read(const char *path, struct fault_list *faults);
void config_destroy(struct config *config);
void config_words_clear(struct config_words *words);
#endif
