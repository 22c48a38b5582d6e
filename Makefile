# mentord: GNU make, a C11 compiler, pkg-config. Nothing to configure.
#
#   make [V=1]              build/mentord
#   make demo               install what is needed, build, rehearse a season
#   make check              install what tests need, run all; SAN=1 asan+ubsan
#   make DEVELOPER=1        warnings are errors
#   make lint               format, man pages, static analysis
#   make fuzz-NAME [T=60]   one fuzzer for T seconds (clang)
#   make bench              beside a peer, as ratios
#   make torture            the long crash test (check runs a sample)
#   make install            PREFIX, DESTDIR as usual

VERSION    := $(shell git describe --tags --dirty 2>/dev/null || echo 0.1)
PREFIX     ?= /usr/local
SBINDIR    ?= $(PREFIX)/sbin
DATADIR    ?= $(PREFIX)/share/mentord
MANDIR     ?= $(PREFIX)/share/man
UNITDIR    ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
PKG_CONFIG ?= pkg-config

NEEDS := glib-2.0 gmime-3.0 libical libconfig libcurl libseccomp sqlite3
B     := build$(if $(SAN),-san)$(if $(COV),-cov)

CFLAGS ?= -O2 -g
WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wvla -Wformat=2 \
	  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	  -Wpointer-arith -Wwrite-strings -Wredundant-decls \
	  -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference \
	  -Wconversion -Wno-sign-conversion
WARN   += $(if $(findstring clang,$(shell $(CC) --version)), \
	  -Wcomma -Wassign-enum -Wunreachable-code, \
	  -Wcast-qual -Wlogical-op -Wduplicated-cond -Wduplicated-branches \
	  -Wjump-misses-init -Wformat-signedness)
override CPPFLAGS += -D_GNU_SOURCE -DVERSION='"$(VERSION)"' \
	  -DDATADIR='"$(DATADIR)"' -Iinclude -I$(B) \
	  $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(NEEDS) 2>/dev/null))
override CFLAGS += -std=c11 -MMD -MP -fno-common -fstack-protector-strong \
	  -fPIE $(WARN) $(if $(DEVELOPER),-Werror)
override LDFLAGS += -pie -Wl,-z,relro,-z,now
override LDLIBS += $(shell $(PKG_CONFIG) --libs $(NEEDS) 2>/dev/null) \
	  -lmd4c -lcsv -lm

ifdef SAN
override CFLAGS  += -fsanitize=address,undefined -fno-sanitize-recover=all
override LDFLAGS += -fsanitize=address,undefined
else ifdef COV
override CFLAGS  += -O0 --coverage
override LDFLAGS += --coverage
else
override CPPFLAGS += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif

ifndef V
say = @printf '  %-5s %s\n' $1 $@;
endif

SRC  := $(wildcard src/*/*.c)
OBJ  := $(SRC:src/%.c=$(B)/%.o)
MAIN := $(B)/cmd/main.o
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*.c))

all: $(B)/mentord

$(B)/mentord: $(MAIN) $(B)/libmentord.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libmentord.a: $(filter-out $(MAIN),$(OBJ))
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^

$(B)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(B)/store/store.o: $(B)/schema.inc
$(B)/schema.inc: src/store/schema.sql Makefile
	@mkdir -p $(@D)
	$(call say,SQL)sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $< >$@

$(B)/unit/%: tests/unit/%.c $(B)/libmentord.a
	@mkdir -p $(@D)
	$(call say,TEST)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MF $@.d $(LDFLAGS) \
	  -o $@ $< $(B)/libmentord.a $(LDLIBS)

clean:
	$(RM) -r build build-*

.PHONY: all clean
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
-include $(OBJ:.o=.d) $(UNIT:=.d)
