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


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense_1 = nn.Linear(6, 5)
        self.mean = nn.Linear(5, 2)
        self.logVariance = nn.Linear(5, 2)
        self.dense_2 = nn.Linear(2, 6)


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense_1 = nn.Linear(6, 7, bias=False)
        self.norm = nn.BatchNorm1d(7)
        self.dense_2 = nn.Linear(7, 1)

    def forward(self, x):
        return self.dense_2(F.leaky_relu(self.norm(self.dense_1(x)), 0.2))


class Artist(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense_1 = nn.Linear(4, 5)
        self.dense_2 = nn.Linear(5, 6)

    def forward(self, z):
        return torch.sigmoid(self.dense_2(torch.tanh(self.dense_1(z))))


class Gan(nn.Module):
    def __init__(self):
        super().__init__()
        self.critic = Critic()
        self.gen = Artist()


def vae_step(net, batch, step_with):
    x = batch["x"].double() / 255
    hidden = torch.tanh(net.dense_1(x))
    mean, spread = net.mean(hidden), net.logVariance(hidden)
    y = net.dense_2(mean + torch.exp(spread / 2) * batch["code.random0"])
    drawn = F.binary_cross_entropy_with_logits(y, x, reduction="sum") / len(x)
    kl = -0.5 * (1 + spread - mean**2 - spread.exp()).sum() / len(x)
    loss = drawn + 0.5 * kl
    accuracy = ((y > 0) == (x > 0.5)).double().mean()
    return {"loss": loss, "gradient_norm": step_with(0, loss), "accuracy": accuracy}


def gan_step(net, batch, step_with):
    """Two steps of the critic, each with examples and numbers of its own, then one of the artist."""
    seen = {}
    for turn, stream in enumerate(("", "@0.1")):
        size = len(batch["x"]) // 2
        x = batch["x"][turn * size : (turn + 1) * size].double() / 255
        real = net.critic(x)
        fake = net.critic(net.gen(batch["noise.random0" + stream]))
        loss = 0.5 * F.binary_cross_entropy_with_logits(real, torch.ones_like(real))
        loss = loss + 0.25 * F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
        seen.update(loss=loss, accuracy=(real > 0).double().mean(), gradient_norm=step_with(0, loss))
    fake = net.critic(net.gen(batch["noise.random0@1.0"]))
    loss = F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))
    seen.update(loss_2=loss, gradient_norm_2=step_with(1, loss))
    return seen


# how an iteration goes where it is not one loss of the output, and which parts its phases update
ITERATIONS = {
    "vae": (Vae, vae_step, lambda net: [net]),
    "gan": (Gan, gan_step, lambda net: [net.critic, net.gen]),
}


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


def iterate(case):
    make, iteration, parts = ITERATIONS[case["model"]]
    net = make().double()
    start = {name.replace("/", "."): read_tensor(value).double() for name, value in case["parameters"].items()}
    assert not net.load_state_dict(start, strict=False).unexpected_keys
    batches = {name: read_tensor(value) for name, value in case["batches"].items()}
    optimizers = [optimizer_of(case["optimizer"], part.parameters()) for part in parts(net)]
    phases = [list(part.parameters()) for part in parts(net)]

    def step_with(phase, loss):
        gradients = torch.autograd.grad(loss, phases[phase])
        for p, gradient in zip(phases[phase], gradients):
            p.grad = gradient
        optimizers[phase].step()
        return torch.cat([gradient.reshape(-1) for gradient in gradients]).norm()

    seen = defaultdict(list)
    for step in range(len(batches["x"])):
        found = iteration(net, {name: values[step] for name, values in batches.items()}, step_with)
        state = net.state_dict()
        found.update({name: state[name.replace("/", ".")].clone() for name in case["parameters"]})
        for name, value in found.items():
            seen[name].append(value)
    return {name: torch.stack([value.detach() for value in values]) for name, values in seen.items()}


def train(case):
    if case["model"] in ITERATIONS:
        return iterate(case)
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
