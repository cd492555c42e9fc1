"""PyTorch's form of the elementwise operators and activations: (inputs, attributes) -> output or outputs."""

import torch
import torch.nn.functional as F


def is_inf(x, a):
    found = torch.zeros_like(x, dtype=torch.bool)
    if a["positive"]:
        found = found | torch.isposinf(x)
    if a["negative"]:
        found = found | torch.isneginf(x)
    return found


def shrink(x, a):
    if a["bias"] == a["lambda"]:
        return F.softshrink(x, a["lambda"])
    kept = torch.sign(x) * a["bias"]
    return torch.where(F.hardshrink(x, a["lambda"]) == 0, torch.zeros_like(x), x - kept)


def hard_sigmoid(x, a):
    if (a["alpha"], a["beta"]) == (1 / 6, 0.5):
        return F.hardsigmoid(x)
    return F.hardtanh(a["alpha"] * x + a["beta"], 0, 1)


def power(x, y):
    return torch.pow(x, y).to(x.dtype)


def clip(x, a):
    return torch.clamp(x, a.get("min"), a.get("max")) if a else x.clone()


def selu(x, a):
    if a["alpha"] == 1.6732632423543772:
        return F.selu(x)
    return a["gamma"] * F.elu(x, a["alpha"])


PLAIN = {
    "abs": torch.abs,
    "acos": torch.acos,
    "acosh": torch.acosh,
    "asin": torch.asin,
    "asinh": torch.asinh,
    "atan": torch.atan,
    "atanh": torch.atanh,
    "ceil": torch.ceil,
    "cos": torch.cos,
    "cosh": torch.cosh,
    "erf": torch.erf,
    "floor": torch.floor,
    "greaterOrEqual": torch.ge,
    "isNan": torch.isnan,
    "less": torch.lt,
    "lessOrEqual": torch.le,
    "and": torch.logical_and,
    "max": torch.maximum,
    "min": torch.minimum,
    "not": torch.logical_not,
    "or": torch.logical_or,
    "pow": power,
    "reciprocal": torch.reciprocal,
    "round": torch.round,
    "sign": torch.sign,
    "sin": torch.sin,
    "sinh": torch.sinh,
    "softplus": F.softplus,
    "softsign": F.softsign,
    "hardSwish": F.hardswish,
    "stopGradient": torch.Tensor.detach,
    "tan": torch.tan,
    "xor": torch.logical_xor,
    "silu": F.silu,
    "mish": F.mish,
    # torch takes a slope for each channel or one for all
    "prelu": lambda x, slope: torch.where(x > 0, x, slope * x),
}

SET = {
    "celu": lambda x, a: F.celu(x, a["alpha"]),
    "clip": clip,
    "elu": lambda x, a: F.elu(x, a["alpha"]),
    "gelu": lambda x, a: F.gelu(x, approximate=a["approximate"]),
    "hardSigmoid": hard_sigmoid,
    "hardTanh": lambda x, a: F.hardtanh(x, a["min"], a["max"]),
    "isInf": is_inf,
    "leakyRelu": lambda x, a: F.leaky_relu(x, a["alpha"]),
    "selu": selu,
    "shrink": shrink,
    "thresholdedRelu": lambda x, a: F.threshold(x, a["alpha"], 0),
}

OPS = {
    **{name: lambda i, a, _, f=f: f(*i) for name, f in PLAIN.items()},
    **{name: lambda i, a, _, f=f: f(i[0], a) for name, f in SET.items()},
    "mod": lambda i, a, _: (torch.fmod if a["fmod"] else torch.remainder)(*i),
}
