# mentord: GNU make, a C11 compiler, pkg-config. Nothing to configure.
#
#   make [V=1]              build/mentord
#   make demo               install what is missing, build, rehearse a season
#   make check              install what tests need, run all; SAN=1 asan+ubsan,
#                           QUICK=1 shortened
#   make check-clients      slow: Thunderbird answers our invitations
#   make DEVELOPER=1        warnings are errors
#   make lint               format, man pages, static analysis, scripts
#   make fuzz-NAME [T=60]   one fuzzer for T seconds (clang); fuzz-all: each
#   make bench              beside a peer, as ratios; bench-match: only that
#   make torture [N=10000]  the long crash test: N kills (check runs a sample)
#   make install            PREFIX, DESTDIR as usual

VERSION    := $(shell git describe --tags --dirty 2>/dev/null || echo 0.1)
PREFIX     ?= /usr/local
SBINDIR    ?= $(PREFIX)/sbin
DATADIR    ?= $(PREFIX)/share/mentord
MANDIR     ?= $(PREFIX)/share/man
UNITDIR    ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
PKG_CONFIG ?= pkg-config

NEEDS := glib-2.0 gmime-3.0 libconfig libcurl libical libseccomp sqlite3
B     := build$(if $(SAN),-san)$(if $(COV),-cov)$(if $(FUZZING),-fuzz,$(if \
	 $(findstring clang,$(CC)),-clang))

CFLAGS ?= -O2 -g
WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wvla -Wformat=2 \
	  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	  -Wpointer-arith -Wwrite-strings -Wredundant-decls \
	  -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference \
	  -Wconversion -Wno-sign-conversion
WARN   += $(if $(findstring clang,$(shell $(CC) --version 2>/dev/null)), \
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
else ifdef FUZZING
override CFLAGS  += -O1 -fsanitize=fuzzer-no-link,address,undefined
override LDFLAGS += -fsanitize=fuzzer,address,undefined
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
FUZZ := $(patsubst tests/fuzz/%.c,fuzz-%,$(wildcard tests/fuzz/*.c))
AGAIN = @$(MAKE) --no-print-directory -j$(shell nproc)

all: $(B)/mentord

$(B)/mentord: $(MAIN) $(B)/libmentord.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libmentord.a: $(filter-out $(MAIN),$(OBJ))
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^

$(B)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

SCHEMA := $(patsubst src/store/%.sql,$(B)/%.inc,$(wildcard src/store/*.sql))
$(B)/store/store.o: $(SCHEMA)
$(B)/%.inc: src/store/%.sql Makefile
	@mkdir -p $(@D)
	$(call say,SQL)sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $< >$@

# What is compiled in and may differ from one make to the next.
KNOWN := $(VERSION) $(DATADIR)
$(shell mkdir -p $(B) && echo '$(KNOWN)' | cmp -s - $(B)/known || \
	echo '$(KNOWN)' >$(B)/known)
$(patsubst src/%.c,$(B)/%.o,$(shell grep -lwE 'DATADIR|VERSION' $(SRC))): $(B)/known

LINK = $(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MF $@.d $(LDFLAGS) -o $@ \
	$< $(B)/libmentord.a $(LDLIBS)
$(B)/unit/%: tests/unit/%.c $(B)/libmentord.a
	@mkdir -p $(@D)
	$(call say,TEST)$(LINK)
$(B)/fuzz/%: tests/fuzz/%.c $(B)/libmentord.a
	@mkdir -p $(@D)
	$(call say,FUZZ)$(LINK)

# Packages come first, and what is asked of pkg-config comes after them: so
# these start make a second time.
demo:
	@tests/lib/need.sh build
	$(AGAIN) $(B)/mentord
	@MENTORD_TEMPLATES=templates $(B)/mentord rehearse conf/demo/program.conf

check:
	@tests/lib/need.sh build check
	$(AGAIN) $(B)/mentord $(UNIT) $(ICALJS)
	@$(if $(SAN),rm -rf $(B)/found && mkdir $(B)/found)
	@$(TESTED) prove --jobs 2 --failures --timer $(UNIT) $(wildcard tests/*.t) :: --tap
	@$(if $(SAN),! grep -r . $(B)/found)

check-clients:
	@tests/lib/need.sh build check clients
	$(AGAIN) $(B)/mentord $(ICALJS)
	@$(TESTED) prove --verbose tests/clients.t $(wildcard tests/slow/*.t)

# Thunderbird's parser, of one version with one content; where npm cannot get
# it, the tests that want it say so and are left out.
ICALJS := $(B)/clients/node_modules/.package-lock.json
$(ICALJS): tests/clients/package.json tests/clients/package-lock.json
	@mkdir -p $(B)/clients && cp $^ $(B)/clients
	$(call say,NPM)npm ci --prefix $(B)/clients --ignore-scripts --no-audit \
	  --no-fund --silent || echo 'npm could not fetch ical.js' >&2

# A finding counts wherever it is made, so also in a child of a child.
FOUND := ASAN_OPTIONS=log_path=$(CURDIR)/$(B)/found/asan \
	 LSAN_OPTIONS=print_suppressions=0 \
	 UBSAN_OPTIONS=print_stacktrace=1:log_path=$(CURDIR)/$(B)/found/ubsan

# What tests find in their environment.
TESTED := MENTORD_TEMPLATES=$(CURDIR)/templates BUILD=$(CURDIR)/$(B) \
	  MENTORD=$(CURDIR)/$(B)/mentord \
	  $(if $(QUICK),QUICK=1) $(if $(SAN),SAN=1) G_DEBUG=fatal-criticals \
	  $(if $(SAN),G_SLICE=always-malloc $(FOUND))

# What is not measured itself lies one folder lower.
BENCH := $(filter-out %/engine,$(wildcard tests/bench/*))
ALONE := $(BENCH:tests/bench/%=bench-%)
bench $(ALONE) torture: $(B)/mentord
bench:
	@for b in $(BENCH); do $(TESTED) $$b || exit; done
$(ALONE): bench-%:
	@$(TESTED) tests/bench/$*

torture:
	@$(TESTED) TORTURE=$(or $(N),10000) prove --verbose tests/crash.t

$(FUZZ): fuzz-%:
	$(AGAIN) CC=clang FUZZING=1 build-fuzz/fuzz/$*
	@mkdir -p build-fuzz/found/$*
	build-fuzz/fuzz/$* -max_total_time=$(or $(T),60) -timeout=10 \
	  -artifact_prefix=build-fuzz/found/$*- -verbosity=0 -print_final_stats=1 \
	  build-fuzz/found/$* $(wildcard tests/corpus/$*)
fuzz-all: $(FUZZ)

lint: lint-format lint-cppcheck lint-manuals lint-scripts
lint-format:
	clang-format --dry-run -Werror $(wildcard \
	  src/*/*.[ch] include/*/*.h tests/*.h tests/*/*.[ch] \
	  tests/bench/*/*.[ch] tests/bench/*/*.cc)
lint-cppcheck: $(SCHEMA)
	cppcheck -q -j 2 --std=c11 --library=gtk --enable=warning,portability \
	  --inline-suppr --error-exitcode=1 -Iinclude -I$(B) src
lint-manuals:
	$(if $(MAN),mandoc -Tlint -Wwarning $(MAN))
lint-scripts:
	shellcheck $(shell grep -slE '^#!/bin/(ba)?sh' .ci/run tests/*.t tests/*/*)
	@python3 -c 'import ast, sys; [ast.parse(open(f).read(), f) for f in \
	  sys.argv[1:]]' $(shell grep -sl '^#!.*python3' tests/*.t tests/*/*) \
	  $(wildcard tests/*/*.py)

# The unit of one program, made into the template for several.
$(B)/mentord@.service: systemd/mentord.service
	@mkdir -p $(@D)
	$(call say,UNIT)sed -e 's/^Description=.*/& (%i)/' \
	  -e 's,/program\.,/%i.,' -e 's,^StateDirectory=mentord,&/%i,' $< >$@

MAN := $(wildcard src/*.8 conf/*.5)
PUT  = install -Dm644 $1 $(DESTDIR)$2
install: $(B)/mentord $(B)/mentord@.service
	install -Dm755 $< $(DESTDIR)$(SBINDIR)/mentord
	for f in $$(cd conf && find demo examples -type f); do \
	  $(call PUT,conf/$$f,$(DATADIR)/$$f) || exit; done
	$(call PUT,conf/program.conf.example,$(DATADIR)/program.conf.example)
	for f in $$(find templates -type f); do \
	  $(call PUT,$$f,$(DATADIR)/$$f) || exit; done
	for f in $(MAN); do \
	  $(call PUT,$$f,$(MANDIR)/man$${f##*.}/$${f##*/}) || exit; done
	$(call PUT,systemd/mentord.service,$(UNITDIR)/mentord.service)
	$(call PUT,$(B)/mentord@.service,$(UNITDIR)/mentord@.service)
	$(call PUT,systemd/mentord.sysusers,$(SYSUSERSDIR)/mentord.conf)

clean:
	$(RM) -r build build-*

.PHONY: all demo check check-clients bench $(ALONE) torture $(FUZZ) fuzz-all install clean \
	lint lint-format lint-cppcheck lint-manuals lint-scripts
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all
-include $(OBJ:.o=.d) $(UNIT:=.d) $(wildcard $(B)/fuzz/*.d)
