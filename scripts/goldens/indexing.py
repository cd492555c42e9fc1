"""Gathers and scatters as PyTorch has them."""

import torch

SCATTER = {"mul": "prod", "max": "amax", "min": "amin"}


def from_front(indices, size):
    indices = indices.long()
    return torch.where(indices < 0, indices + size, indices)


def gather(x, indices, axis):
    axis %= x.dim()
    at = from_front(indices, x.shape[axis])
    picked = x.index_select(axis, at.reshape(-1))
    return picked.reshape(*x.shape[:axis], *at.shape, *x.shape[axis + 1 :])


def gather_elements(x, indices, axis):
    return x.gather(axis, from_front(indices, x.shape[axis]))


def columns(x, indices, batch):
    """One index tensor an axis: of the batch axes, then of those the tuples name."""
    lead = indices.shape[:-1]
    of_batch = [
        torch.arange(lead[axis]).reshape([-1 if other == axis else 1 for other in range(len(lead))]).expand(lead)
        for axis in range(batch)
    ]
    return (*of_batch, *(from_front(indices[..., k], x.shape[batch + k]) for k in range(indices.shape[-1])))


def gather_nd(x, indices, batch):
    return x[columns(x, indices, batch)]


def scatter_elements(x, indices, updates, axis, reduction):
    at = from_front(indices, x.shape[axis])
    if reduction == "none":
        return x.scatter(axis, at, updates)
    if reduction == "add":
        return x.scatter_add(axis, at, updates)
    return x.scatter_reduce(axis, at, updates, SCATTER[reduction])


def scatter_nd(x, indices, updates, reduction):
    at = columns(x, indices, 0)
    if reduction in ("none", "add"):
        return x.index_put(at, updates, accumulate=reduction == "add")
    # as rows [prod d, S], which scatter_reduce knows
    depth = len(at)
    rows = at[0]
    for axis in range(1, depth):
        rows = rows * x.shape[axis] + at[axis]
    flat = x.reshape(x.shape[:depth].numel(), -1)
    values = updates.reshape(rows.numel(), flat.shape[1])
    spread = rows.reshape(-1, 1).expand(-1, flat.shape[1])
    return flat.scatter_reduce(0, spread, values, SCATTER[reduction]).reshape(x.shape)


INDEXING = {
    "gather": lambda i, a, _: gather(*i, a["axis"]),
    "gatherElements": lambda i, a, _: gather_elements(*i, a["axis"]),
    "gatherND": lambda i, a, _: gather_nd(*i, a["batchDims"]),
    "scatterElements": lambda i, a, _: scatter_elements(*i, a["axis"], a["reduction"]),
    "scatterND": lambda i, a, _: scatter_nd(*i, a["reduction"]),
}
