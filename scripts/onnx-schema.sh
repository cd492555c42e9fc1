#!/usr/bin/env bash
# Regenerates src/onnx/onnx_pb.ts from ONNX's own schema (Apache-2.0), comments left out.
# Needs Debian's protobuf-compiler and python3-onnx, and Node 22 or newer for the plugin.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
schema=$(dpkg -L python3-onnx | grep '/onnx-ml.proto$')
sed -e 's#//.*##' -e '/^[[:space:]]*$/d' "$schema" > "$work/onnx.proto"
npm install --prefix "$work" --no-save @bufbuild/protoc-gen-es@2.17.0 > /dev/null
protoc --plugin=protoc-gen-es="$work/node_modules/.bin/protoc-gen-es" --es_out="$work" --es_opt=target=ts -I"$work" "$work/onnx.proto"
node -e '
const fs = require("node:fs");
const text = fs.readFileSync(process.argv[1], "utf8");
fs.writeFileSync(process.argv[2], text.replace(/\n *\/\*\*\n( *\*[^\n]*\n)+? *\*\//g, "").replace(/\n{3,}/g, "\n\n"));
' "$work/onnx_pb.ts" "$root/src/onnx/onnx_pb.ts"
