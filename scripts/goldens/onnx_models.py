"""Small PyTorch models as ONNX files, with their outputs, losses, gradients and a few optimizer steps.

    python3 scripts/goldens/onnx_models.py [NAME ...]

Writes src/testing/goldens/onnx/NAME.onnx and NAME.json. Gradients and steps are computed in float64 from the float32 weights of
the file. Needs torch and onnx (Debian: python3-torch, python3-onnx).
"""

import copy
import io
import json
import pathlib
import sys

import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import numpy_helper

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "src/testing/goldens/onnx"
STEPS = 4


class Residual(nn.Module):
    """Depthwise and pointwise convolutions around a shortcut, batch norms as trained, average pools."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 6, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.depthwise = nn.Conv2d(6, 6, 3, padding=2, dilation=2, groups=6)
        self.pointwise = nn.Conv2d(6, 6, 1)
        self.group = nn.GroupNorm(3, 6)
        self.pool = nn.AvgPool2d(2, padding=1, count_include_pad=False)
        self.head = nn.Linear(6, 3)
        with torch.no_grad():
            self.norm.running_mean.normal_(0, 0.3)
            self.norm.running_var.uniform_(0.5, 2)

    def forward(self, x):
        x = F.relu6(self.norm(self.stem(x)))
        x = x + F.silu(self.group(self.pointwise(self.depthwise(x))))
        return self.head(self.pool(x).mean((2, 3)))


class Attention(nn.Module):
    """One pre-norm transformer block with a causal mask over an embedding. A bias of the keys would have no gradient but rounding."""

    def __init__(self, vocabulary=11, width=8, heads=2, length=5):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, width)
        self.place = nn.Parameter(torch.randn(length, width) * 0.2)
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.mix = nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.head = nn.Linear(width, 4, bias=False)
        self.heads = heads
        self.register_buffer("mask", torch.full((length, length), float("-inf")).triu(1))

    def forward(self, tokens):
        x = self.embed(tokens) + self.place
        b, t, c = x.shape
        q, k, v = self.qkv(self.first(x)).view(b, t, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) / (c // self.heads) ** 0.5 + self.mask, -1)
        x = x + self.mix((weights @ v).transpose(1, 2).reshape(b, t, c))
        x = x + self.down(F.gelu(self.up(self.second(x))))
        return self.head(x).transpose(1, 2)


class Recurrent(nn.Module):
    """A bidirectional LSTM of two layers, then a GRU; the last step answers."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(8, 5, batch_first=True)
        self.head = nn.Linear(5, 2)

    def forward(self, x):
        x, _ = self.lstm(x)
        x, _ = self.gru(x)
        return self.head(x[:, -1])


class Decoder(nn.Module):
    """From codes to pictures: transposed convolution, upsampling, reflecting borders, Sigmoid at the end."""

    def __init__(self):
        super().__init__()
        self.open = nn.Linear(3, 4 * 3 * 3)
        self.up = nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1)
        self.act = nn.PReLU(3)
        self.last = nn.Conv2d(3, 1, 3)

    def forward(self, z):
        x = F.elu(self.open(z)).view(-1, 4, 3, 3)
        x = self.act(self.up(x))
        x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        return torch.sigmoid(self.last(F.pad(x, (1, 1, 1, 1), mode="reflect")))


class Slices(nn.Module):
    """Indexing and joining: slices with steps, gathers, concatenation, cumulative sums, reductions and odd activations."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(6, 5) * 0.4)
        self.scale = nn.Parameter(torch.rand(5) + 0.5)
        self.shift = nn.Parameter(torch.randn(5) * 0.3)

    def forward(self, x):
        h = x @ self.weight
        h = torch.cat([h[:, ::2], h[:, 1:4] * self.scale[:3], F.softplus(h[:, -1:])], 1)
        h = h.cumsum(1) + torch.where(h > 0, h * self.shift.sum(), torch.exp(h))
        left, right = h.chunk(2, 1)
        h = torch.maximum(left[:, :3], right).clamp(-2, 3)
        return torch.stack([h.mean(1), h.amax(1), h.norm(dim=1), torch.logsumexp(h, 1)], 1)


def mlp():
    return nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 6), nn.LeakyReLU(0.1), nn.Linear(6, 3))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2, stride=1), nn.Conv2d(4, 5, 3, padding=1, stride=2), nn.BatchNorm2d(5),
        nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(5, 4), nn.Dropout(0.5),
    )  # fmt: skip


# name: (model, input, target, loss)
MODELS = {
    "mlp": (mlp, lambda: torch.randn(4, 5), lambda: torch.randn(4, 3), "mse"),
    "cnn": (cnn, lambda: torch.randn(3, 1, 8, 8), lambda: torch.tensor([0, 3, 1]), "cross_entropy"),
    "residual": (Residual, lambda: torch.randn(2, 2, 9, 9), lambda: torch.rand(2, 3), "bce"),
    "attention": (Attention, lambda: torch.randint(11, (2, 5)), lambda: torch.randint(4, (2, 5)), "cross_entropy"),
    "recurrent": (Recurrent, lambda: torch.randn(2, 4, 3), lambda: torch.randn(2, 2), "mse"),
    "decoder": (Decoder, lambda: torch.randn(2, 3), lambda: torch.rand(2, 1, 12, 12), "bce"),
    "slices": (Slices, lambda: torch.randn(3, 6), lambda: torch.randn(3, 4), "mse"),
}

LOSSES = {
    "mse": F.mse_loss,
    "cross_entropy": F.cross_entropy,
    # the decoder ends with its own Sigmoid
    "bce": lambda y, t: F.binary_cross_entropy(y, t) if bool((y >= 0).all() and (y <= 1).all()) else F.binary_cross_entropy_with_logits(y, t),
}

OPTIMIZERS = {"sgd": (torch.optim.SGD, 0.05), "adam": (torch.optim.Adam, 0.01)}


def numbers(t):
    t = t.detach()
    data = t.flatten().tolist()
    return {"dims": list(t.shape), "data": [float(f"{v:.9g}") if t.is_floating_point() else v for v in data]}


def gradients(model, x, target, loss):
    y = model(x)
    value = LOSSES[loss](y, target)
    named = dict(model.named_parameters())
    found = torch.autograd.grad(value, list(named.values()), allow_unused=True)
    return y, value, {n: torch.zeros_like(p) if g is None else g for (n, p), g in zip(named.items(), found)}


def steps(model, x, target, loss, name):
    """Losses of each step, parameters after the last."""
    make, rate = OPTIMIZERS[name]
    trained = copy.deepcopy(model)
    optimizer = make(trained.parameters(), lr=rate)
    seen = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = LOSSES[loss](trained(x), target)
        value.backward()
        optimizer.step()
        seen.append(float(f"{value.item():.9g}"))
    return {"lr": rate, "losses": seen, "parameters": {n: numbers(p) for n, p in trained.named_parameters()}}


def differ(model):
    """The exporter joins equal initialisers, such as the ones of two fresh norms."""
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm2d, nn.GroupNorm, nn.LayerNorm)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.2)


def export(model, x):
    file = io.BytesIO()
    torch.onnx.export(
        model, (x,), file, opset_version=14, input_names=["x"], output_names=["y"], do_constant_folding=False,
        dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}}, training=torch.onnx.TrainingMode.PRESERVE,
    )  # fmt: skip
    exported = onnx.load_from_string(file.getvalue())
    del exported.graph.value_info[:]
    for node in exported.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(exported, full_check=True)
    names = {t.name for t in exported.graph.initializer}
    missing = [n for n, _ in model.named_parameters() if n not in names]
    assert not missing, f"exported under other names: {missing}"
    for tensor in exported.graph.initializer:
        own = dict(model.state_dict()).get(tensor.name)
        assert own is None or (numpy_helper.to_array(tensor) == own.numpy()).all()
    return exported


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or MODELS:
        make, draw_x, draw_target, loss = MODELS[name]
        torch.manual_seed(len(name) * 100 + ord(name[0]))
        model = make().eval()
        differ(model)
        x, target = draw_x(), draw_target()
        exported = export(model, x)
        double = copy.deepcopy(model).double()
        x64 = x.double() if x.is_floating_point() else x
        t64 = target.double() if target.is_floating_point() else target
        y, value, found = gradients(double, x64, t64, loss)
        golden = {
            "loss": loss,
            "x": numbers(x),
            "target": numbers(target),
            "output": numbers(y),
            "value": float(f"{value.item():.9g}"),
            "gradients": {n: numbers(g) for n, g in found.items()},
            "steps": {optimizer: steps(double, x64, t64, loss, optimizer) for optimizer in OPTIMIZERS},
        }
        (FOLDER / f"{name}.onnx").write_bytes(exported.SerializeToString())
        (FOLDER / f"{name}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
        print(name, len(exported.SerializeToString()), sorted({n.op_type for n in exported.graph.node}), file=sys.stderr)


if __name__ == "__main__":
    main()
