"""Muon as torch.optim.Muon (2.9) has it, for a torch that has none, in the precision of the parameters.

Jordan 2024, "Muon: An optimizer for hidden layers in neural networks". torch.optim.Muon iterates in bfloat16, to save time; the
iteration here is exact.
"""

import math

import torch

A, B, C = 3.4445, -4.7750, 2.0315


def orthogonal(g, steps=5, eps=1e-7):
    """_zeropower_via_newtonschulz: about U V^T of g = U S V^T."""
    x = g.T if g.size(0) > g.size(1) else g
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.T
        x = A * x + (B * gram + C * gram @ gram) @ x
    return x.T if g.size(0) > g.size(1) else x


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, adjust_lr_fn="original"):
        super().__init__(params, dict(lr=lr, decay=weight_decay, momentum=momentum, nesterov=nesterov, adjust=adjust_lr_fn))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, momentum = group["lr"], group["momentum"]
            for p in group["params"]:
                buffer = self.state[p].setdefault("momentum_buffer", torch.zeros_like(p))
                buffer.lerp_(p.grad, 1 - momentum)
                update = p.grad.lerp(buffer, momentum) if group["nesterov"] else buffer
                rows, columns = p.shape
                original = math.sqrt(max(1, rows / columns))
                ratio = original if group["adjust"] == "original" else 0.2 * math.sqrt(max(rows, columns))
                p.mul_(1 - lr * group["decay"])
                p.add_(orthogonal(update), alpha=-lr * ratio)


def muon(params, share=0.02, momentum=0.95, nesterov=True, match=False, decay=0.01, betas=(0.9, 0.999), eps=1e-8):
    """Muon for the matrices, AdamW with `share` of its learning rate for the rest: [(optimizer, share)]."""
    matrices = [p for p in params if p.dim() == 2]
    others = [p for p in params if p.dim() != 2]
    adjust = "match_rms_adamw" if match else "original"
    made = []
    if matrices:
        made.append((Muon(matrices, 1, decay, momentum, nesterov, adjust), 1))
    if others:
        made.append((torch.optim.AdamW(others, betas=betas, eps=eps, weight_decay=decay), share))
    return made
