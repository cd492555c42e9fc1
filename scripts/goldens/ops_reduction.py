"""PyTorch's form of the reductions and what else runs along an axis: (inputs, attributes) -> output or outputs."""

import torch


def axes_of(x, a):
    return [axis % x.dim() for axis in a["axes"]] or list(range(x.dim()))


def reduced(f):
    """Over several axes at once; a scalar has none."""
    return lambda i, a, _: f(i[0], axes_of(i[0], a), a["keepDims"]) if i[0].dim() else f(i[0].reshape(1), [0], False)


def product(x, axes, keep):
    for axis in sorted(axes, reverse=True):
        x = x.prod(axis, keep, dtype=x.dtype)
    return x


def norm(order):
    def f(x, axes, keep):
        if x.is_floating_point():
            return torch.linalg.vector_norm(x, order, axes, keep)
        return x.abs().sum(axes, keep, dtype=x.dtype)

    return f


def arg(name):
    """torch says nothing of ties: the first of them is the least index that reaches the extreme value."""

    def f(x, a):
        axis = a["axis"]
        keep = a.get("keepDims", False)
        hit = x == getattr(x, name)(axis, True)
        places = torch.arange(x.shape[axis]).reshape([-1 if d == axis % x.dim() else 1 for d in range(x.dim())])
        if a.get("selectLast"):
            return torch.where(hit, places, -1).amax(axis, keep).to(torch.int32)
        return torch.where(hit, places, x.shape[axis]).amin(axis, keep).to(torch.int32)

    return lambda i, a, _: f(i[0], a)


def cum_sum(x, a):
    axis = a["axis"]
    x = x.flip(axis) if a.get("reverse") else x
    y = x.cumsum(axis, dtype=x.dtype)
    y = y - x if a.get("exclusive") else y
    return y.flip(axis) if a.get("reverse") else y


def hardmax(x, a):
    if x.numel() == 0:
        return x.clone()
    return torch.zeros_like(x).scatter(a["axis"], arg("amax")([x], {**a, "keepDims": True}, "").to(torch.int64), 1.0)


OPS = {
    "argMax": arg("amax"),
    "argMin": arg("amin"),
    "cumSum": lambda i, a, _: cum_sum(i[0], a),
    "hardmax": lambda i, a, _: hardmax(i[0], a),
    "reduceL1": reduced(norm(1)),
    "reduceL2": reduced(norm(2)),
    "reduceLogSum": reduced(lambda x, axes, keep: x.sum(axes, keep).log()),
    "reduceLogSumExp": reduced(torch.logsumexp),
    "reduceMax": reduced(torch.amax),
    "reduceMean": reduced(torch.mean),
    "reduceMin": reduced(torch.amin),
    "reduceProd": reduced(product),
    "reduceSum": reduced(lambda x, axes, keep: x.sum(axes, keep, dtype=x.dtype)),
    "reduceSumSquare": reduced(lambda x, axes, keep: (x * x).sum(axes, keep, dtype=x.dtype)),
    "topK": lambda i, a, _: i[0].topk(a["k"], a["axis"], a["largest"], True),
}
