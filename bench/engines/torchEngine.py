"""PyTorch on the CPU as an engine: one JSON request a line on stdin, one answer a line on stdout.

The models are those of bench/models, written as PyTorch users write them; start and batches come in files, so that every
engine begins alike. Usage: torchEngine.py THREADS
"""

import ctypes
import json
import math
import os
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


FIRST_LOSSES = 4


class Normalization(nn.BatchNorm2d):
    """With the statistics of the batch alone, as the other engines do it."""

    def __init__(self, channels):
        super().__init__(channels, track_running_stats=False)


class Mlp(nn.Module):
    def __init__(self, sizes, loss):
        super().__init__()
        self.hidden1 = nn.Linear(sizes[0], sizes[1])
        self.hidden2 = nn.Linear(sizes[1], sizes[2])
        self.out = nn.Linear(sizes[2], sizes[3])
        self.of = loss

    def loss(self, x, y):
        return self.of(self.out(F.relu(self.hidden2(F.relu(self.hidden1(x))))), y)


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.dense1 = nn.Linear(1600, 128)
        self.dense2 = nn.Linear(128, 10)

    def loss(self, x, y):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return F.cross_entropy(self.dense2(F.relu(self.dense1(x.flatten(1)))), y)


class Block(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.norm1 = Normalization(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.norm2 = Normalization(filters)
        self.shortcut = nn.Conv2d(channels, filters, 1, stride, bias=False) if stride > 1 else nn.Identity()

    def forward(self, x):
        h = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(h)) + self.shortcut(x))


class Resnet8(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.norm = Normalization(16)
        self.block1 = Block(16, 16, 1)
        self.block2 = Block(16, 32, 2)
        self.block3 = Block(32, 64, 2)
        self.head = nn.Linear(64, 10)

    def loss(self, x, y):
        x = self.block3(self.block2(self.block1(F.relu(self.norm(self.stem(x))))))
        return F.cross_entropy(self.head(x.mean((2, 3))), y)


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 128, num_layers=2, batch_first=True)
        self.head = nn.Linear(128, 10)

    def loss(self, x, y):
        return F.cross_entropy(self.head(self.lstm(x)[0][:, -1]), y)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.q = nn.Linear(width, width)
        self.k = nn.Linear(width, width)
        self.v = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x, hidden):
        batch, time, width = x.shape
        seen = self.norm1(x)

        def split(project):
            return project(seen).view(batch, time, self.heads, width // self.heads).transpose(1, 2)

        q, k, v = split(self.q), split(self.k), split(self.v)
        scores = (q @ k.transpose(-2, -1)) * (1 / math.sqrt(width // self.heads))
        weights = F.softmax(scores.masked_fill(hidden, float("-inf")), dim=-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(batch, time, width))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, width=64, heads=4, time=64, words=65):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.places = nn.Parameter(torch.zeros(time, width))
        self.layer1 = Layer(width, heads)
        self.layer2 = Layer(width, heads)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, words)
        self.register_buffer("hidden", torch.triu(torch.ones(time, time, dtype=torch.bool), 1))

    def loss(self, x, y):
        h = self.words(x) + self.places
        h = self.layer2(self.layer1(h, self.hidden), self.hidden)
        return F.cross_entropy(self.head(self.norm(h)).flatten(0, 1), y.flatten())


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(784, 400)
        self.mean = nn.Linear(400, 20)
        self.logVariance = nn.Linear(400, 20)
        self.decoder = nn.Linear(20, 400)
        self.pixels = nn.Linear(400, 784)

    def loss(self, x, noise):
        h = F.relu(self.encoder(x))
        mean, log_variance = self.mean(h), self.logVariance(h)
        z = mean + torch.exp(0.5 * log_variance) * noise
        logits = self.pixels(F.relu(self.decoder(z)))
        pixels = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        divergence = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp()) / len(x)
        return pixels + divergence


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.up1 = nn.ConvTranspose2d(64, 128, 4, 1, 0, bias=False)
        self.norm1 = Normalization(128)
        self.up2 = nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False)
        self.norm2 = Normalization(64)
        self.up3 = nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False)
        self.norm3 = Normalization(32)
        self.up4 = nn.ConvTranspose2d(32, 1, 4, 2, 1)

    def forward(self, z):
        x = F.relu(self.norm1(self.up1(z[:, :, None, None])))
        x = F.relu(self.norm3(self.up3(F.relu(self.norm2(self.up2(x))))))
        return torch.tanh(self.up4(x))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1 = nn.Conv2d(1, 32, 4, 2, 1)
        self.down2 = nn.Conv2d(32, 64, 4, 2, 1, bias=False)
        self.norm2 = Normalization(64)
        self.down3 = nn.Conv2d(64, 128, 4, 2, 1, bias=False)
        self.norm3 = Normalization(128)
        self.down4 = nn.Conv2d(128, 1, 4, 1, 0)

    def forward(self, x):
        x = F.leaky_relu(self.down1(x), 0.2)
        x = F.leaky_relu(self.norm2(self.down2(x)), 0.2)
        return self.down4(F.leaky_relu(self.norm3(self.down3(x)), 0.2)).flatten(1)


class Dcgan(nn.Module):
    """The pair; the fakes are made once for both updates, as torch's own example has it."""

    def __init__(self):
        super().__init__()
        self.g = Generator()
        self.d = Discriminator()

    def start(self, optimize):
        self.of_d, self.of_g = optimize(self.d.parameters()), optimize(self.g.parameters())

    def step(self, x, z):
        self.of_d.zero_grad(set_to_none=True)
        fake = self.g(z)
        loss_d = F.softplus(-self.d(x)).mean() + F.softplus(self.d(fake.detach())).mean()
        loss_d.backward()
        self.of_d.step()
        self.of_g.zero_grad(set_to_none=True)
        loss_g = F.softplus(-self.d(fake)).mean()
        loss_g.backward()
        self.of_g.step()
        return loss_d.item() + loss_g.item()


MODELS = {
    "mlp-tiny": lambda: Mlp([2, 8, 8, 1], F.binary_cross_entropy_with_logits),
    "mlp-784": lambda: Mlp([784, 256, 128, 10], F.cross_entropy),
    "mnist-cnn": Cnn,
    "resnet-8": Resnet8,
    "lstm": Lstm,
    "transformer": Transformer,
    "vae": Vae,
    "dcgan": Dcgan,
}


def read(folder, entry):
    """One tensor of the exchange folder, in its own memory."""
    import numpy

    kind = {"float32": numpy.float32, "int32": numpy.int32}[entry["dtype"]]
    values = numpy.fromfile(os.path.join(folder, entry["file"]), kind).reshape(entry["shape"])
    tensor = torch.from_numpy(values)
    return tensor.long() if entry["dtype"] == "int32" else tensor


def torch_gates(values):
    """ONNX has the gates in the order i, o, f, g; torch i, f, g, o."""
    i, o, f, g = values.chunk(4)
    return torch.cat([i, f, g, o])


def place(model, name, values):
    """Puts one parameter of the exchange where the module keeps it."""
    if name.startswith("lstm"):
        layer, part = int(name[4]) - 1, name.split(".")[1]
        if part == "bias":
            first, second = values.chunk(2)
            return {f"lstm.bias_ih_l{layer}": torch_gates(first), f"lstm.bias_hh_l{layer}": torch_gates(second)}
        return {f"lstm.weight_{'ih' if part == 'w' else 'hh'}_l{layer}": torch_gates(values)}
    return {f"{name}.weight" if name == "words" else name: values}


def blas():
    """The BLAS library this process has mapped."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "blas" in line and "/" in line}
    for path in sorted(paths):
        try:
            describe = ctypes.CDLL(path).openblas_get_config
        except (OSError, AttributeError):
            continue
        describe.restype = ctypes.c_char_p
        return f"{os.path.realpath(path)} ({describe().decode().strip()})"
    return ", ".join(os.path.realpath(path) for path in sorted(paths)) or "none"


class Engine:
    def open(self):
        torch.set_num_threads(int(sys.argv[1]))
        torch.set_flush_denormal(True)
        return f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, BLAS {blas()}"

    def load(self, model, folder):
        with open(os.path.join(folder, "model.json")) as file:
            exchange = json.load(file)
        self.batches = [[read(folder, entry) for entry in batch] for batch in exchange["batches"]]
        settings = exchange["adam"]
        start = time.perf_counter()
        self.model = MODELS[model]()
        values = {}
        for entry in exchange["parameters"]:
            values.update(place(self.model, entry["name"], read(folder, entry)))
        missing = self.model.load_state_dict(values, strict=False)
        wrong = missing.unexpected_keys + [key for key in missing.missing_keys if key != "hidden"]
        if wrong:
            raise ValueError(f"parameters do not fit: {wrong}")

        def optimize(parameters):
            betas = (settings["beta1"], settings["beta2"])
            return torch.optim.Adam(parameters, settings["learningRate"], betas, settings["epsilon"])

        if hasattr(self.model, "start"):
            self.model.start(optimize)
        else:
            self.optimizer = optimize(self.model.parameters())
        self.done = 0
        first = self.step()
        spent = 1000 * (time.perf_counter() - start)
        return {"compileMs": spent, "stepsPerCall": 1, "losses": [first] + [self.step() for _ in range(FIRST_LOSSES - 1)]}

    def step(self):
        batch = self.batches[self.done % len(self.batches)]
        self.done += 1
        if hasattr(self.model, "step"):
            return self.model.step(*batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.model.loss(*batch)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def steps(self, count):
        times, losses = [], []
        for _ in range(count):
            start = time.perf_counter()
            losses.append(self.step())
            times.append(1000 * (time.perf_counter() - start))
        return {"times": times, "losses": losses}

    def memory(self):
        with open("/proc/self/statm") as file:
            return {"bytes": int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")}


def main():
    engine = Engine()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"value": getattr(engine, request["method"])(*request["arguments"])}
        except Exception as error:  # the caller shows it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
