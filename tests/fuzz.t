#!/bin/sh
# Every fuzz target for a few seconds, from its saved corpus: what was found
# once stays mended. `make fuzz-NAME T=3600` is for finding more.
cd "$(dirname "$0")/.." || exit 1
if ! command -v clang >/dev/null; then
	echo '1..0 # SKIP clang is not installed'
	exit 0
fi
if [ -n "$SAN$QUICK" ]; then
	echo '1..0 # SKIP the plain run has done it'
	exit 0
fi
count=0
for target in tests/fuzz/*.c; do
	name=$(basename "$target" .c)
	count=$((count + 1))
	# not the flags of the make that may have started us
	if said=$(env -u MAKEFLAGS make -s "fuzz-$name" T=5 2>&1); then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		echo "$said" | tail -60 | sed 's/^/# /' >&2
	fi
done
echo "1..$count"
