"""What the scripts that make golden values share: tensors in, compact JSON out."""

import json
import math
import pathlib
import sys
from collections import defaultdict

import torch

GOLDENS = pathlib.Path(__file__).parents[2] / "src/testing/goldens"

DTYPES = {
    "float32": torch.float64,
    "float64": torch.float64,
    "int32": torch.int32,
    "int64": torch.int64,
    "uint8": torch.uint8,
    "bool": torch.bool,
}


def read_tensor(exported):
    """Floats become float64 whatever they are declared as: golden values are exact to the last digit kept."""
    dtype = DTYPES[exported["dtype"]]
    data = [float(x) for x in exported["data"]]
    if not dtype.is_floating_point:
        data = [int(x) for x in data]
    return torch.tensor(data, dtype=dtype).reshape(exported["dims"])


def number(x):
    """Nine significant digits: every float32 survives."""
    if isinstance(x, float) and not math.isfinite(x):
        return json.dumps("NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity")
    return "%.9g" % x if isinstance(x, float) else str(int(x))


def written(tensor):
    data = ",".join(number(x) for x in tensor.detach().reshape(-1).tolist())
    dims = ",".join(str(size) for size in tensor.shape)
    return '{"dims":[%s],"data":[%s]}' % (dims, data)


def run(case, call):
    """Outputs, and gradients of their weighted sum for every float input where the case has weights."""
    inputs = [read_tensor(x) for x in case["inputs"]]
    floats = {n: x.requires_grad_() for n, x in enumerate(inputs) if x.is_floating_point() and case["cotangents"]}
    y = call(inputs, case)
    y = list(y) if isinstance(y, (list, tuple)) else [y]
    dx = {}
    if case["cotangents"]:
        loss = sum((y[int(name[1:])] * read_tensor(c)).sum() for name, c in case["cotangents"].items())
        # nothing but counts: flat everywhere
        found = torch.autograd.grad(loss, list(floats.values()), allow_unused=True) if loss.requires_grad else [None] * len(floats)
        dx = {n: torch.zeros_like(inputs[n]) if g is None else g for n, g in zip(floats, found)}
    return {**{"y%d" % n: v for n, v in enumerate(y)}, **{"dx%d" % n: v for n, v in dx.items()}}


def line(key, digest, values):
    """One case as one line of a file of golden values."""
    text = ",".join('"%s":%s' % (name, written(v)) for name, v in values.items())
    return '%s:{"digest":"%s","values":{%s}}' % (json.dumps(key), digest, text)


def write_file(path, lines):
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"torch":%s,"cases":{\n%s\n}}\n' % (json.dumps(torch.__version__), ",\n".join(lines)))


def answer(folder, form, call):
    """Reads cases from stdin; writes one file for each operator or layer that `form` knows."""
    lines = defaultdict(list)
    for case in json.load(sys.stdin):
        f = form(case)
        if f:
            values = run(case, lambda inputs, c: call(f, inputs, c))
            lines[case["op"]].append(line(case["name"], case["digest"], values))
        else:
            print("no PyTorch form of %s/%s" % (case["op"], case["name"]), file=sys.stderr)
    for op, found in lines.items():
        write_file(GOLDENS / folder / ("%s.json" % op), found)
