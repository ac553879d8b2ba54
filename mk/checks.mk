# SPDX-License-Identifier: Apache-2.0
# What looks at the code rather than at what it does for a senior.
.PHONY: lint tsan coverage fuzz

lint: ## form, the house's rules, clang, thread sanitizer, cppcheck, man pages
	@tools/setup build run test lint
	@tools/lint

# What has a thread beside the loop, under the thread sanitizer. A race ends a program with 66, a crash with more; a test
# that fails with less failed because all is ten times slower here, and is judged elsewhere.
TSAN_TESTS := $(filter unit/stb-app/base/test_log unit/stb-app/base/test_loop unit/net/images/test_% unit/net/data/test_catalog unit/net/transport/test_resolver% unit/net/outbox/test_outbox%,$(UNIT_TESTS))
tsan: ## what has a thread, under the thread sanitizer
	@tools/setup build test
	@$(SUBMAKE) -s $(TSAN_TESTS:%=$(B)/tsan/%)
	@for test in $(TSAN_TESTS:%=$(B)/tsan/%); do \
		STB_BUILD=$(B)/tsan TSAN_OPTIONS=exitcode=66:halt_on_error=1 setarch -R $$test >$(B)/tsan/log 2>&1; \
		if [ $$? -lt 66 ]; then echo "$$test: no race"; else cat $(B)/tsan/log; exit 1; fi; done

coverage: ## lines and branches by folder, of all unit tests and journeys (or COVERED="FILE...")
	@tools/setup build run test
	@$(SUBMAKE) -s $(PROGRAMS:%=$(B)/coverage/%) $(B)/coverage/share $(UNIT_TESTS:%=$(B)/coverage/%)
	@tools/coverage $(B)/coverage $(COVERED)

# Each fuzzer for FUZZ_S seconds; what it finds is left in build/fuzz.
FUZZ_S  ?= 20
FUZZERS := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_PARTS := app ui net remote hotline leaves
fuzz: ## what comes from outside, under rubbish, FUZZ_S seconds a kind
	@tools/setup build lint
	@$(SUBMAKE) -s B=$(B)/fuzz CC=clang CFLAGS='-O1 -fsanitize=fuzzer-no-link,address,undefined' $(FUZZ_PARTS:%=$(B)/fuzz/%.a)
	@tests/fuzz/seeds $(B)/fuzz/seeds
	@for fuzzer in $(FUZZERS); do name=$(B)/fuzz/$$(basename $$fuzzer .c); \
		clang -I. -D_GNU_SOURCE -g -fsanitize=fuzzer,address,undefined $(call pkg,--cflags,$(PKG_LEAVES)) -o $$name $$fuzzer \
			$(FUZZ_PARTS:%=$(B)/fuzz/%.a) \
			$(call pkg,--libs,$(PKG_REMOTE) $(PKG_NET) $(PKG_UI) $(PKG_HOTLINE) $(PKG_LEAVES)) -lm && \
		$$name -max_total_time=$(FUZZ_S) -timeout=5 -artifact_prefix=$(B)/fuzz/ $(B)/fuzz/seeds >$$name.log 2>&1 && \
		echo "$$name: clean, $$(grep -c '' $$name.log) lines in its log" || { tail -40 $$name.log; exit 1; }; done
