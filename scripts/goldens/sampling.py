"""Average pools and interpolation as PyTorch has them, or as matrices where it has not."""

import math

import torch
import torch.nn.functional as F

AVERAGE_POOL = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}


def average_pool(x, a):
    rank = x.dim() - 2
    overhang = a.get("overhang", [0] * rank)
    end = [rows - more for rows, more in zip(a["padEnd"], overhang)]
    half = all(2 * rows <= k for rows, k in zip(a["padBegin"], a["kernel"]))
    if a["padBegin"] == end and half and set(a["dilations"]) == {1}:
        return AVERAGE_POOL[rank](x, a["kernel"], a["strides"], end, any(overhang), a["countIncludePad"])
    sums = window_sums(x, a, [0] * rank)
    counted = end if a["countIncludePad"] else [0] * rank
    begin = a["padBegin"] if a["countIncludePad"] else [0] * rank
    pairs = [n for pair in reversed(list(zip(begin, counted))) for n in pair]
    ones = F.pad(torch.ones(1, 1, *x.shape[2:], dtype=x.dtype), pairs, value=1.0)
    return sums / window_sums(ones, a, list(zip(begin, counted)))


def window_sums(x, a, done):
    """x already has `done` of the padding."""
    pairs = []
    for begin, end, have in reversed(list(zip(a["padBegin"], a["padEnd"], done))):
        before, after = have if have else (0, 0)
        pairs += [begin - before, end - after]
    x = F.pad(x, pairs)
    rank = x.dim() - 2
    for i in range(rank):
        reach = a["dilations"][i] * (a["kernel"][i] - 1) + 1
        windows = x.unfold(i + 2, reach, a["strides"][i])
        x = windows[..., :: a["dilations"][i]].sum(-1)
    return x


def place(o, i, size, a):
    to = a["sizes"][i]
    scale = a["scales"][i] if "scales" in a else to / size
    mode = a["coordinateMode"]
    if mode == "asymmetric":
        return o / scale
    if mode == "align_corners":
        return o * (size - 1) / (to - 1) if to > 1 else 0.0
    if mode == "tf_crop_and_resize":
        start, end = a["roi"][i], a["roi"][i + len(a["sizes"])]
        step = (end - start) * (size - 1) / (to - 1) if to > 1 else 0.0
        return start * (size - 1) + o * step if to > 1 else 0.5 * (start + end) * (size - 1)
    if mode == "pytorch_half_pixel" and to == 1:
        return 0.0
    return (o + 0.5) / scale - 0.5


ROUND = {
    "round_prefer_floor": lambda x: math.ceil(x - 0.5),
    "round_prefer_ceil": lambda x: math.floor(x + 0.5),
    "floor": math.floor,
    "ceil": math.ceil,
}


def cubic(d, a):
    d = abs(d)
    if d <= 1:
        return (a + 2) * d**3 - (a + 3) * d**2 + 1
    return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a if d < 2 else 0.0


def matrix(i, size, a):
    rows = torch.zeros(a["sizes"][i], size, dtype=torch.float64)
    for o in range(a["sizes"][i]):
        x = place(o, i, size, a)
        if a["coordinateMode"] == "tf_crop_and_resize" and not 0 <= x <= size - 1:
            continue
        if a["mode"] == "nearest":
            weights = {ROUND[a.get("nearestMode", "round_prefer_floor")](x): 1.0}
        elif a["mode"] == "linear":
            low = math.floor(x)
            weights = {low: 1 - (x - low), low + 1: x - low}
        else:
            low = math.floor(x)
            weights = {n: cubic(x - n, a.get("cubicCoeffA", -0.75)) for n in range(low - 1, low + 3)}
        for n, weight in weights.items():
            rows[o, min(max(n, 0), size - 1)] += weight
    return rows


def resize_by_matrices(x, a):
    inside = torch.ones((), dtype=torch.bool)
    for i, size in enumerate(x.shape[2:]):
        rows = matrix(i, size, a)
        x = torch.tensordot(x.double(), rows, ([i + 2], [1])).movedim(-1, i + 2)
        inside = inside.unsqueeze(-1) & (rows.abs().sum(1) > 0)
    return torch.where(inside, x, torch.tensor(a.get("extrapolation", 0.0), dtype=x.dtype))


def resize(x, a):
    rank = x.dim() - 2
    corners = a["coordinateMode"] == "align_corners"
    known = {
        ("nearest", "asymmetric", "floor"): "nearest",
        ("nearest", "half_pixel", "round_prefer_ceil"): "nearest-exact",
        ("linear", "half_pixel", None): LINEAR[rank],
        ("linear", "align_corners", None): LINEAR[rank],
        ("cubic", "half_pixel", None): "bicubic",
        ("cubic", "align_corners", None): "bicubic",
    }
    name = known.get((a["mode"], a["coordinateMode"], a.get("nearestMode")))
    if not name or a.get("cubicCoeffA", -0.75) != -0.75 or not x.is_floating_point():
        return resize_by_matrices(x, a).to(x.dtype)
    how = {"scale_factor": a["scales"]} if "scales" in a else {"size": a["sizes"]}
    return F.interpolate(x, mode=name, **how, **({} if a["mode"] == "nearest" else {"align_corners": corners}))


SAMPLING = {
    "averagePool": lambda i, a, _: average_pool(i[0], a),
    "resize": lambda i, a, _: resize(i[0], a),
}
