/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A still picture, so that it costs nothing once it is painted: morning sky, sun, four ridges that grow darker as they
 * come nearer, and a lake that mirrors the light. A ridge is a sum of sines, so it has a height at every x and its edge
 * is smooth. Lengths are shares of the picture's height, so it looks alike at every size.
 */
#include "stb-app/emulator/scenery.h"
#include <math.h>

struct ridge {
    float base, high, wave, phase;
    uint32_t far, near; /* colour at its top, and lower down where mist lies before it */
};
static const struct ridge ridges[] = {
    {0.565f, 0.075f, 2.1f, 0.4f, 0xff9db3c9, 0xffd9d6d2},
    {0.620f, 0.085f, 3.0f, 2.2f, 0xff6f93a8, 0xffb9c8c6},
    {0.680f, 0.060f, 3.9f, 4.1f, 0xff4b7c86, 0xff8fb3aa},
    {0.735f, 0.040f, 5.3f, 1.0f, 0xff2f6264, 0xff4f8a7c},
};
static const struct {
    float at;
    uint32_t colour;
} sky[] = {{0, 0xff3f74b5}, {0.25f, 0xff7fa9d6}, {0.42f, 0xffc9d3dc}, {0.54f, 0xfff7dcb4}, {0.70f, 0xfffbe8c8}};
enum { SKY = sizeof(sky) / sizeof(sky[0]), RIDGES = sizeof(ridges) / sizeof(ridges[0]) };
static const float shore = 0.77f, sun_x = 1.18f, sun_y = 0.40f, sun_size = 0.052f;

static uint32_t sky_at(float y) {
    for (int i = 1; i < SKY; i++)
        if (y < sky[i].at)
            return shapes_mix(sky[i - 1].colour, sky[i].colour, (y - sky[i - 1].at) / (sky[i].at - sky[i - 1].at));
    return sky[SKY - 1].colour;
}

static float ridge_top(const struct ridge *r, float x) {
    float at = x * r->wave + r->phase;
    return r->base - r->high * (0.55f * sinf(at) + 0.28f * sinf(2.3f * at + 1.7f) + 0.10f * sinf(5.9f * at) +
                                0.03f * sinf(17 * at));
}

static float limited(float value) {
    return fminf(fmaxf(value, 0), 1);
}

static float cloud(float x, float y) {
    float streak = sinf(x * 3.1f + 1.3f) * 0.5f + sinf(x * 7.3f + y * 9) * 0.3f + sinf(x * 1.7f - y * 31) * 0.4f;
    float band = expf(-powf((y - 0.20f) / 0.09f, 2));
    return limited(streak * band) * 0.55f;
}

/* X and Y in shares of the height; DOT is one pixel. */
static uint32_t land_at(float x, float y, float dot) {
    uint32_t colour = sky_at(y);
    float far = hypotf(x - sun_x, y - sun_y);
    shapes_lay(&colour, 0xffffffff, cloud(x, y));
    shapes_lay(&colour, 0xfffff3d6, 0.75f * expf(-far * far / 0.045f));
    shapes_lay(&colour, 0xfffffaf0, limited((sun_size - far) / dot + 0.5f));
    for (int i = 0; i < RIDGES; i++) {
        float below = y - ridge_top(&ridges[i], x);
        uint32_t mist = shapes_mix(ridges[i].far, ridges[i].near, limited(below / 0.16f));
        shapes_lay(&colour, mist, limited(below / dot + 0.5f));
    }
    return colour;
}

/* The mirrored land, dimmer and stretched, with the sun's path on small waves. */
static uint32_t lake_at(float x, float y, float dot) {
    float depth = y - shore, wave = 0.004f * sinf(depth * 420 / (0.25f + depth * 4)) * (0.3f + depth * 6);
    uint32_t colour = land_at(x + wave, shore - depth * 1.5f, dot);
    colour = shapes_mix(colour, 0xff2f6f86, 0.30f + 0.9f * depth);
    float path = expf(-powf((x - sun_x) / (0.035f + depth * 0.35f), 2));
    float glint = limited(0.45f + 0.55f * sinf(depth * 900 / (0.5f + depth * 8) + 3 * sinf(x * 23)));
    shapes_lay(&colour, 0xfffff4d8, path * glint * 0.65f);
    return colour;
}

void emulator_scenery_paint(struct shapes_paper *paper) {
    float dot = 1 / (float)paper->height;
    for (int row = 0; row < paper->height; row++)
        for (int column = 0; column < paper->width; column++) {
            float x = ((float)column + 0.5f) * dot, y = ((float)row + 0.5f) * dot;
            float edge = limited((y - shore) / (1.5f * dot));
            uint32_t colour = edge > 0 ? lake_at(x, fmaxf(y, shore), dot) : land_at(x, y, dot);
            paper->pixels[(long)row * paper->width + column] = colour | 0xff000000;
        }
}
