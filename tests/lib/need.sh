#!/bin/sh
# need.sh LIST... - install what tests/packages/LIST names and is not there.
# Does nothing, and needs no rights, when nothing is missing. No service of an
# installed package is started. FILE:PACKAGE is wanted where FILE is not there:
# another package may have brought it.
set -eu
cd "$(dirname "$0")/../packages"

missing=
# shellcheck disable=SC2013 # words are what is wanted
for package in $(sed 's/#.*//' "$@"); do
	case $package in *:*)
		[ ! -e "${package%%:*}" ] || continue
		package=${package#*:} ;;
	esac
	state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || :)
	[ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
if ! command -v apt-get >/dev/null || ! command -v ${as_root:-env} >/dev/null; then
	echo "need.sh: install these first (or run as root on Debian):$missing" >&2
	exit 1
fi

# Debian asks this file whether a package may start its service.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	trap '$as_root rm -f $policy' EXIT
	printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
	$as_root chmod 755 $policy
fi

echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
case $missing in *postfix*)
	echo 'postfix postfix/main_mailer_type select No configuration' |
		$as_root debconf-set-selections ;;
esac
$as_root apt-get -qq update
# shellcheck disable=SC2086 # a list of packages
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
	--no-install-recommends $missing >/dev/null
