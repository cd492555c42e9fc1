"""Golden values and gradients of the functions of src/ir/composites, computed by PyTorch in float64.

    npx tsx scripts/goldens/exportComposites.ts [NAME ...] | python3 scripts/goldens/composites.py

Writes src/testing/goldens/composites/NAME.json.
"""

import math

import torch
import torch.nn.functional as F

from goldens import answer


def attention(inputs, a):
    """torch.nn.functional._scaled_dot_product_attention of 1.13, with a mask of booleans read as in 2.0."""
    q, k, v, *mask = inputs
    scores = q * a.get("scale", 1 / math.sqrt(q.shape[-1])) @ k.transpose(-2, -1)
    if a.get("causal"):
        scores = scores.masked_fill(torch.ones(scores.shape[-2:]).tril() == 0, -math.inf)
    if mask:
        scores = scores.masked_fill(~mask[0], -math.inf) if mask[0].dtype == torch.bool else scores + mask[0]
    weights = scores.softmax(-1)
    return weights @ v, weights


def multi_head_attention(inputs, a):
    q, k, v, *padding = (x.transpose(0, 1) if n < 3 else x for n, x in enumerate(inputs))
    size, same = q.shape[-1], torch.eye(q.shape[-1], dtype=q.dtype)
    mask = torch.ones(q.shape[0], k.shape[0]).tril() == 0 if a["causal"] else None
    y, weights = F.multi_head_attention_forward(
        q, k, v, size, a["heads"], torch.cat([same] * 3), torch.zeros(3 * size, dtype=q.dtype), None, None, False, 0.0,
        same, torch.zeros(size, dtype=q.dtype), attn_mask=mask, average_attn_weights=False,
        key_padding_mask=~padding[0] if padding else None,
    )
    return y.transpose(0, 1), weights


def embedding(inputs, a):
    table, indices = inputs
    if a["padding"] is None:
        return F.embedding(indices, table)
    kept = torch.ones(table.shape[0], 1, dtype=table.dtype)
    kept[a["padding"]] = 0
    return F.embedding(indices, table * kept, a["padding"])


def rms_norm(inputs, a):
    x, *scale = inputs
    axes = list(range(a["axis"] % x.dim(), x.dim()))
    unit = x * (x.pow(2).mean(axes, keepdim=True) + a["epsilon"]).rsqrt()
    return unit * scale[0] if scale else unit


def running_statistics(inputs, a):
    """F.batch_norm writes into the statistics it is given, which autograd does not follow: the formula of its documentation for those."""
    x, scale, bias, mean, variance = inputs
    new = [mean.detach().clone(), variance.detach().clone()]
    y = F.batch_norm(x, *new, scale, bias, True, a["momentum"], a["epsilon"])
    if x.numel() == 0:
        return y, mean * 1, variance * 1
    axes = [axis for axis in range(x.dim()) if axis != 1]
    blend = lambda old, now: old * (1 - a["momentum"]) + now * a["momentum"]
    written = blend(mean, x.mean(axes)), blend(variance, x.var(axes, unbiased=True))
    assert all(torch.allclose(*pair, rtol=1e-12) for pair in zip(written, new))
    return y, *written


def instance_norm(inputs, a):
    """F.instance_norm takes no batch without examples; as many groups as channels are the same."""
    x, *parts = inputs
    if x.numel() == 0:
        return F.group_norm(x, x.shape[1], *parts, eps=a["epsilon"])
    return F.instance_norm(x, None, None, *parts, eps=a["epsilon"])


STOPPED = {
    "half of a square": lambda x: x * x.detach(),
    "straight through": lambda x: x + (x.round() - x).detach(),
    "nothing left": lambda x: x.tanh().detach() + 0 * x,
}


COMPOSITES = {
    "attention": attention,
    "einsum": lambda i, a: torch.einsum(a["equation"], *i),
    "embedding": embedding,
    "groupNorm": lambda i, a: F.group_norm(i[0], a["groups"], *i[1:], eps=a["epsilon"]),
    "instanceNorm": instance_norm,
    "multiHeadAttention": multi_head_attention,
    "rmsNorm": rms_norm,
    "runningStatistics": running_statistics,
    "stopGradient": lambda i, a: STOPPED[a["form"]](i[0]),
}


if __name__ == "__main__":
    answer("composites", lambda case: COMPOSITES.get(case["op"]), lambda f, inputs, case: f(inputs, case["attrs"]))
