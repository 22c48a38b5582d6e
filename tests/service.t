#!/bin/sh
# The units as systemd itself judges them: no mistakes, and an exposure of at
# most 1.2 (systemd-analyze security).
cd "$(dirname "$0")/.." || exit 1
if ! command -v systemd-analyze >/dev/null; then
	echo '1..0 # SKIP systemd-analyze is not installed'
	exit 0
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
count=0
verdict() { # NAME STATUS EXPLANATION
	count=$((count + 1))
	if [ "$2" = 0 ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		echo "$3" | sed 's/^/# /' >&2
	fi
}

make -s B="$dir/b" "$dir/b/mentord@.service" >/dev/null
for unit in mentord mentord@; do
	from=systemd/$unit.service
	[ -e "$from" ] || from=$dir/b/$unit.service
	name=$unit
	[ $unit = mentord ] || name=mentord@spring
	# verify wants the binary to be there: any one will do
	sed 's,=mentord ,=/bin/true ,; s,=kill ,=/bin/true ,' "$from" \
		>"$dir/$name.service"
	said=$(systemd-analyze verify --man=no "$dir/$name.service" 2>&1 |
		grep "$name.service")
	[ -z "$said" ]
	verdict "$name.service has no mistakes" $? "$said"
	said=$(systemd-analyze security --offline=true --threshold=12 \
		"$dir/$name.service" 2>&1)
	verdict "$name.service is exposed by at most 1.2" $? \
		"$(echo "$said" | grep -E '✗|→')"
done

grep -q 'mentord/%i.conf' "$dir/b/mentord@.service"
verdict 'the template reads the config of its instance' $? ''
grep -q '^StateDirectory=mentord/%i$' "$dir/b/mentord@.service"
verdict 'and keeps its state apart' $? ''
if command -v systemd-sysusers >/dev/null; then
	mkdir -p "$dir/root/etc"
	said=$(systemd-sysusers --root="$dir/root" "$PWD/systemd/mentord.sysusers" 2>&1) &&
		grep -q '^mentord:' "$dir/root/etc/passwd"
	verdict 'sysusers.d makes the user' $? "$said"
fi
echo "1..$count"
