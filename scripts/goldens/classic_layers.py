"""Layers of classic models as PyTorch has them, for layers.py."""

import re

import torch
import torch.nn.functional as F


def same_padding(size, kernel, stride, dilation):
    """Keras and TensorFlow "same": ceil(size / stride) outputs, the odd zero at the end. In the order F.pad wants."""
    pads = []
    for n, k, s, d in reversed(list(zip(size, kernel, stride, dilation))):
        total = max(0, (-(-n // s) - 1) * s + d * (k - 1) + 1 - n)
        pads += [total // 2, total - total // 2]
    return pads


def as_list(x):
    return x if isinstance(x, list) else [x]


BORDERS = {"zeros": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}


def bordered(x, p):
    """x with its border, and the stride and dilation that are left to do."""
    kernel, stride = as_list(p["kernel"]), as_list(p["stride"])
    dilation = as_list(p["dilation"])
    pads = [0] * (2 * len(kernel))
    if p["padding"] == "same":
        pads = same_padding(x.shape[2:], kernel, stride, dilation)
    elif p["padding"] == "causal":
        pads = [dilation[0] * (kernel[0] - 1), 0]
    elif p["padding"] == "custom":
        pads = [n for size in reversed(as_list(p["pad"])) for n in (size, size)]
    return F.pad(x, pads, BORDERS[p["border"]]) if any(pads) else x


def convolution(activations):
    def run(t, p, groups=None):
        x = t["in.x"]
        f = F.conv1d if x.dim() == 3 else F.conv2d
        groups = groups(x) if groups else p["groups"]
        y = f(bordered(x, p), t["parameter.weight"], t.get("parameter.bias"), p["stride"], 0, p["dilation"], groups)
        return {"out.y": activations[p["activation"]](y)}

    return run


def separable(t, p):
    x = t["in.x"]
    conv = F.conv1d if x.dim() == 3 else F.conv2d
    y = conv(bordered(x, p), t["parameter.depthwise"], None, p["stride"], 0, p["dilation"], x.shape[1])
    return {"out.y": conv(y, t["parameter.pointwise"], t.get("parameter.bias"))}


def conv_transpose(t, p):
    x, w, b = t["in.x"], t["parameter.weight"], t.get("parameter.bias")
    conv = F.conv_transpose1d if x.dim() == 3 else F.conv_transpose2d
    stride = as_list(p["stride"])
    if p["padding"] != "same":
        pad = p["pad"] if p["padding"] == "custom" else 0
        return {"out.y": conv(x, w, b, stride, pad, p["outputPadding"], p["groups"], p["dilation"])}
    # all of it, then as much cut off or added as makes stride n outputs
    full = conv(x, w, None, stride, 0, 0, p["groups"], p["dilation"])
    last = x.dim() - 1
    for axis in range(2, x.dim()):
        beyond = full.shape[axis] - stride[axis - 2] * x.shape[axis]
        begin = max(0, beyond) // 2
        full = full.narrow(axis, begin, min(full.shape[axis], stride[axis - 2] * x.shape[axis]))
        if beyond < 0:
            full = F.pad(full, [0, 0] * (last - axis) + [0, -beyond])
    return {"out.y": full if b is None else full + b.view([1, -1] + [1] * (x.dim() - 2))}


def max_pool1d(t, p):
    x = t["in.x"]
    if p["padding"] == "same":
        x = F.pad(x, same_padding(x.shape[2:], [p["pool"]], [p["stride"]], [1]), value=-float("inf"))
    return {"out.y": F.max_pool1d(x, p["pool"], p["stride"])}


def average_pool(t, p):
    x = t["in.x"]
    pool = F.avg_pool1d if x.dim() == 3 else F.avg_pool2d
    if p["padding"] == "valid":
        return {"out.y": pool(x, p["pool"], p["stride"])}
    pads = same_padding(x.shape[2:], as_list(p["pool"]), as_list(p["stride"]), [1, 1])
    ones = F.pad(torch.ones_like(x), pads)
    return {"out.y": pool(F.pad(x, pads), p["pool"], p["stride"]) / pool(ones, p["pool"], p["stride"])}


def global_pool(f):
    def run(t, p):
        x = t["in.x"]
        y = f[x.dim() - 3](x, 1)
        return {"out.y": y if p["keepDims"] else y.flatten(1)}

    return run


def up_sampling(t, p):
    how = {} if p["mode"] == "nearest" else {"align_corners": False}
    return {"out.y": F.interpolate(t["in.x"], scale_factor=p["factor"], mode=p["mode"], **how)}


def batch_norm(t, p):
    x = t["in.x"]
    mean, variance = t["buffer.running_mean"].detach().clone(), t["buffer.running_var"].detach().clone()
    given = (t.get("parameter.weight"), t.get("parameter.bias"))
    if "buffer.running_mean" not in p["_outputs"]:  # not training
        # torch has no gradient of the running statistics: the same formula, to be differentiated
        along = [1, -1] + [1] * (x.dim() - 2)
        unit = (x - t["buffer.running_mean"].view(along)) / (t["buffer.running_var"] + p["epsilon"]).sqrt().view(along)
        y = unit * given[0].view(along) + given[1].view(along) if p["affine"] else unit
        assert torch.allclose(y, F.batch_norm(x, mean, variance, *given, False, p["momentum"], p["epsilon"]))
        return {"out.y": y}
    y = F.batch_norm(x, mean, variance, *given, True, p["momentum"], p["epsilon"])
    # torch writes the running statistics in place and apart from the graph: the same formula, to be differentiated
    axes = [axis for axis in range(x.dim()) if axis != 1]
    m = p["momentum"]
    next_mean = (1 - m) * t["buffer.running_mean"] + m * x.mean(axes)
    next_variance = (1 - m) * t["buffer.running_var"] + m * x.var(axes, unbiased=True)
    assert torch.allclose(next_mean, mean) and torch.allclose(next_variance, variance)
    return {"out.y": y, "buffer.running_mean": next_mean, "buffer.running_var": next_variance}


def layer_norm(t, p):
    x = t["in.x"]
    y = F.layer_norm(x, x.shape[-p["axes"] :], t.get("parameter.weight"), t.get("parameter.bias"), p["epsilon"])
    return {"out.y": y}


def group_norm(t, p):
    given = (t.get("parameter.weight"), t.get("parameter.bias"))
    return {"out.y": F.group_norm(t["in.x"], p["groups"], *given, p["epsilon"])}


def instance_norm(t, p):
    given = (t.get("parameter.weight"), t.get("parameter.bias"))
    return {"out.y": F.instance_norm(t["in.x"], None, None, *given, eps=p["epsilon"])}


def rms_norm(t, p):
    x = t["in.x"]
    y = x / torch.sqrt((x * x).mean(-1, keepdim=True) + p["epsilon"])
    return {"out.y": y * t["parameter.weight"] if p["affine"] else y}


def spatial_dropout(t, p):
    if "random.0" not in t:
        return {"out.y": t["in.x"]}
    keep = 1 - p["rate"]
    return {"out.y": t["in.x"] * (t["random.0"] < keep) / keep}


def gaussian_noise(t, p):
    return {"out.y": t["in.x"] + t["random.0"] * p["std"] if "random.0" in t else t["in.x"]}


def dims(text):
    return [int(size) for size in re.findall(r"-?\d+", text)]


def repeat(t, p):
    x, n, axis = t["in.x"], p["times"], p["axis"]
    if p["how"] == "stack":
        return {"out.y": torch.stack([x] * n, axis)}
    return {"out.y": torch.cat([x] * n, axis) if p["how"] == "tile" else x.repeat_interleave(n, axis)}


def slice_axis(t, p):
    x, axis = t["in.x"], p["axis"]
    size = x.shape[axis]
    start = p["start"] % size
    stop = size if p["length"] == 0 else start + (p["length"] - 1) * p["step"] + 1
    at = [slice(None)] * x.dim()
    at[axis] = slice(start, stop, p["step"])
    y = x[tuple(at)]
    return {"out.y": y.squeeze(axis) if p["drop"] else y}


def reduce(t, p):
    x, keep = t["in.x"], p["keepDims"]
    axes = [axis % x.dim() for axis in dims(p["axes"])] or list(range(1, x.dim()))

    def product(x):
        for axis in sorted(axes, reverse=True):
            x = x.prod(axis, keepdim=keep)
        return x

    functions = {
        "sum": lambda x: x.sum(axes, keepdim=keep),
        "mean": lambda x: x.mean(axes, keepdim=keep),
        "max": lambda x: x.amax(axes, keepdim=keep),
        "min": lambda x: x.amin(axes, keepdim=keep),
        "product": product,
        "l1": lambda x: torch.linalg.vector_norm(x, 1, axes, keep),
        "l2": lambda x: torch.linalg.vector_norm(x, 2, axes, keep),
        "logSumExp": lambda x: x.logsumexp(axes, keepdim=keep),
        "variance": lambda x: x.var(axes, unbiased=False, keepdim=keep),
    }
    return {"out.y": functions[p["function"]](x)}


def pad(t, p):
    pads = [p["begin"], p["end"]] if "begin" in p else [p["left"], p["right"], p["top"], p["bottom"]]
    mode = BORDERS[p["border"]]
    return {"out.y": F.pad(t["in.x"], pads, value=p["value"]) if mode == "constant" else F.pad(t["in.x"], pads, mode)}


def crop2d(t, p):
    x = t["in.x"]
    return {"out.y": x[:, :, p["top"] : x.shape[2] - p["bottom"], p["left"] : x.shape[3] - p["right"]]}


def crop1d(t, p):
    x = t["in.x"]
    return {"out.y": x[:, :, p["begin"] : x.shape[2] - p["end"]]}


def scale(t, p):
    return {"out.y": t["in.x"] * t.get("parameter.factor", p["factor"]) + t.get("parameter.offset", p["offset"])}


def constant(t, p):
    numbers = [float(x) for x in re.findall(r"[^\s,]+", p["value"])]
    shape = [1] + p["shape"]
    if not p["trained"]:
        value = torch.tensor(numbers).double()
        return {"out.y": value.expand(shape) if len(numbers) == 1 else value.reshape(shape)}
    learned = t["parameter.value"]
    return {"out.y": learned if len(numbers) == 1 else torch.tensor(numbers).double().reshape(shape) + learned}


def merged(f):
    return lambda t, p: {"out.y": f([t["in." + "abcdefghijklmnop"[i]] for i in range(p.get("inputs", 2))], p)}


def folded(f):
    def run(values, p):
        y = values[0]
        for x in values[1:]:
            y = f(y, x)
        return y

    return merged(run)


def dot(values, p):
    a, b = values
    product = (a * b).sum(-1, keepdim=True)
    return F.cosine_similarity(a, b, -1).unsqueeze(-1) if p["normalize"] else product


def mat_mul(values, p):
    a, b = values
    return torch.matmul(a.mT if p["transposeA"] else a, b.mT if p["transposeB"] else b)


def reduced(several, one):
    """A function of several values element by element, of one over its last axis."""

    def run(*of):
        if len(of) == 1:
            return one(of[0])
        y = torch.as_tensor(of[0], dtype=torch.float64)
        for x in of[1:]:
            y = several(y, torch.as_tensor(x, dtype=torch.float64))
        return y

    return run


def mean(*of):
    return of[0].mean(-1, keepdim=True) if len(of) == 1 else sum(of) / len(of)


NAMES = {
    **{name: getattr(torch, name) for name in ("exp", "log", "sqrt", "abs", "sin", "tanh", "sigmoid")},
    "pi": torch.pi,
    "max": reduced(torch.maximum, lambda x: x.amax(-1, keepdim=True)),
    "min": reduced(torch.minimum, lambda x: x.amin(-1, keepdim=True)),
    "sum": reduced(torch.add, lambda x: x.sum(-1, keepdim=True)),
    "mean": mean,
}


def expression(t, p):
    """Python ranks + - * / ** and signs as the formula does."""
    inputs = {name[3:]: value for name, value in t.items() if name.startswith("in.")}
    return {"out.y": eval(p["formula"].replace("^", "**"), {**NAMES, **inputs})}


def prelu(t, p):
    return {"out.y": F.prelu(t["in.x"], t["parameter.weight"])}


def of_x(f):
    return lambda t, p: {"out.y": f(t["in.x"], p)}


def classic_layers(activations):
    conv = convolution(activations)
    return {
        "conv1d": conv,
        "conv2d": conv,
        "depthwiseConv2d": lambda t, p: conv(t, p, lambda x: x.shape[1]),
        "depthwiseConv1d": lambda t, p: conv(t, p, lambda x: x.shape[1]),
        "separableConv1d": separable,
        "separableConv2d": separable,
        "convTranspose1d": conv_transpose,
        "convTranspose2d": conv_transpose,
        "maxPool1d": max_pool1d,
        "averagePool1d": average_pool,
        "averagePool2d": average_pool,
        "globalAveragePool": global_pool([F.adaptive_avg_pool1d, F.adaptive_avg_pool2d]),
        "globalMaxPool": global_pool([F.adaptive_max_pool1d, F.adaptive_max_pool2d]),
        "upSampling1d": up_sampling,
        "upSampling2d": up_sampling,
        "batchNorm": batch_norm,
        "layerNorm": layer_norm,
        "groupNorm": group_norm,
        "instanceNorm": instance_norm,
        "rmsNorm": rms_norm,
        "spatialDropout": spatial_dropout,
        "gaussianNoise": gaussian_noise,
        "reshape": of_x(lambda x, p: x.reshape([len(x)] + dims(p["shape"]))),
        "permute": of_x(lambda x, p: x.permute([0] + dims(p["order"]))),
        "repeat": repeat,
        "squeeze": of_x(lambda x, p: x.squeeze(p["axis"])),
        "unsqueeze": of_x(lambda x, p: x.unsqueeze(p["axis"])),
        "slice": slice_axis,
        "reduce": reduce,
        "zeroPad1d": pad,
        "zeroPad2d": pad,
        "crop1d": crop1d,
        "crop2d": crop2d,
        "scale": scale,
        "constant": constant,
        "add": folded(torch.add),
        "subtract": folded(torch.sub),
        "multiply": folded(torch.mul),
        "maximum": folded(torch.maximum),
        "minimum": folded(torch.minimum),
        "average": merged(lambda values, p: sum(values) / len(values)),
        "concat": merged(lambda values, p: torch.cat(values, p["axis"])),
        "dot": merged(dot),
        "matMul": merged(mat_mul),
        "expression": expression,
        "leakyRelu": of_x(lambda x, p: F.leaky_relu(x, p["slope"])),
        "prelu": prelu,
        "elu": of_x(lambda x, p: F.elu(x, p["alpha"])),
        "gelu": of_x(lambda x, p: F.gelu(x, approximate=p["approximate"])),
        "silu": of_x(lambda x, p: F.silu(x)),
        "logSoftmax": of_x(lambda x, p: F.log_softmax(x, -1)),
        "glu": of_x(lambda x, p: F.glu(x, p["axis"])),
        "activation": of_x(lambda x, p: activations[p["function"]](x)),
    }
