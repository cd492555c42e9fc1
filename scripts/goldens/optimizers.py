"""Twenty steps of each optimizer from one start over given gradients, computed by PyTorch in float64.

    python3 scripts/goldens/optimizers.py

Writes src/testing/goldens/optimizers.json. Needs torch (Debian: python3-torch).
"""

import json
import math

import torch

from goldens import GOLDENS, number
from muon import muon

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

# over parameters of several shapes; every optimizer is given all of them and takes what it wants
SHAPED = {
    "muon": ("muon", {"learningRate": 0.05}, [[3, 5], [5], [6, 2], [2, 2, 3], [4], [4, 4]], lambda p: muon(p)),
    "muon like adamW, without nesterov": (
        "muon",
        {
            "learningRate": 0.05,
            "momentum": 0.9,
            "nesterov": False,
            "adjust": "matchRmsAdamW",
            "weightDecay": 0.1,
            "adamLearningRate": 0.02,
            "beta1": 0.8,
            "beta2": 0.99,
            "epsilon": 1e-6,
        },
        [[4], [1, 2, 3], [7, 3], [2, 9]],
        lambda p: muon(p, 0.4, momentum=0.9, nesterov=False, match=True, decay=0.1, betas=(0.8, 0.99), eps=1e-6),
    ),
    "muon of one matrix": ("muon", {"learningRate": 0.05, "weightDecay": 0}, [[5, 3]], lambda p: muon(p, decay=0)),
    "muon without matrices": ("muon", {"learningRate": 0.05}, [[3], [2, 1, 2]], lambda p: muon(p)),
}


def trajectory(make, shapes, start, gradients):
    """Steps of the optimizers that `make` gives with the share of the learning rate each takes; parameters lie end to end in `start`."""
    sizes = [math.prod(shape) for shape in shapes]
    ps = [part.reshape(shape).clone().requires_grad_() for part, shape in zip(start.split(sizes), shapes)]
    made = make(ps)
    path = []
    for lr, g in zip(LEARNING_RATES, gradients):
        for p, part in zip(ps, g.split(sizes)):
            p.grad = part.reshape(p.shape).clone()
        for optimizer, share in made if isinstance(made, list) else [(made, 1)]:
            optimizer.param_groups[0]["lr"] = lr * share
            optimizer.step()
        path.append(torch.cat([p.detach().reshape(-1) for p in ps]))
    return path


def numbers(values):
    return "[%s]" % ",".join(number(x) for x in values)


def listed(rows):
    return "[%s]" % ",".join(numbers(row.tolist()) for row in rows)


def drawn(random, *dims):
    return torch.randint(-64, 64, dims, generator=random).double() / 32


def main():
    random = torch.Generator().manual_seed(5)
    start, gradients = drawn(random, SIZE), drawn(random, STEPS, SIZE)
    lines = []
    for name, (kind, params, make) in CASES.items():
        path = listed(trajectory(make, [[SIZE]], start, gradients))
        lines.append('%s:{"type":"%s","params":%s,"path":%s}' % (json.dumps(name), kind, json.dumps(params), path))
    for name, (kind, params, shapes, make) in SHAPED.items():
        size = sum(math.prod(shape) for shape in shapes)
        own = drawn(random, size), drawn(random, STEPS, size)
        path = listed(trajectory(make, shapes, *own))
        head = '"type":"%s","params":%s,"shapes":%s' % (kind, json.dumps(params), json.dumps(shapes))
        given = '"start":%s,"gradients":%s' % (numbers(own[0].tolist()), listed(own[1]))
        lines.append('%s:{%s,%s,"path":%s}' % (json.dumps(name), head, given, path))
    text = '{"torch":%s,"learningRates":%s,"start":%s,"gradients":%s,"cases":{\n%s\n}}\n' % (
        json.dumps(torch.__version__),
        numbers(LEARNING_RATES),
        numbers(start.tolist()),
        listed(gradients),
        ",\n".join(lines),
    )
    (GOLDENS / "optimizers.json").write_text(text)


if __name__ == "__main__":
    main()
