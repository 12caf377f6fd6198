#!/usr/bin/env bash
# Writes the code of the protos anew, and what reflection answers from. Needs protoc. With --check nothing
# is kept: it only tells whether the code is current.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v protoc > /dev/null || { echo "protoc is needed (protobuf-compiler)" >&2; exit 1; }
swift build --product protoc-gen-swift
swift build --product protoc-gen-grpc-swift-2
plugins=$(swift build --show-bin-path)
protos=Sources/SimulationAPI/Protos
kept=Sources/SimulationAPI/Generated
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mapfile -t files < <(cd "$protos" && find . -name '*.proto' | sed 's|^\./||' | LC_ALL=C sort)
protoc -I "$protos" \
  --plugin=protoc-gen-swift="$plugins/protoc-gen-swift" \
  --plugin=protoc-gen-grpc-swift-2="$plugins/protoc-gen-grpc-swift-2" \
  --swift_out="$made" --swift_opt=Visibility=Package,UseAccessLevelOnImports=true,FileNaming=PathToUnderscores \
  --grpc-swift-2_out="$made" \
  --grpc-swift-2_opt=Visibility=Package,UseAccessLevelOnImports=true,FileNaming=PathToUnderscores \
  "${files[@]}"
protoc -I "$protos" --include_imports --descriptor_set_out="$made/descriptors" "${files[@]}"
{
  echo "// swift-format-ignore-file"
  echo "// Written by generate.sh: the descriptors of all protos, which reflection answers from."
  echo "package enum Descriptors {"
  echo "  /// A FileDescriptorSet, in Base64."
  echo "  package static let base64 ="
  echo "    \"$(base64 --wrap=0 "$made/descriptors")\""
  echo "}"
} > "$made/Descriptors.swift"
rm "$made/descriptors"
if [[ "${1:-}" == --check ]]; then
  diff --recursive --brief "$kept" "$made"
else
  rm -rf "$kept"
  mkdir "$kept"
  cp "$made"/*.swift "$kept"
fi
