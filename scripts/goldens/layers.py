"""Golden outputs and gradients of every layer's cases, computed by PyTorch in float64.

    npx tsx scripts/goldens/exportLayers.ts [LAYER ...] | python3 scripts/goldens/layers.py

Reads the cases from stdin and writes src/testing/goldens/layers/LAYER.json, one line a case.
Inputs and outputs have names: in.PORT, parameter.NAME, buffer.NAME, data.COLUMN, random.N; out.PORT, loss, metric.NAME, answer.NAME, buffer.NAME (the next value).
"""

import torch
import torch.nn.functional as F

from classic_layers import classic_layers, same_padding
from goldens import answer
from metric_layers import METRIC_LAYERS
from sequence_layers import SEQUENCE_LAYERS

ACTIVATIONS = {
    "none": lambda x: x,
    "relu": torch.relu,
    "leakyRelu": F.leaky_relu,
    "relu6": F.relu6,
    "elu": F.elu,
    "selu": F.selu,
    "celu": F.celu,
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "hardSwish": F.hardswish,
    "sigmoid": torch.sigmoid,
    "logSigmoid": F.logsigmoid,
    "hardSigmoid": F.hardsigmoid,
    "tanh": torch.tanh,
    "hardTanh": F.hardtanh,
    "tanhShrink": F.tanhshrink,
    "softplus": F.softplus,
    "softsign": F.softsign,
    "softShrink": F.softshrink,
    "hardShrink": F.hardshrink,
}


def dataset(t, p):
    x, y = t["data.x"].double(), t["data.y"]
    for step in p["steps"]:
        if step["type"] == "scale":
            x = x / 255
        elif step["type"] == "normalise":
            x = (x - step["params"]["mean"]) / step["params"]["std"]
        elif step["type"] == "oneHot":
            y = F.one_hot(y.long(), len(p["columns"][1]["classes"])).double()
        else:
            raise ValueError(step["type"])
    return {"out.x": x, "out.y": y}


def dense(t, p):
    y = F.linear(t["in.x"], t["parameter.weight"], t.get("parameter.bias"))
    return {"out.y": ACTIVATIONS[p["activation"]](y)}


def max_pool2d(t, p):
    x = t["in.x"]
    if p["padding"] == "same":
        x = F.pad(x, same_padding(x.shape[2:], p["pool"], p["stride"], [1, 1]), value=-float("inf"))
    return {"out.y": F.max_pool2d(x, p["pool"], p["stride"])}


def dropout(t, p):
    if "random.0" not in t:
        return {"out.y": t["in.x"]}
    keep = 1 - p["rate"]
    return {"out.y": t["in.x"] * (t["random.0"] < keep) / keep}


def cross_entropy(t, p):
    """PyTorch's classes lie along axis 1. Where examples count differently, the mean over all; otherwise one number an example."""
    logits, target = t["in.logits"].movedim(-1, 1), t["in.target"]
    shares = target.is_floating_point()
    wanted = target.movedim(-1, 1) if shares else target.long()
    weight = torch.tensor([float(x) for x in p["classWeights"].split(",")], dtype=logits.dtype) if p["classWeights"] else None
    ignored = p["ignored"] if p["ignore"] and not shares else -10**6 - 1
    overall = not shares and (weight is not None or p["ignore"])
    options = dict(weight=weight, label_smoothing=p["labelSmoothing"], ignore_index=ignored)
    loss = F.cross_entropy(logits, wanted, reduction="mean" if overall else "none", **options)
    right = (logits.argmax(1) == (wanted.argmax(1) if shares else target)).double()
    counts = not shares and p["ignore"]
    missed = (right < 0.5) & (target != ignored if not shares else True)
    return {
        "metric.exactMatch": (~missed).reshape(len(missed), -1).all(1).double(),
        "loss": loss if overall else per_example(loss),
        "metric.accuracy": right[target != ignored].mean() if counts else per_example(right),
    }


def mse(t, p):
    x, y = t["in.prediction"], t["in.target"]
    rows = len(x)
    return {
        "loss": F.mse_loss(x, y, reduction="none").reshape(rows, -1).mean(1),
        "metric.absoluteError": F.l1_loss(x, y, reduction="none").reshape(rows, -1).mean(1),
    }


def per_example(x):
    return x.reshape(len(x), -1).mean(1)


def mae(t, p):
    loss = per_example(F.l1_loss(t["in.prediction"], t["in.target"], reduction="none"))
    return {"loss": loss, "metric.absoluteError": loss}


def huber(t, p):
    x, y = t["in.prediction"], t["in.target"]
    return {
        "loss": per_example(F.huber_loss(x, y, reduction="none", delta=p["delta"])),
        "metric.absoluteError": per_example((x - y).abs()),
    }


def binary_cross_entropy(t, p):
    x = t["in.prediction"]
    y = t["in.target"].double().reshape(x.shape)
    return {
        "loss": per_example(F.binary_cross_entropy_with_logits(x, y, reduction="none")),
        "metric.accuracy": per_example(((x > 0) == (y > 0.5)).double()),
    }


def kl_divergence(t, p):
    mean, spread = t["in.mean"], torch.exp(t["in.logVariance"] / 2)
    unit = torch.distributions.Normal(torch.zeros_like(mean), torch.ones_like(mean))
    kl = torch.distributions.kl_divergence(torch.distributions.Normal(mean, spread), unit)
    return {"loss": p["weight"] * kl.sum(1)}


def hinge(t, p):
    agreement = t["in.prediction"] * t["in.target"]
    return {
        "loss": per_example((p["margin"] - agreement).clamp(min=0)),
        "metric.accuracy": per_example((agreement > 0).double()),
    }


def cosine_loss(t, p):
    x, y = t["in.prediction"], t["in.target"]
    return {"loss": F.cosine_embedding_loss(x, y, torch.ones(len(x), dtype=x.dtype), reduction="none")}


def triplet_loss(t, p):
    a, pos, neg = t["in.anchor"], t["in.positive"], t["in.negative"]
    return {"loss": F.triplet_margin_loss(a, pos, neg, margin=p["margin"], reduction="none")}


LAYERS = {
    "dataset": dataset,
    "dense": dense,
    "maxPool2d": max_pool2d,
    "flatten": lambda t, p: {"out.y": torch.flatten(t["in.x"], 1)},
    "dropout": dropout,
    "relu": lambda t, p: {"out.y": F.relu(t["in.x"])},
    "sigmoid": lambda t, p: {"out.y": torch.sigmoid(t["in.x"])},
    "tanh": lambda t, p: {"out.y": torch.tanh(t["in.x"])},
    "softmax": lambda t, p: {"out.y": F.softmax(t["in.x"], -1)},
    "crossEntropy": cross_entropy,
    "mse": mse,
    "mae": mae,
    "huber": huber,
    "binaryCrossEntropy": binary_cross_entropy,
    "klDivergence": kl_divergence,
    "hinge": hinge,
    "cosineLoss": cosine_loss,
    "tripletLoss": triplet_loss,
    "wasserstein": lambda t, p: {"loss": -per_example(t["in.prediction"] * t["in.target"])},
    **classic_layers(ACTIVATIONS),
    **METRIC_LAYERS,
    **SEQUENCE_LAYERS,
    "sampling": lambda t, p: {
        "out.z": t["in.mean"] + torch.exp(t["in.logVariance"] / 2) * t["random.0"] if "random.0" in t else t["in.mean"]
    },
    "noise": lambda t, p: {
        "out.z": t["data.noise"] if "data.noise" in t else t["random.0"] if p["distribution"] == "normal" else 2 * t["random.0"] - 1
    },
    "fill": lambda t, p: {"out.y": p["value"] + 0 * t["in.x"]},
    "module": lambda t, p: {"out.y%d" % i: t["in." + port["id"]] for i, port in enumerate(p["inputs"])},
    "moduleInput": lambda t, p: {"out.y": t["in.argument"]} if "in.argument" in t else {},
    "moduleOutput": lambda t, p: {"result": t["in.x"]},
    "output": lambda t, p: {"answer." + p["outputName"]: t["in.x"]},
}


def call(f, inputs, case):
    attrs = case["attrs"]
    params = {**attrs["params"], "_outputs": attrs["outputNames"]}
    found = f(dict(zip(attrs["inputNames"], inputs)), params)
    return [found[name] for name in attrs["outputNames"]]


def main():
    answer("layers", lambda case: LAYERS.get(case["op"]), call)


if __name__ == "__main__":
    main()
