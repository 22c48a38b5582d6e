#!/bin/sh
# What `make lint` finds, tool by tool.
cd "$(dirname "$0")/.." || exit 1
count=0
for tool in format cppcheck manuals scripts; do
	count=$((count + 1))
	if said=$(make -s "B=${BUILD:-build}" "lint-$tool" 2>&1); then
		echo "ok $count - $tool"
	else
		echo "not ok $count - $tool"
		echo "$said" | tail -40 | sed 's/^/# /' >&2
	fi
done
echo "1..$count"
