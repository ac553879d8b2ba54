# SPDX-License-Identifier: Apache-2.0
# How C is compiled and linked. What the builder sets (CPPFLAGS, CFLAGS, LDFLAGS) comes last and wins.

# One call for each: a package that is not there yet must not take the flags of all others.
pkg = $(foreach p,$(2),$(shell $(PKG_CONFIG) $(1) $(p) 2>/dev/null))

# Times and sizes have 64 bits on 32-bit machines too. DirectFB's headers are read as system headers: they do not compile under -Wextra.
CPPFLAGS_ALL := -I. -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 -DSTB_VERSION='"$(VERSION)"' -DSTB_DATA_DIR='"$(PREFIX)/share/stb-app"' \
	$(patsubst -I%,-isystem %,$(call pkg,--cflags-only-I,$(PKG_LEAVES) $(PKG_OPUS) $(PKG_HEAR) $(PKG_REMOTE) $(PKG_NET) $(PKG_UI) $(PKG_HOTLINE) $(PKG_TEST)))
CPPFLAGS_EMU := $(patsubst -I%,-isystem %,$(call pkg,--cflags,$(PKG_EMU)))
CFLAGS_ALL   := -std=c11 -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -fno-common \
	-fstack-protector-strong
TARGET := $(shell $(CC) -dumpmachine 2>/dev/null)
# The builder's own level of checks stands; without optimization there can be none.
FORTIFY := $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))$(filter -O0,$(CFLAGS)),,-D_FORTIFY_SOURCE=2)
# Where a call may lead and where it returns to, as far as the processor or the kernel can see to it
HARDEN := -fstack-clash-protection \
	$(if $(filter x86_64-%,$(TARGET)),-fcf-protection=full)$(if $(filter aarch64-%,$(TARGET)),-mbranch-protection=standard)
# C is never unwound, and a debugger has tables of its own beside the symbols: 40 KiB of each program. No path of the
# builder's is in them, so two builds are the same bytes.
CFLAGS_RELEASE  := -O2 -g -ffile-prefix-map=$(CURDIR)=. $(FORTIFY) $(HARDEN) -ffunction-sections -fdata-sections -fPIE -fno-asynchronous-unwind-tables
LDFLAGS_RELEASE := -pie -Wl,-z,relro,-z,now,--as-needed,--gc-sections
CFLAGS_ASAN     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LDFLAGS_ASAN    := -fsanitize=address,undefined -Wl,--as-needed
CFLAGS_TSAN     := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
LDFLAGS_TSAN    := -fsanitize=thread -Wl,--as-needed
CFLAGS_COVERAGE  := -O0 -g --coverage
LDFLAGS_COVERAGE := --coverage -Wl,--as-needed

# What the programs were built from: what a packager says, git, or the name that `git archive` wrote into the file.
COMMIT := $(or $(COMMIT),$(shell git rev-parse --short=12 HEAD 2>/dev/null),$(filter-out $$Format%,$(shell cat mk/commit)),unknown)

# The day of the last change, for net/api/hotline_clock.c: what a reproducible build says, git, or the age of VERSION in an archive.
RELEASED := $(shell echo $$(( $(firstword $(SOURCE_DATE_EPOCH) $(shell git log -1 --format=%ct 2>/dev/null) \
	$(shell stat -c %Y VERSION)) / 86400 * 86400 )))
