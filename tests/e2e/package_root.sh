#!/bin/sh
# Runs a script as root of a copy of this machine that nothing outlives: package_root.sh SCRIPT FOLDER [ARGUMENTS]. The copy
# is an overlay in a mount namespace; the network is this machine's, and FOLDER, where the script leaves what it found.
set -eu
if [ "${PLIMSOLL_INSIDE:-}" != 1 ]; then
    if [ "$(id -u)" = 0 ]; then PLIMSOLL_INSIDE=1 exec unshare --mount "$0" "$@"; fi
    exec sudo env PLIMSOLL_INSIDE=1 unshare --mount "$0" "$@"
fi
copy=$(mktemp -d)
trap 'umount -l "$copy" && rmdir "$copy"' EXIT
mount -t tmpfs -o mode=0755 copy "$copy"
mkdir "$copy/upper" "$copy/work" "$copy/root"
mount -t overlay -o "lowerdir=/,upperdir=$copy/upper,workdir=$copy/work" copy "$copy/root"
mount -t proc proc "$copy/root/proc"
mount --rbind /dev "$copy/root/dev"
script=$1 folder=$2
shift
mount --bind "$folder" "$copy/root$folder"
cp "$script" "$copy/root/package_script"
chroot "$copy/root" /bin/sh /package_script "$@"
