# SPDX-License-Identifier: Apache-2.0
# What `make test` runs, and the programs for eyes and clocks that are built from the tests' sources.
.PHONY: torture asan bench bench-voice clumsy golden pictures shots

# Five thousand pictures, pixel by pixel: the one unit program that runs as shipped. What it draws with is sanitized in
# test_golden and test_renderer, the same screens in test_screens.
$(B)/asan/unit/ui/screens/test_drawn: $(B)/unit/ui/screens/test_drawn
	@mkdir -p $(@D)
	@cp $< $@

UNIT_TESTS := $(patsubst tests/unit/%.c,unit/%,$(wildcard tests/unit/*/test_*.c tests/unit/*/*/test_*.c))
# Those that run as shipped too (tests/run): all screens in all looks, and old hands on them.
AS_SHIPPED := $(B)/unit/ui/screens/test_clumsy $(B)/unit/ui/screens/test_screens
asan: $(PROGRAMS:%=$(B)/asan/%) $(B)/asan/share $(UNIT_TESTS:%=$(B)/asan/%) $(AS_SHIPPED) $(B)/asan/unit/net/api/judge

bench: ## speed and memory, beside a bare program's; WRITE=docs/figures.md puts the table there
	@tools/setup build run test
	@$(SUBMAKE) all
	@STB_BUILD=$(B) /usr/bin/python3 tests/bench/bench.py $(if $(WRITE),--write $(WRITE))

# VOICE_DATA: a folder with words/*.mp3 (single words, spoken) and perhaps zh/ (a Mandarin model); without it a synthetic
# voice speaks.
$(B)/voice_grammar: $(B)/obj/tests/bench/voice_grammar.o $(B)/ui.a $(B)/leaves.a
	$(call say,link   )
	$(Q)$(call link,RELEASE,$(PKG_UI) $(PKG_SOUND))
bench-voice: ## how much of what is said is understood, how soon, in how much memory (VOICE_DATA=FOLDER)
	@tools/setup build run test
	@$(SUBMAKE) $(B)/stb-hear $(B)/voice_grammar $(B)/share
	@STB_BUILD=$(B) VOICE_DATA=$(VOICE_DATA) /usr/bin/python3 tests/bench/bench_voice.py

RUNS ?= 30
torture: ## an SOS over bad networks, RUNS times each; as root
	@tools/setup build run test
	@$(SUBMAKE) all
	@STB_BUILD=$(B) /usr/bin/python3 tests/torture/torture.py --runs $(RUNS)

SEEDS ?= 30
clumsy: ## old hands on the screens, SEEDS of them, ten thousand presses each; the first is STB_CLUMSY_SEED
	@tools/setup build test
	@$(SUBMAKE) -s $(B)/share $(B)/unit/ui/screens/test_clumsy
	@STB_BUILD=$(B) STB_FONTS=$(B)/share/fonts STB_SEEDS=$(SEEDS) $(B)/unit/ui/screens/test_clumsy

golden: ## the reference pictures of tests/golden anew
	@tools/setup build
	@$(SUBMAKE) -s $(B)/share $(B)/unit/ui/screens/golden
	@tools/golden $(B)/unit/ui/screens/golden

SHOTS ?= 1280x720 1.25 normal zh-CN
shots: ## a picture of every screen in every state, in build/shots; SHOTS="SIZE SCALE CONTRAST LANGUAGE"
	@tools/setup build
	@$(SUBMAKE) -s $(B)/share $(B)/unit/ui/screens/pictures
	@rm -rf $(B)/shots && mkdir -p $(B)/shots
	@STB_FONTS=$(B)/share/fonts $(B)/unit/ui/screens/pictures $(B)/shots $(SHOTS)
	@echo "$(B)/shots: $$(ls $(B)/shots | wc -l) pictures"

pictures: ## contact sheets of every screen at every setting, in build/pictures
	@tools/setup build test
	@$(SUBMAKE) -s $(B)/share $(B)/unit/ui/screens/pictures
	@tools/pictures $(B)/unit/ui/screens/pictures $(B)/pictures
