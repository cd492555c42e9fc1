"""Golden training runs: small models, every optimizer, twenty steps by PyTorch in float64.

    npx tsx scripts/goldens/exportModels.ts | python3 scripts/goldens/models.py

Reads start and data from stdin and writes src/testing/goldens/models/MODEL.json, one line an optimizer: loss, metric and
gradient norm of each step, every parameter after each step.
"""

import json
import sys
from collections import defaultdict

import torch
import torch.nn.functional as F
from torch import nn

from goldens import GOLDENS, line, read_tensor, write_file


class Dropout(nn.Module):
    """Inverted dropout with the random numbers it is given."""

    def __init__(self, rate):
        super().__init__()
        self.keep = 1 - rate
        self.numbers = None

    def forward(self, x):
        return x * (self.numbers < self.keep) / self.keep


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense_1 = nn.Linear(6, 8)
        self.dense_2 = nn.Linear(8, 3)

    def forward(self, x):
        return self.dense_2(torch.tanh(self.dense_1((x / 255 - 0.5) / 0.25)))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_1 = nn.Conv2d(1, 2, 3)
        self.conv_2 = nn.Conv2d(2, 3, 3, padding="same")
        self.dense_1 = nn.Linear(12, 6)
        self.dense_2 = nn.Linear(6, 3)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.conv_1(x / 255)), 2)
        x = F.max_pool2d(self.conv_2(x), 2)
        return self.dense_2(torch.sigmoid(self.dense_1(torch.flatten(x, 1))))


class Regression(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense_1 = nn.Linear(5, 4)
        self.dense_2 = nn.Linear(4, 2, bias=False)

    def forward(self, x):
        return self.dense_2(torch.sigmoid(self.dense_1(x / 255)))


class WithDropout(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense_1 = nn.Linear(5, 8)
        self.drop_1 = Dropout(0.25)
        self.dense_2 = nn.Linear(8, 8)
        self.drop_2 = Dropout(0.5)
        self.dense_3 = nn.Linear(8, 3)

    def forward(self, x):
        x = self.drop_1(torch.tanh(self.dense_1(x / 255)))
        return self.dense_3(self.drop_2(self.dense_2(x)))


def classify(smoothing):
    def losses(y, label):
        loss = F.cross_entropy(y, label.long(), label_smoothing=smoothing)
        return loss, {"accuracy": (y.argmax(1) == label).double().mean()}

    return losses


def regress(y, label):
    target = F.one_hot(label.long(), 2).double()
    return F.mse_loss(y, target), {"absoluteError": F.l1_loss(y, target)}


MODELS = {
    "mlp": (Mlp, classify(0)),
    "cnn": (Cnn, classify(0.1)),
    "regression": (Regression, regress),
    "dropout": (WithDropout, classify(0)),
}


def optimizer_of(chosen, parameters):
    p = chosen["params"]
    # the step gets the learning rate as a float32
    rate = torch.tensor(p["learningRate"], dtype=torch.float32).item()
    if chosen["type"] == "adam":
        return torch.optim.Adam(parameters, rate, (p["beta1"], p["beta2"]), p["epsilon"])
    return torch.optim.SGD(parameters, rate, p["momentum"])


def train(case):
    make, losses = MODELS[case["model"]]
    net = make().double()
    start = {name: read_tensor(value) for name, value in case["parameters"].items()}
    net.load_state_dict(start, strict=True)
    batches = {name: read_tensor(value) for name, value in case["batches"].items()}
    optimizer = optimizer_of(case["optimizer"], net.parameters())
    seen = defaultdict(list)
    for step in range(len(batches["x"])):
        for name, numbers in batches.items():
            if name.endswith(".random0"):
                getattr(net, name.split(".")[0]).numbers = numbers[step]
        optimizer.zero_grad()
        loss, metrics = losses(net(batches["x"][step].double()), batches["y"][step])
        loss.backward()
        seen["loss"].append(loss)
        seen["gradient_norm"].append(torch.cat([p.grad.reshape(-1) for p in net.parameters()]).norm())
        for name, value in metrics.items():
            seen[name].append(value)
        optimizer.step()
        for name, value in net.state_dict().items():
            seen[name].append(value.clone())
    return {name: torch.stack([value.detach() for value in values]) for name, values in seen.items()}


def main():
    lines = defaultdict(list)
    for case in json.load(sys.stdin):
        lines[case["model"]].append(line(case["name"], case["digest"], train(case)))
    for model, found in lines.items():
        write_file(GOLDENS / "models" / ("%s.json" % model), found)


if __name__ == "__main__":
    main()
