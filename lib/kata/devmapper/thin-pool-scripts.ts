/**
 * The thin pool behind containerd's devmapper snapshotter, as it is made on a node.
 *
 * Sources: containerd `docs/snapshotters/devmapper.md` (block size, low water mark, settings, tools), Linux
 * `Documentation/admin-guide/device-mapper/thin-provisioning.rst` (size and zeroing of the metadata), GKE
 * https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/local-ssd-raw (names of raw local SSDs).
 */

/** Names of raw local SSDs on GKE nodes. */
export const RAW_LOCAL_SSDS = '/dev/disk/by-id/google-local-ssd-block*';

/** Where containerd keeps what it knows of the pool; the plugin's default. */
export const DEVMAPPER_ROOT = '/var/lib/containerd/io.containerd.snapshotter.v1.devmapper';

/** Folder on the node that holds the script. */
export const DEVMAPPER_HOST_FOLDER = '/var/lib/cdk-kata';

/** Makes the pool, or loads it again after a reboot. Runs on the node itself, from systemd, with the node's own tools. */
export const THIN_POOL_SCRIPT = `#!/bin/sh
# Makes the thin pool of containerd's devmapper snapshotter, or loads it again after a reboot.
set -eu

header=2048      # sectors before the data of each device, the first of which says whose it is
block=128        # sectors of a block of the pool: 64 KiB
low_water=32768  # free blocks at which the kernel warns

fail() {
  echo "devmapper: $*" >&2
  exit 1
}

there() {
  dmsetup info "$1" >/dev/null 2>&1
}

for tool in blkdiscard blockdev dd dmsetup mkfs.ext4 tr wipefs; do
  command -v "$tool" >/dev/null || fail "the node has no $tool, which the thin pool or containerd needs; use an image that has it"
done

if ! there "$pool"; then
  [ -d /sys/module/dm_thin_pool ] || modprobe dm_thin_pool || fail "the node's kernel has no dm_thin_pool; use another image"

  set --
  for device in $devices; do
    if [ -b "$device" ]; then set -- "$@" "$device"; fi
  done
  [ $# -gt 0 ] || fail "no block device is called $devices; give the node pool raw local SSDs"

  # The mark of the first device is written last: without it, the others' say nothing.
  state=blank
  index=0
  for device; do
    index=$((index + 1))
    mark="cdk-kata thin pool $pool, device $index of $#"
    found=$(dd if="$device" bs=512 count=1 2>/dev/null | tr -d '\\000')
    if [ "$found" = "$mark" ]; then
      if [ $index -eq 1 ]; then state=made; fi
    elif [ "$state" = made ]; then
      fail "$device is not device $index of $# of pool $pool any more; replace the node"
    elif [ -n "$(wipefs --noheadings --output TYPE "$device")" ]; then
      fail "$device holds something else: $(wipefs --noheadings --output TYPE "$device"); it is left alone"
    elif [ -n "$found" ] && [ "\${found#cdk-kata thin pool $pool,}" = "$found" ]; then
      fail "$device holds something else; it is left alone"
    fi
  done
  if [ $state = blank ] && [ -s "$root/$pool.db" ]; then
    fail "the devices are blank, but containerd remembers snapshots on them in $root; replace the node"
  fi

  first=$1
  size=$(blockdev --getsz "$first")
  # A 250th is more than five times what the kernel's formula asks for, because snapshots share blocks; 16 GiB is its limit.
  meta=$((size / 250 / block * block))
  if [ $meta -gt 33554432 ]; then meta=33554432; fi
  [ $meta -ge 4096 ] || fail "$first has $size sectors, which is too small for a thin pool"

  offset=0
  table=
  for device; do
    start=$header
    if [ "$device" = "$first" ]; then start=$((header + meta)); fi
    size=$(blockdev --getsz "$device")
    length=$(((size - start) / block * block))
    [ $length -gt 0 ] || fail "$device has $size sectors, which is too small for a thin pool"
    table="$table$offset $length linear $device $start
"
    offset=$((offset + length))
  done
  there "$pool-meta" || dmsetup create "$pool-meta" --table "0 $meta linear $first $header"
  there "$pool-data" || printf '%s' "$table" | dmsetup create "$pool-data"

  if [ $state = blank ]; then
    dd if=/dev/zero of="/dev/mapper/$pool-meta" bs=4096 count=1 conv=fsync,notrunc 2>/dev/null
    reversed=
    for device; do reversed="$device $reversed"; done
    index=$#
    for device in $reversed; do
      printf 'cdk-kata thin pool %s, device %s of %s' "$pool" "$index" "$#" |
        dd of="$device" bs=512 count=1 conv=sync,fsync,notrunc 2>/dev/null
      index=$((index - 1))
    done
  fi
  dmsetup create "$pool" --table "0 $offset thin-pool /dev/mapper/$pool-meta /dev/mapper/$pool-data $block $low_water"
fi

status=$(dmsetup status "$pool")
case " $status " in
  *" Fail "* | *" ro "* | *" needs_check "*) fail "pool $pool is damaged: $status; replace the node" ;;
  *" thin-pool "*) echo "devmapper: pool $pool is ready: $status" ;;
  *) fail "$pool is no thin pool: $status" ;;
esac
`;

/** Puts the script onto the node as a unit of systemd, which runs before containerd at each boot, and runs it now. */
export const THIN_POOL_INSTALL_SCRIPT = `set -eu
# The image's own PATH may lack the folders in which the node has systemctl.
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
on_node() {
  nsenter -t 1 -m -- "$@"
}
cp /thin-pool/thin-pool.sh "/node/folder/$UNIT.sh"
cp /thin-pool/thin-pool.service "/node/systemd/$UNIT.service"
on_node systemctl daemon-reload
on_node systemctl enable "$UNIT.service"
started=$(date +%s)
if ! on_node systemctl restart "$UNIT.service"; then
  # This run's lines alone: what an earlier one said may hold no more.
  on_node journalctl --sync
  on_node journalctl --no-pager --since "@$started" --unit "$UNIT.service"
  exit 1
fi
on_node systemctl status --no-pager "$UNIT.service"
`;
