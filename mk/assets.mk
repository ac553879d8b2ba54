# SPDX-License-Identifier: Apache-2.0
# The assets, and fonts cut down from Debian's packages to what a television needs.
$(B)/share: $(B)/share/.stamp $(B)/share/images/.stamp
$(B)/share/.stamp: $(shell find assets -type f 2>/dev/null) tools/make-fonts tools/make-syllables
	@mkdir -p $(B)/share
	cp -r assets/. $(B)/share/
	tools/make-fonts $(B)/share/fonts
	tools/make-syllables $(B)/share/voice/characters.tsv
	@touch $@
# what the simulator serves beside its catalog; no box needs them
$(B)/share/images/.stamp: tools/make-images $(wildcard tools/drawings/*.py) | $(B)/share/.stamp
	@mkdir -p $(@D)
	tools/make-images $(@D)
	@touch $@
