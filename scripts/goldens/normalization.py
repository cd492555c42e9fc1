"""Normalisation as PyTorch has it."""

import torch
import torch.nn.functional as F


def layer_norm(x, a, scale=None, bias=None):
    axis = a["axis"] % x.dim()
    axes = list(range(axis, x.dim()))
    mean = x.mean(axes, keepdim=True)
    inverse = (x.var(axes, unbiased=False, keepdim=True) + a["epsilon"]).rsqrt()
    return F.layer_norm(x, x.shape[axis:], scale, bias, a["epsilon"]), mean, inverse


def batch_norm_train(x, scale, bias, a):
    axes = [axis for axis in range(x.dim()) if axis != 1]
    mean = x.mean(axes)
    centred = x - mean.reshape(-1, *[1] * (x.dim() - 2))
    y = F.batch_norm(x, None, None, scale, bias, True, 0.0, a["epsilon"])
    return y, mean, x.var(axes, unbiased=False), centred


def batch_norm(x, scale, bias, mean, variance, a):
    """F.batch_norm has no gradient for the statistics."""
    along = lambda v: v.reshape(-1, *[1] * (x.dim() - 2))
    return (x - along(mean)) * along(scale * (variance + a["epsilon"]).rsqrt()) + along(bias)


NORMALIZATION = {
    "batchNorm": lambda i, a, _: batch_norm(*i, a),
    "batchNormTrain": lambda i, a, _: batch_norm_train(*i, a),
    "layerNorm": lambda i, a, _: layer_norm(i[0], a, *i[1:]),
}
