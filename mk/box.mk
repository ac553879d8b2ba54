# SPDX-License-Identifier: Apache-2.0
# On a box: what a package holds, and a whole machine around it (tests/box/).
.PHONY: install box deb deb-test

# STRIP= leaves the symbols in, for who strips later.
INSTALL  := install -D -m 644
STRIPPED := $(if $(STRIP),-s --strip-program=$(STRIP))
BOX      := assets/box
MAN      := $(DESTDIR)$(PREFIX)/share/man
# The box's files name /usr; another PREFIX is written into them.
at_prefix = sed -i 's:/usr/\(bin\|lib\|share\)/:$(PREFIX)/\1/:g' $(1)
install: $(B)/stb-app $(B)/stb-ui $(B)/stb-listen $(B)/stb-hear $(B)/share/.stamp ## what a box needs, into DESTDIR and PREFIX (/usr)
	install -D -m 755 $(STRIPPED) -t $(DESTDIR)$(PREFIX)/lib/stb-app $(B)/stb-app $(B)/stb-ui $(B)/stb-listen $(B)/stb-hear
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/lib/stb-app $(BOX)/respawn $(BOX)/check-files
	@mkdir -p $(DESTDIR)$(PREFIX)/bin
	ln -sfn ../lib/stb-app/stb-app $(DESTDIR)$(PREFIX)/bin/stb-app
	@cd $(B)/share && find . -type f ! -name .stamp ! -path './box/*' ! -path './images/*' ! -path './emulator/*' \
		-exec $(INSTALL) {} $(abspath $(DESTDIR)$(PREFIX))/share/stb-app/{} \;
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/share/stb-app $(BOX)/config.example.json $(BOX)/directfbrc
	$(INSTALL) -t $(MAN)/man1 man/*.1
	$(INSTALL) -t $(MAN)/man5 man/*.5
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/lib/systemd/system $(BOX)/stb-app.service
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/lib/udev/hwdb.d $(BOX)/60-stb-app.hwdb
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/lib/udev/rc_keymaps $(BOX)/stb-app.toml
	$(if $(filter /usr,$(PREFIX)),,$(call at_prefix,$(DESTDIR)$(PREFIX)/lib/systemd/system/stb-app.service $(addprefix $(DESTDIR)$(PREFIX)/lib/stb-app/,respawn check-files)))

$(B)/box/live-tv: $(B)/obj/tests/box/live_tv.o
$(B)/box/infrared: $(B)/obj/tests/box/infrared.o
$(B)/box/hid-remote: $(B)/obj/tests/box/hid_remote.o
$(B)/box/remote-device: $(B)/obj/tests/box/remote_device.o $(B)/remote.a $(B)/leaves.a
GUEST := $(addprefix $(B)/box/,live-tv infrared hid-remote remote-device)
$(GUEST):
	@mkdir -p $(@D)
	$(call say,link   )
	$(Q)$(CC) $(LDFLAGS_RELEASE) $(LDFLAGS) -o $@ $^
$(B)/box/initrd: $(B)/stb-app $(B)/stb-ui $(B)/stb-listen $(B)/stb-hear $(B)/share/.stamp $(GUEST) mk/box.mk \
		$(shell find tests/box assets/box -type f ! -name '*.py' ! -name '*.c')
	@rm -rf $(B)/box/stage
	@$(MAKE) --no-print-directory -s install DESTDIR=$(abspath $(B))/box/stage PREFIX=/usr
	@tests/box/make-image $(B)/box $(B)/box/stage

box: ## a whole set-top box in QEMU: in a window, or its journeys without a display
	@tools/setup build run box $(if $(DISPLAY)$(WAYLAND_DISPLAY),window)
	@$(SUBMAKE) all $(B)/box/initrd
	@STB_BUILD=$(B) tests/box/play

deb: ## Debian packages of the committed tree, into build/packages
	@tools/setup build deb
	@rm -rf $(B)/packages && mkdir -p $(B)/packages/stb-app
	@git archive HEAD | tar -x -C $(B)/packages/stb-app
	@cd $(B)/packages/stb-app && dpkg-buildpackage -b -us -uc -d >../build.log 2>&1 || { tail -30 ../build.log; exit 1; }
	@lintian --fail-on error,warning --allow-root $(B)/packages/*.changes
	@tools/sbom $(B)/packages >$(B)/packages/stb-app.spdx.json
	@ls -s $(B)/packages/*.deb $(B)/packages/*.json

deb-test: ## the packages in a fresh root: installed, upgraded, removed, purged, booted under systemd; as root
	@tools/setup deb
	@rm -rf $(B)/root && mkdir -p $(B)/root
	@tests/package/try $(B)/packages $(B)/root
	@tests/package/boot $(B)/root
