"""Checks ONNX files with the official checker: full check, then strict shape inference.

    python3 scripts/check-onnx.py FILE.onnx ... | FOLDER ...

Prints one line a file that fails and a count; exits 1 where one failed. Needs onnx (Debian: python3-onnx). A file of an
opset newer than the checker knows is counted as skipped.
"""

import pathlib
import sys

import onnx
from onnx import checker, shape_inference


def check(path):
    model = onnx.load(str(path))
    newest = onnx.defs.onnx_opset_version()
    if any(entry.domain in ("", "ai.onnx") and entry.version > newest for entry in model.opset_import):
        return "skipped"
    checker.check_model(model, full_check=True)
    shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    return "passed"


def main(arguments):
    given = [pathlib.Path(argument) for argument in arguments]
    files = [file for path in given for file in (sorted(path.rglob("*.onnx")) if path.is_dir() else [path])]
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for file in files:
        try:
            counts[check(file)] += 1
        except Exception as error:  # the checker raises many kinds
            counts["failed"] += 1
            print("FAILED %s: %s" % (file, error))
    print("onnx %s: %s" % (onnx.__version__, ", ".join("%d %s" % (n, what) for what, n in counts.items())))
    return 1 if counts["failed"] or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
