#!/usr/bin/env bash
# Makes the Debian package of a built binary: deploy/package.sh BINARY OUTPUT_FOLDER. Prints the package's path.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1
output=$2

version=$(sed -n 's/^project(plimsoll VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
arch=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root" "$root.source"' EXIT

put() { install -D -m "$1" "$2" "$root/$3"; }

put 0755 "$binary" usr/bin/plimsoll
strip --strip-unneeded "$root/usr/bin/plimsoll"
put 0644 deploy/debian/plimsoll.service lib/systemd/system/plimsoll.service
put 0640 deploy/debian/plimsoll.env etc/plimsoll/plimsoll.env
for file in services slos; do put 0644 "examples/quickstart/catalog/$file.yaml" "etc/plimsoll/catalog/$file.yaml"; done
put 0644 deploy/debian/copyright usr/share/doc/plimsoll/copyright
for file in docs/*.md README.md CHANGELOG.md; do put 0644 "$file" "usr/share/doc/plimsoll/$(basename "$file")"; done
put 0644 examples/quickstart/prometheus.yml usr/share/doc/plimsoll/examples/prometheus.yml

# dpkg-shlibdeps reads the needed libraries off the binary; it wants a source control file to stand in.
mkdir -p "$root/DEBIAN" "$root.source/debian"
printf 'Source: plimsoll\n\nPackage: plimsoll\nArchitecture: any\n' >"$root.source/debian/control"
shlibs=$(cd "$root.source" && dpkg-shlibdeps -O -e"$root/usr/bin/plimsoll" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
[ -n "$shlibs" ] || { echo "dpkg-shlibdeps found no libraries in $binary" >&2 && exit 1; }

size=$(du -k -s --apparent-size "$root" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" -e "s/@SHLIBS@/$shlibs/" \
    deploy/debian/control.in >"$root/DEBIAN/control"
install -m 0644 deploy/debian/conffiles "$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do install -m 0755 "deploy/debian/$script" "$root/DEBIAN/$script"; done

# The same binary gives the same package, whoever makes it and when.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH
mkdir -p "$output"
package="$output/plimsoll_${version}_${arch}.deb"
chmod 0755 "$root"
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >/dev/null
echo "$package"
