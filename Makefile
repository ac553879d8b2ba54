# SPDX-License-Identifier: Apache-2.0
# `make help` lists what there is to make. `make run` and `make test` install what is missing (the Debian packages of
# tools/packages), build, and do their job. The parts are in mk/:
#   rooms.mk     the rooms' sources, the programs and what each is linked with
#   flags.mk     how C is compiled and linked, as shipped and under the sanitizers
#   programs.mk  objects, archives and programs of a variant (build/, build/asan/ and so on)
#   assets.mk    fonts, pictures, words: what lies beside the programs
#   tests.mk     unit tests, and what else `make test` needs
#   checks.mk    lint, thread sanitizer, coverage, fuzzers
#   box.mk       install, and a whole set-top box in QEMU
#
# Set by whoever builds: CC AR STRIP PKG_CONFIG, CPPFLAGS CFLAGS LDFLAGS (after ours, so they win), PREFIX DESTDIR,
# B (the build directory), V=1 (shows the whole commands), CROSS (another machine by its Debian name, aarch64-linux-gnu:
# its compiler and, by multiarch, its libraries).

ifneq ($(CROSS),)
CC         := $(CROSS)-gcc
AR         := $(CROSS)-ar
STRIP      := $(CROSS)-strip
PKG_CONFIG := env PKG_CONFIG_LIBDIR=/usr/lib/$(CROSS)/pkgconfig:/usr/share/pkgconfig pkg-config
B          ?= build/$(CROSS)
endif
B          ?= build
PREFIX     ?= /usr
PKG_CONFIG ?= pkg-config
STRIP      ?= strip
ifeq ($(origin CC),default)
CC         := gcc
endif
Q          := $(if $(V),,@)
VERSION    := $(shell cat VERSION)
SUBMAKE    := $(MAKE) --no-print-directory -j2

.DEFAULT_GOAL := all
.SUFFIXES:
.SECONDARY:
.PHONY: all run test help setup clean always

include mk/rooms.mk mk/flags.mk mk/programs.mk mk/assets.mk mk/tests.mk mk/checks.mk mk/box.mk

all: $(PROGRAMS:%=$(B)/%) $(B)/share ## all programs and their data, as shipped

run: ## the emulator against the bundled hotline; without a display the guided tour
	@tools/setup build run
	@$(SUBMAKE) all
	@tools/run

test: ## unit tests, journeys, browser, emulator, box; ends in "N passed, N failed"
	@tools/setup build run test box
	@$(SUBMAKE) all asan $(B)/box/initrd
	@tests/run $(B)/asan

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' Makefile mk/*.mk | expand -t 13

setup:
	@tools/setup build run

clean: ## removes everything that was built and what `make run` made
	rm -rf $(B) run
