# SPDX-License-Identifier: Apache-2.0
# The rooms' sources, and what each program is made of. Each room is a small archive, so that a unit test links just what
# it tests.

# A room's sources: its own folder and the folders in it. `base` and `ipc` are open to all rooms.
room     = $(wildcard $(1)/*.c $(1)/*/*.c)
LEAVES  := $(wildcard stb-app/base/*.c stb-app/ipc/*.c)
MAINS   := stb-app/main.c ui/main.c remote/mic/stb_listen.c remote/hear/stb_hear.c stb-app/emulator/main.c tests/hotline/main.c
REMOTE  := $(filter-out $(MAINS),$(call room,remote))
NET     := $(call room,net)
UI      := $(filter-out $(MAINS),$(call room,ui))
EMULATOR := $(filter-out $(MAINS),$(wildcard stb-app/emulator/*.c))
APP     := $(filter-out $(LEAVES) $(EMULATOR) $(MAINS),$(call room,stb-app))
HOTLINE := $(filter-out $(MAINS),$(call room,tests/hotline))
ROOMS   := leaves remote net ui emulator app hotline
sources_leaves := $(LEAVES)
sources_remote := $(REMOTE)
sources_net    := $(NET)
sources_ui     := $(UI)
sources_emulator := $(EMULATOR)
sources_app    := $(APP)
sources_hotline := $(HOTLINE)

# Debian's libraries by their pkg-config names.
PKG_LEAVES  := libuv json-c
PKG_SOUND   := alsa
PKG_OPUS    := libopusenc
PKG_HEAR    := pocketsphinx sphinxbase
PKG_REMOTE  := libinput libudev
PKG_NET     := libcurl libssl libcrypto sqlite3
PKG_UI      := directfb freetype2 libpng libjpeg
PKG_EMU     := sdl2 SDL2_ttf
PKG_HOTLINE := libmicrohttpd gnutls sqlite3
PKG_TEST    := umockdev-1.0

# PROGRAM: the file with its main, its archives, its libraries.
PROGRAMS := stb-app stb-ui stb-listen stb-hear stb-emulator hotline-sim
main_stb-app  := stb-app/main
parts_stb-app := app remote net leaves
libs_stb-app  := $(PKG_REMOTE) $(PKG_NET)
main_stb-ui   := ui/main
parts_stb-ui  := ui leaves
libs_stb-ui   := $(PKG_UI) $(PKG_SOUND)
main_stb-listen  := remote/mic/stb_listen
parts_stb-listen := remote leaves
libs_stb-listen  := $(PKG_OPUS) $(PKG_SOUND)
main_stb-hear  := remote/hear/stb_hear
parts_stb-hear := remote leaves
libs_stb-hear  := $(PKG_HEAR)
main_stb-emulator  := stb-app/emulator/main
parts_stb-emulator := emulator net leaves
libs_stb-emulator  := $(PKG_EMU) $(PKG_NET)
main_hotline-sim  := tests/hotline/main
parts_hotline-sim := hotline leaves
libs_hotline-sim  := $(PKG_HOTLINE)
