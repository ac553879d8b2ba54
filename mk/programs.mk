# SPDX-License-Identifier: Apache-2.0
# Objects, archives, programs and unit programs of a variant: the same sources in a directory of their own, with flags of
# their own.

say  = $(if $(V),,@echo '  $(1) $@')
link = $(CC) $(LDFLAGS_$(1)) $(LDFLAGS) -o $@ $^ $(call pkg,--libs,$(2) $(PKG_LEAVES)) -lm
# What an object is compiled with besides its variant's flags
own_flags = $(if $(filter stb-app/emulator/%,$(1)),$(CPPFLAGS_EMU)) $(if $(filter net/api/hotline_clock.c,$(1)),-DSTB_RELEASED=$(RELEASED)) \
	$(if $(filter stb-app/base/version.c,$(1)),-DSTB_COMMIT='"$(COMMIT)"')

# $(1) its directory, $(2) whose CFLAGS_ and LDFLAGS_ of mk/flags.mk
define variant
$(1)/obj/%.o: %.c mk/flags.mk | $(B)/versions
	@mkdir -p $$(@D)
	$$(call say,compile)
	$$(Q)$$(CC) $$(CPPFLAGS_ALL) $$(call own_flags,$$<) $$(CFLAGS_ALL) $$(CFLAGS_$(2)) $$(CPPFLAGS) $$(CFLAGS) -MMD -MP -c -o $$@ $$<
$(1)/obj/net/api/hotline_clock.o: $(1)/released
$(1)/released: always
	@mkdir -p $$(@D); echo $(RELEASED) | cmp -s - $$@ || echo $(RELEASED) >$$@
$(1)/obj/stb-app/base/version.o: $(1)/commit
$(1)/commit: always
	@mkdir -p $$(@D); echo $(COMMIT) | cmp -s - $$@ || echo $(COMMIT) >$$@
$(1)/obj/stb-app/main.o: $(1)/prefix
$(1)/prefix: always
	@mkdir -p $$(@D); echo $(PREFIX) | cmp -s - $$@ || echo $(PREFIX) >$$@
$(foreach r,$(ROOMS),$(eval $(1)/$(r).a: $(sources_$(r):%.c=$(1)/obj/%.o)))
$(1)/%.a:
	@rm -f $$@
	$$(Q)$$(AR) rcs $$@ $$(filter %.o,$$^)
$(foreach p,$(PROGRAMS),$(eval $(1)/$(p): $(1)/obj/$(main_$(p)).o $(parts_$(p):%=$(1)/%.a)))
$(PROGRAMS:%=$(1)/%):
	$$(call say,link   )
	$$(Q)$$(call link,$(2),$$(libs_$$(@F)))
$(1)/share: $(if $(filter $(B),$(1)),,$(B)/share)
	$(if $(filter $(B),$(1)),,@mkdir -p $(1); ln -sfn ../share $(1)/share)
$(1)/obj/tests/hotline/page.o: $(addprefix tests/hotline/,desk.html desk.css desk.js profile.json)
$(foreach u,$(UNIT_ROOMS),$(eval $(call unit_program,$(1),$(2),$(u))))
-include $$(shell find $(1)/obj -name '*.d' 2>/dev/null)
endef

# Once, and before anything is compiled: a library that is missing or too old is said in a line.
$(B)/versions: tools/versions
	@mkdir -p $(@D)
	@tools/versions "$(PKG_CONFIG)" && touch $@

# --- unit programs: tests/unit/ROOM[/FOLDER]/NAME.c, each linked with the archives of its room
UNIT_ROOMS      := stb-app remote net ui hotline
unit_stb-app    := app emulator remote net leaves
unitlibs_stb-app := $(PKG_REMOTE) $(PKG_NET) $(PKG_SOUND)
unit_remote     := app remote net leaves
unitlibs_remote := $(PKG_REMOTE) $(PKG_NET) $(PKG_SOUND) $(PKG_OPUS) $(PKG_HEAR) $(PKG_TEST)
unit_net        := net leaves
unitlibs_net    := $(PKG_NET)
unit_ui         := ui remote leaves
unitlibs_ui     := $(PKG_UI) $(PKG_SOUND)
unit_hotline    := hotline leaves
unitlibs_hotline := $(PKG_HOTLINE)
# $(1) and $(2) as above, $(3) the room
define unit_program
$(1)/unit/$(3)/%: $(1)/obj/tests/unit/$(3)/%.o $(unit_$(3):%=$(1)/%.a)
	@mkdir -p $$(@D)
	$$(call say,link   )
	$$(Q)$$(call link,$(2),$(unitlibs_$(3)) cmocka)
endef

$(eval $(call variant,$(B)/asan,ASAN))
$(eval $(call variant,$(B)/tsan,TSAN))
$(eval $(call variant,$(B)/coverage,COVERAGE))
$(eval $(call variant,$(B),RELEASE))

.PHONY: objects
objects: $(patsubst %.c,$(B)/obj/%.o,$(foreach r,$(ROOMS),$(sources_$(r))) $(MAINS))
