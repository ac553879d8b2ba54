# SPDX-License-Identifier: Apache-2.0
# make run | test | box | bench | fuzz | lint | golden | pictures | clean | install [DESTDIR= PREFIX=]
# `make run` and `make test` install what is missing (Debian packages of tools/packages), build, and do their job.
# Each part is a small archive, so that a unit test links just what it tests. Two variants from the same sources:
# build/ as shipped, build/asan/ with the address and undefined-behaviour sanitizers (the tests run on it, but for one).

B       ?= build
PREFIX  ?= /usr
ifeq ($(origin CC),default)
CC      := gcc
endif
# V=1 shows the whole commands
Q       := $(if $(V),,@)
VERSION := $(shell cat VERSION)
# The day of the last change, for net/api/hotline_clock.c: what a reproducible build says, git, or the age of VERSION in an archive.
RELEASED := $(shell echo $$(( $(firstword $(SOURCE_DATE_EPOCH) $(shell git log -1 --format=%ct 2>/dev/null) \
	$(shell stat -c %Y VERSION)) / 86400 * 86400 )))

.DEFAULT_GOAL := all
.SUFFIXES:
.SECONDARY:

# A room's sources: its own folder and the folders in it. `base` and `ipc` are open to all rooms.
room    = $(wildcard $(1)/*.c $(1)/*/*.c)
LEAVES := $(wildcard stb-app/base/*.c stb-app/ipc/*.c $(addprefix stb-app/,log.c loop.c heap.c json.c sound.c wire.c) stb-app/ipc/action.c stb-app/ipc/request.c)
MAINS  := $(wildcard stb-app/main.c ui/main.c remote/mic/stb_listen.c remote/mic/stb_listen.c stb-app/emulator/main.c stb-app/emulator/main.c tests/hotline/main.c)
REMOTE := $(filter-out $(LEAVES) $(MAINS),$(call room,remote))
NET    := $(filter-out $(LEAVES),$(call room,net))
UI     := $(filter-out $(MAINS),$(call room,ui))
EMULATOR := $(filter-out $(MAINS),$(wildcard stb-app/emulator/*.c))
APP    := $(filter-out $(LEAVES) $(EMULATOR) $(MAINS),$(call room,stb-app))
HOTLINE := $(filter-out $(MAINS),$(call room,tests/hotline))

PKG_LEAVES  := libuv json-c
PKG_SOUND   := alsa
PKG_OPUS    := libopusenc
PKG_REMOTE  := libinput libudev
PKG_NET     := libcurl libssl libcrypto sqlite3
PKG_UI      := directfb freetype2 libpng libjpeg
PKG_EMU     := sdl2 SDL2_ttf
PKG_HOTLINE := libmicrohttpd gnutls sqlite3
PKG_TEST    := umockdev-1.0
# one call for each: a package that is not there yet must not take the flags of all others
pkg = $(foreach p,$(2),$(shell pkg-config $(1) $(p) 2>/dev/null))

# DirectFB's headers are read as system headers: they do not compile under -Wextra.
CPPFLAGS_ALL := -I. -D_GNU_SOURCE -DSTB_VERSION='"$(VERSION)"' -DSTB_DATA_DIR='"$(PREFIX)/share/stb-app"' \
	$(patsubst -I%,-isystem %,$(call pkg,--cflags-only-I,$(PKG_LEAVES) $(PKG_OPUS) $(PKG_REMOTE) $(PKG_NET) $(PKG_UI) $(PKG_HOTLINE) $(PKG_TEST)))
CPPFLAGS_EMU := $(patsubst -I%,-isystem %,$(call pkg,--cflags,$(PKG_EMU)))
CFLAGS_ALL := -std=c11 -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -fno-common \
	-fstack-protector-strong $(CFLAGS)
# C is never unwound, and a debugger has tables of its own: 40 KiB of each program
CFLAGS_RELEASE := -O2 -g -D_FORTIFY_SOURCE=2 -ffunction-sections -fdata-sections -fPIE \
	-fno-asynchronous-unwind-tables
CFLAGS_ASAN := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LDFLAGS_RELEASE := -pie -Wl,-z,relro,-z,now,--as-needed,--gc-sections
LDFLAGS_ASAN := -fsanitize=address,undefined -Wl,--as-needed

# --- objects and archives, for a variant directory $(1) with flags $(2) and link flags $(3)
define variant
$(1)/obj/%.o: %.c Makefile
	@mkdir -p $$(@D)
	$$(if $$(V),,@echo '  compile $$@')
	$$(Q)$$(CC) $$(CPPFLAGS_ALL) $$(if $$(filter stb-app/emulator/%,$$<),$$(CPPFLAGS_EMU)) $$(if $$(filter net/api/hotline_clock.c net/api/hotline_clock.c,$$<),-DSTB_RELEASED=$(RELEASED)) $$(CFLAGS_ALL) $(2) -MMD -MP -c -o $$@ $$<
$(1)/obj/net/api/hotline_clock.o: $(1)/released
$(1)/released: always
	@mkdir -p $$(@D); echo $(RELEASED) | cmp -s - $$@ || echo $(RELEASED) >$$@
$(1)/leaves.a: $(LEAVES:%.c=$(1)/obj/%.o)
$(1)/remote.a: $(REMOTE:%.c=$(1)/obj/%.o)
$(1)/net.a: $(NET:%.c=$(1)/obj/%.o)
$(1)/ui.a: $(UI:%.c=$(1)/obj/%.o)
$(1)/app.a: $(APP:%.c=$(1)/obj/%.o)
$(1)/hotline.a: $(HOTLINE:%.c=$(1)/obj/%.o)
$(1)/%.a:
	@rm -f $$@
	$$(Q)ar rcs $$@ $$(filter %.o,$$^)
$(1)/stb-app: $(1)/obj/stb-app/main.o $(1)/app.a $(1)/remote.a $(1)/net.a $(1)/leaves.a
	$$(if $$(V),,@echo '  link    $$@')
	$$(Q)$$(CC) $(3) -o $$@ $$^ $$(call pkg,--libs,$(PKG_REMOTE) $(PKG_NET) $(PKG_LEAVES)) -lm
$(1)/stb-ui: $(1)/obj/ui/main.o $(1)/ui.a $(1)/leaves.a
	$$(if $$(V),,@echo '  link    $$@')
	$$(Q)$$(CC) $(3) -o $$@ $$^ $$(call pkg,--libs,$(PKG_UI) $(PKG_SOUND) $(PKG_LEAVES)) -lm
$(1)/stb-listen: $(1)/obj/remote/mic/stb_listen.o $(1)/remote.a $(1)/leaves.a
	$$(if $$(V),,@echo '  link    $$@')
	$$(Q)$$(CC) $(3) -o $$@ $$^ $$(call pkg,--libs,$(PKG_OPUS) $(PKG_SOUND) $(PKG_LEAVES)) -lm
$(1)/emulator.a: $(EMULATOR:%.c=$(1)/obj/%.o)
$(1)/stb-emulator: $(1)/obj/stb-app/emulator/main.o $(1)/emulator.a $(1)/net.a $(1)/leaves.a
	$$(if $$(V),,@echo '  link    $$@')
	$$(Q)$$(CC) $(3) -o $$@ $$^ $$(call pkg,--libs,$(PKG_EMU) $(PKG_NET) $(PKG_LEAVES)) -lm
$(1)/hotline-sim: $(1)/obj/tests/hotline/main.o $(1)/hotline.a $(1)/leaves.a
	$$(if $$(V),,@echo '  link    $$@')
	$$(Q)$$(CC) $(3) -o $$@ $$^ $$(call pkg,--libs,$(PKG_HOTLINE) $(PKG_LEAVES)) -lm
$(1)/share: $(if $(filter $(B),$(1)),,$(B)/share)
	$(if $(filter $(B),$(1)),,@mkdir -p $(1); ln -sfn ../share $(1)/share)
$(1)/obj/tests/hotline/page.o: $(addprefix tests/hotline/,desk.html desk.css desk.js profile.json)
-include $$(shell find $(1)/obj -name '*.d' 2>/dev/null)
endef
# --- unit tests: tests/unit/ROOM[/FOLDER]/test_*.c, each linked with the archives of its room
unit_stb-app    := app.a emulator.a remote.a net.a leaves.a
unitpkg_stb-app := $(PKG_REMOTE) $(PKG_NET) $(PKG_SOUND)
unit_remote    := app.a remote.a net.a leaves.a
unitpkg_remote := $(PKG_REMOTE) $(PKG_NET) $(PKG_SOUND) $(PKG_OPUS) $(PKG_TEST)
unit_net    := net.a leaves.a
unitpkg_net := $(PKG_NET)
unit_ui    := ui.a remote.a leaves.a
unitpkg_ui := $(PKG_UI) $(PKG_SOUND)
unit_hotline    := hotline.a leaves.a
unitpkg_hotline := $(PKG_HOTLINE)
PARTS := stb-app remote net ui hotline
define unit_rule
$(1)/unit/$(2)/%: $(1)/obj/tests/unit/$(2)/%.o $(addprefix $(1)/,$(unit_$(2)))
	@mkdir -p $$(@D)
	$$(if $$(V),,@echo '  link    $$@')
	$$(Q)$$(CC) $(3) -o $$@ $$^ $$(call pkg,--libs,$(unitpkg_$(2)) $(PKG_LEAVES) cmocka) -lm
endef

PROGRAMS := stb-app stb-ui stb-listen stb-emulator hotline-sim
all: $(PROGRAMS:%=$(B)/%) $(B)/share

$(eval $(call variant,$(B)/asan,$(CFLAGS_ASAN),$(LDFLAGS_ASAN)))
$(eval $(call variant,$(B),$(CFLAGS_RELEASE),$(LDFLAGS_RELEASE)))
$(foreach p,$(PARTS),$(eval $(call unit_rule,$(B)/asan,$(p),$(LDFLAGS_ASAN))))
$(foreach p,$(PARTS),$(eval $(call unit_rule,$(B),$(p),$(LDFLAGS_RELEASE))))

# Five thousand pictures, pixel by pixel: the one unit program that runs as shipped. What it draws with is sanitized in
# test_golden and test_paint, the same screens in test_screens.
$(B)/asan/unit/ui/screens/test_drawn: $(B)/unit/ui/screens/test_drawn
	@mkdir -p $(@D)
	@cp $< $@

UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/asan/unit/%,$(wildcard tests/unit/*/test_*.c tests/unit/*/*/test_*.c))
asan: $(PROGRAMS:%=$(B)/asan/%) $(B)/asan/share $(UNIT_TESTS) $(B)/unit/ui/screens/test_clumsy

# --- data: the assets, and fonts cut down from Debian's packages to what a television needs
$(B)/share: $(B)/share/.stamp $(B)/share/images/.stamp
$(B)/share/.stamp: $(shell find assets -type f 2>/dev/null) tools/make-fonts
	@mkdir -p $(B)/share
	cp -r assets/. $(B)/share/
	tools/make-fonts $(B)/share/fonts
	@touch $@
# what the simulator serves beside its catalog; no box needs them
$(B)/share/images/.stamp: tools/make-images $(wildcard tools/drawings/*.py) | $(B)/share/.stamp
	@mkdir -p $(@D)
	tools/make-images $(@D)
	@touch $@

# --- on a box: what a package holds, and a whole machine around it (tests/box/)
INSTALL := install -D -m 644
BOX     := assets/box
install: $(B)/stb-app $(B)/stb-ui $(B)/stb-listen $(B)/share/.stamp
	install -D -m 755 -s -t $(DESTDIR)$(PREFIX)/lib/stb-app $(B)/stb-app $(B)/stb-ui $(B)/stb-listen
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/lib/stb-app $(BOX)/respawn
	@mkdir -p $(DESTDIR)$(PREFIX)/bin
	ln -sfn ../lib/stb-app/stb-app $(DESTDIR)$(PREFIX)/bin/stb-app
	@cd $(B)/share && find . -type f ! -name .stamp ! -path './box/*' ! -path './images/*' \
		-exec $(INSTALL) {} $(abspath $(DESTDIR)$(PREFIX))/share/stb-app/{} \;
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/share/stb-app $(BOX)/config.example.json $(BOX)/directfbrc
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/lib/systemd/system $(BOX)/stb-app.service
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/lib/udev/hwdb.d $(BOX)/60-stb-app.hwdb
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/lib/udev/rc_keymaps $(BOX)/stb-app.toml

$(B)/box/live-tv: $(B)/obj/tests/box/live_tv.o
$(B)/box/infrared: $(B)/obj/tests/box/infrared.o
$(B)/box/hid-remote: $(B)/obj/tests/box/hid_remote.o
$(B)/box/remote-device: $(B)/obj/tests/box/remote_device.o $(B)/remote.a $(B)/leaves.a
GUEST := $(addprefix $(B)/box/,live-tv infrared hid-remote remote-device)
$(GUEST):
	@mkdir -p $(@D)
	$(if $(V),,@echo '  link    $@')
	$(Q)$(CC) $(LDFLAGS_RELEASE) -o $@ $^
$(B)/box/initrd: $(B)/stb-app $(B)/stb-ui $(B)/stb-listen $(B)/share/.stamp $(GUEST) Makefile \
		$(shell find tests/box assets/box -type f ! -name '*.py' ! -name '*.c')
	@rm -rf $(B)/box/stage
	@$(MAKE) --no-print-directory -s install DESTDIR=$(abspath $(B))/box/stage PREFIX=/usr
	@tests/box/make-image $(B)/box $(B)/box/stage

# --- the two commands, and the rest
.PHONY: always all asan objects run test box bench clumsy fuzz lint golden pictures clean install setup
setup:
	@tools/setup build run
run:
	@tools/setup build run
	@$(MAKE) --no-print-directory -j2 all
	@tools/run
test:
	@tools/setup build run test box
	@$(MAKE) --no-print-directory -j2 all asan $(B)/box/initrd
	@tests/run $(B)/asan
bench:
	@tools/setup build run test
	@$(MAKE) --no-print-directory -j2 all $(BENCHES:%=$(B)/%)
	@STB_BUILD=$(B) /usr/bin/python3 tests/bench/bench.py
# Each fuzzer for FUZZ_S seconds; what it finds is left in build/fuzz.
FUZZ_S  ?= 20
FUZZERS := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_PARTS := app ui net remote leaves
fuzz:
	@tools/setup build lint
	@$(MAKE) --no-print-directory -s -j2 B=$(B)/fuzz CC=clang \
		CFLAGS='-O1 -fsanitize=fuzzer-no-link,address,undefined' $(FUZZ_PARTS:%=$(B)/fuzz/%.a)
	@tests/fuzz/seeds $(B)/fuzz/seeds
	@for fuzzer in $(FUZZERS); do name=$(B)/fuzz/$$(basename $$fuzzer .c); \
		clang -I. -D_GNU_SOURCE -g -fsanitize=fuzzer,address,undefined $(call pkg,--cflags,$(PKG_LEAVES)) -o $$name $$fuzzer \
			$(FUZZ_PARTS:%=$(B)/fuzz/%.a) \
			$(call pkg,--libs,$(PKG_REMOTE) $(PKG_NET) $(PKG_UI) $(PKG_LEAVES)) -lm && \
		$$name -max_total_time=$(FUZZ_S) -timeout=5 -artifact_prefix=$(B)/fuzz/ $(B)/fuzz/seeds >$$name.log 2>&1 && \
		echo "$$name: clean, $$(grep -c '' $$name.log) lines in its log" || { tail -40 $$name.log; exit 1; }; done
# The clumsy hand for as long as one likes: SEEDS hands of ten thousand presses each, the first of them STB_CLUMSY_SEED.
SEEDS ?= 30
clumsy:
	@tools/setup build test
	@$(MAKE) --no-print-directory -s -j2 $(B)/share $(B)/unit/ui/screens/test_clumsy
	@STB_BUILD=$(B) STB_FONTS=$(B)/share/fonts STB_SEEDS=$(SEEDS) $(B)/unit/ui/screens/test_clumsy
# For the eyes: the references that the screens are held to, written anew; and all screens at all settings.
golden:
	@tools/setup build
	@$(MAKE) --no-print-directory -s -j2 $(B)/share $(B)/unit/ui/screens/golden
	@tools/golden $(B)/unit/ui/screens/golden
pictures:
	@tools/setup build test
	@$(MAKE) --no-print-directory -s -j2 $(B)/share $(B)/unit/ui/screens/pictures
	@tools/pictures $(B)/unit/ui/screens/pictures $(B)/pictures
lint:
	@tools/setup build run test lint
	@tools/lint
box:
	@tools/setup build run box $(if $(DISPLAY)$(WAYLAND_DISPLAY),window)
	@$(MAKE) --no-print-directory -j2 all $(B)/box/initrd
	@STB_BUILD=$(B) tests/box/play
objects: $(patsubst %.c,$(B)/obj/%.o,$(LEAVES) $(REMOTE) $(NET) $(UI) $(APP) $(EMULATOR) $(HOTLINE) $(MAINS))
clean:
	rm -rf $(B) run
