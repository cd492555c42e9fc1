"""Twenty steps of each optimizer from one start over given gradients, computed by PyTorch in float64.

    python3 scripts/goldens/optimizers.py

Writes src/testing/goldens/optimizers.json. Needs torch (Debian: python3-torch).
"""

import json

import torch

from goldens import GOLDENS, number

STEPS, SIZE = 20, 6
LEARNING_RATES = [0.05 / (1 + step / 10) for step in range(STEPS)]

# name of the case: (our type, our parameters, torch's optimizer)
CASES = {
    "sgd": ("sgd", {}, lambda p: torch.optim.SGD(p, lr=1)),
    "sgd with decay": ("sgd", {"weightDecay": 0.1}, lambda p: torch.optim.SGD(p, lr=1, weight_decay=0.1)),
    "momentum": ("sgd", {"momentum": 0.9}, lambda p: torch.optim.SGD(p, lr=1, momentum=0.9)),
    "nesterov with decay": (
        "sgd",
        {"momentum": 0.9, "nesterov": True, "weightDecay": 0.01},
        lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, nesterov=True, weight_decay=0.01),
    ),
    "adam": ("adam", {}, lambda p: torch.optim.Adam(p)),
    "adam with decay": (
        "adam",
        {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "weightDecay": 0.1},
        lambda p: torch.optim.Adam(p, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    ),
    "adamW": ("adamW", {}, lambda p: torch.optim.AdamW(p)),
    "adamW with more decay": ("adamW", {"weightDecay": 0.3}, lambda p: torch.optim.AdamW(p, weight_decay=0.3)),
    "rmsprop": ("rmsprop", {}, lambda p: torch.optim.RMSprop(p)),
    "rmsprop with momentum and decay": (
        "rmsprop",
        {"alpha": 0.9, "momentum": 0.5, "weightDecay": 0.05},
        lambda p: torch.optim.RMSprop(p, alpha=0.9, momentum=0.5, weight_decay=0.05),
    ),
    "adagrad": ("adagrad", {}, lambda p: torch.optim.Adagrad(p)),
    "adagrad with decay": ("adagrad", {"weightDecay": 0.1}, lambda p: torch.optim.Adagrad(p, weight_decay=0.1)),
}


def trajectory(make, start, gradients):
    p = start.clone().requires_grad_()
    optimizer = make([p])
    path = []
    for lr, g in zip(LEARNING_RATES, gradients):
        optimizer.param_groups[0]["lr"] = lr
        p.grad = g.clone()
        optimizer.step()
        path.append(p.detach().clone())
    return path


def numbers(values):
    return "[%s]" % ",".join(number(x) for x in values)


def main():
    random = torch.Generator().manual_seed(5)
    start = torch.randint(-64, 64, (SIZE,), generator=random).double() / 32
    gradients = torch.randint(-64, 64, (STEPS, SIZE), generator=random).double() / 32
    lines = []
    for name, (kind, params, make) in CASES.items():
        path = ",".join(numbers(p.tolist()) for p in trajectory(make, start, gradients))
        lines.append('%s:{"type":"%s","params":%s,"path":[%s]}' % (json.dumps(name), kind, json.dumps(params), path))
    text = '{"torch":%s,"learningRates":%s,"start":%s,"gradients":[%s],"cases":{\n%s\n}}\n' % (
        json.dumps(torch.__version__),
        numbers(LEARNING_RATES),
        numbers(start.tolist()),
        ",".join(numbers(g.tolist()) for g in gradients),
        ",\n".join(lines),
    )
    (GOLDENS / "optimizers.json").write_text(text)


if __name__ == "__main__":
    main()
