#!/usr/bin/env bash
# Packs the extension, with the server in it, for the platform that this runs on:
#
#     editors/vscode/package.sh [--server PROGRAM] [FOLDER]
#
# The packages go to FOLDER (the current one without it). The server is built for release and, on Linux, statically, so
# that one program runs on every distribution, Alpine too: on musl where rustup has that target, else on the C library
# of GNU, linked in. --server takes a program that is there already, for tests, and makes one package.
set -euo pipefail

server=
if [ "${1:-}" = --server ]; then
  server=$(realpath "${2:?--server wants a program}")
  shift 2
fi
folder=$(realpath -m "${1:-.}")
cd "$(dirname "$0")"
repository=$(realpath ../..)
target_folder=${CARGO_TARGET_DIR:-$repository/target}

case $(uname -m) in
  x86_64 | amd64) rust=x86_64 short=x64 ;;
  aarch64 | arm64) rust=aarch64 short=arm64 ;;
  *) echo "package.sh: VS Code has no packages for the processor $(uname -m)" >&2; exit 1 ;;
esac
case $(uname -s) in
  Linux) targets=("linux-$short" "alpine-$short") ;;
  Darwin) targets=("darwin-$short") ;;
  *) echo "package.sh: packages are made on Linux and macOS only, not on $(uname -s)" >&2; exit 1 ;;
esac

# build TARGET FLAGS: a release build for the Rust target, with these flags for the compiler.
build() {
  (cd "$repository" && RUSTFLAGS="$2" cargo build --release --locked --package issue-ls --target "$1")
  server=$target_folder/$1/release/issue-ls
}
if [ -n "$server" ]; then
  targets=("${targets[0]}")
  kind="$server, as it is"
elif [ "$(uname -s)" = Darwin ]; then
  build "$rust-apple-darwin" ""
  kind="built for $rust-apple-darwin"
elif rustup target list --installed 2>/dev/null | grep -qx "$rust-unknown-linux-musl"; then
  build "$rust-unknown-linux-musl" ""
  kind="static, on musl"
else
  build "$rust-unknown-linux-gnu" "-C target-feature=+crt-static"
  kind="static, on the C library of GNU (rustup has no target $rust-unknown-linux-musl)"
fi

[ -d node_modules ] || npm ci --silent --ignore-scripts --no-audit --no-fund
npm run --silent bundle
rm -rf server
mkdir -p server "$folder"
cp "$server" server/issue-ls
chmod 755 server/issue-ls
cp "$repository"/LICENSE-MIT "$repository"/LICENSE-APACHE .
trap 'rm -rf server LICENSE-MIT LICENSE-APACHE' EXIT
# VS Code shows no pictures of a page that has no public address.
grep -v '^!\[' README.md >dist/README.md
for target in "${targets[@]}"; do
  npx vsce package --no-dependencies --allow-missing-repository --no-rewrite-relative-links --readme-path dist/README.md \
    --target "$target" --out "$folder/issue-ls-$target.vsix" >/dev/null
  echo "$folder/issue-ls-$target.vsix"
done
echo "the server in it: $kind"
