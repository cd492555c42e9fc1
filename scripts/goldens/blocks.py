"""Golden outputs and gradients of the ready-made Transformer blocks, computed by torch.nn's layers in float64.

    npx tsx scripts/goldens/exportBlocks.ts | python3 scripts/goldens/blocks.py
"""

import torch
from torch.nn.utils.stateless import functional_call

from goldens import answer

NAMES = {
    "attention.in_proj_": "self_attn.in_proj_",
    "attention.out_proj_": "self_attn.out_proj.",
    "cross.in_proj_": "multihead_attn.in_proj_",
    "cross.out_proj_": "multihead_attn.out_proj.",
    "norm_": "norm",
    "dense_": "linear",
}


def theirs(name):
    for ours, their in NAMES.items():
        if name.startswith(ours):
            return their + name[len(ours) :]
    return None


def call(preset, inputs, case):
    given = dict(zip(case["attrs"]["inputNames"], inputs))
    x, memory = given["x"], given.get("memory")
    padding = given["tokens"] == 0 if "tokens" in given else None
    causal = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)
    layer = torch.nn.TransformerDecoderLayer if memory is not None else torch.nn.TransformerEncoderLayer
    block = layer(8, 2, 12, 0.0, "gelu", batch_first=True, norm_first=preset != "encoderBlockPostNorm").double().train()
    weights = {theirs(name): value for name, value in given.items() if theirs(name)}
    assert set(weights) == {name for name, _ in block.named_parameters()}
    if memory is not None:
        options = {"tgt_mask": causal, "memory_key_padding_mask": padding}
        return functional_call(block, weights, (x, memory), options)
    options = {"src_mask": causal if preset == "decoderBlock" else None, "src_key_padding_mask": padding}
    return functional_call(block, weights, (x,), options)


if __name__ == "__main__":
    answer("blocks", lambda case: case["op"], call)
