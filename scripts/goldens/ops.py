"""Golden values and gradients of every operator case, computed by PyTorch in float64.

    npx tsx scripts/goldens/exportOps.ts [OP ...] | python3 scripts/goldens/ops.py

Reads the cases (of all operators, or of those named) from stdin and writes src/testing/goldens/ops/OP.json, one line a case.
Needs torch (Debian: python3-torch).
"""

import torch
import torch.nn.functional as F

import ops_maths
import ops_reduction
from goldens import DTYPES, answer, read_tensor
from indexing import INDEXING
from normalization import NORMALIZATION
from sampling import SAMPLING

CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
CONV_TRANSPOSE = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
MAX_POOL = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}


def pad(x, begin, end, value=0.0):
    pairs = [n for axis in reversed(range(x.dim())) for n in (begin[axis], end[axis])]
    while pairs and not any(pairs[-2:]):  # F.pad refuses axes of size 0 among those it is told of
        del pairs[-2:]
    return F.pad(x, pairs, value=value)


# F.pad knows reflect and wrap for the last axes only, so that every axis takes its turn as the last one
PAD_MODES = {"reflect": "reflect", "edge": "replicate", "wrap": "circular"}


def pad_by(x, a):
    mode = a.get("mode", "constant")
    if mode == "constant":
        return pad(x, a["begin"], a["end"], a["value"])
    for axis, pair in enumerate(zip(a["begin"], a["end"])):
        last = x.movedim(axis, -1)
        padded = F.pad(last.reshape(1, -1, last.shape[-1]).double(), pair, mode=PAD_MODES[mode])
        x = padded.to(x.dtype).reshape(*last.shape[:-1], -1).movedim(-1, axis)
    return x


def pad_spatial(x, a, value=0.0):
    return pad(x, [0, 0, *a["padBegin"]], [0, 0, *a["padEnd"]], value)


def conv(inputs, a):
    x, w, *bias = inputs
    b = bias[0] if bias else None
    if a["padBegin"] == a["padEnd"]:
        return CONV[x.dim() - 2](x, w, b, a["strides"], a["padBegin"], a["dilations"], a["group"])
    return CONV[x.dim() - 2](pad_spatial(x, a), w, b, a["strides"], 0, a["dilations"], a["group"])


def conv_transpose(inputs, a):
    x, w, *bias = inputs
    b = bias[0] if bias else None
    f = CONV_TRANSPOSE[x.dim() - 2]
    if a["padBegin"] == a["padEnd"]:
        return f(x, w, b, a["strides"], a["padBegin"], a["outputPadding"], a["group"], a["dilations"])
    full = f(x, w, b, a["strides"], 0, a["outputPadding"], a["group"], a["dilations"])
    for i, (begin, end) in enumerate(zip(a["padBegin"], a["padEnd"])):
        full = full.narrow(i + 2, begin, full.shape[i + 2] - begin - end)
    return full


def conv_weight_grad(inputs, a):
    x, dy = inputs
    w = torch.zeros(dy.shape[1], x.shape[1] // a["group"], *a["kernel"], dtype=x.dtype, requires_grad=True)
    return torch.autograd.grad(conv([x, w], a), w, dy, create_graph=True)[0]


def max_pool(x, a):
    """Values, and positions in all of x as ONNX counts them."""
    padded = pad_spatial(x.double(), a, -float("inf"))
    rank = x.dim() - 2
    y, places = MAX_POOL[rank](padded, a["kernel"], a["strides"], 0, a["dilations"], return_indices=True)
    flat = torch.arange(x.numel()).reshape(x.shape)
    flat = pad_spatial(flat, a, -1).flatten(2)
    return y.to(x.dtype), flat.gather(2, places.flatten(2)).reshape(y.shape)


def max_pool_grad(inputs, a):
    x = inputs[0].detach().requires_grad_()
    return torch.autograd.grad(max_pool(x, a)[0], x, inputs[2])[0]


def slice_axes(x, a):
    for axis, start, length, step in zip(a["axes"], a["starts"], a["lengths"], a["steps"]):
        x = x.index_select(axis, torch.arange(length) * step + start)
    return x


def gemm(inputs, a):
    x, y, *c = inputs
    product = (x.T if a.get("transA") else x) @ (y.T if a.get("transB") else y)
    return product + c[0] if c else product


def div(x, y):
    return x / y if x.is_floating_point() else torch.div(x, y, rounding_mode="trunc")


def stacked(step, states, scanned, outputs):
    """Runs step(states, slices) -> (states, outputs) over the first axis."""
    rows = [[] for _ in range(outputs)]
    for slices in zip(*scanned):
        states, seen = step(states, slices)
        for row, value in zip(rows, seen):
            row.append(value)
    return [*states, *(torch.stack(row) for row in rows)]


def recurrent(states, slices):
    w = torch.tensor([((i * 7) % 15) / 16 - 0.5 for i in range(15)], dtype=torch.float64).reshape(5, 3)
    h = torch.tanh(torch.cat([states[0], slices[0]], 1) @ w)
    return [h], [h]


def reversed_recurrent(i):
    h, x, w = i
    step = lambda s, slices: ([torch.tanh(s[0] @ w + slices[0])],) * 2
    last, rows = stacked(step, [h], [x.flip(0)], 1)
    return [last, rows.flip(0)]


SCANS = {
    "reversed, with a captured matrix": reversed_recurrent,
    "running sum": lambda i: stacked(lambda s, x: ([s[0] + x[0]], [2 * (s[0] + x[0])]), i[:1], i[1:], 1),
    "two states, two inputs, last states only": lambda i: stacked(
        lambda s, x: ([s[0] * x[1] + x[0], s[1] - x[1]], []), i[:2], i[2:], 0
    ),
    "no state": lambda i: stacked(lambda s, x: ([], [torch.relu(x[0]), -x[0]]), [], i, 2),
    "recurrent cell": lambda i: stacked(recurrent, i[:1], i[1:], 1),
    "one step": lambda i: stacked(lambda s, x: ([s[0] * x[0]], [s[0]]), i[:1], i[1:], 1),
}



def looped(i):
    trips, v, w = i
    rows = []
    for _ in range(int(trips)):
        v = v + w
        rows.append(v * v)
    return [v, torch.stack(rows)]


# ONNX operators carried over as they are, by the first word of the case
CARRIED = {
    "Det": lambda i: torch.linalg.det(i[0]),
    "If": lambda i: i[1] * 2 if i[0] else -i[2],
    "Loop": looped,
}


def gate_rows(t, order):
    """Gates of ONNX brought to the order torch has them in."""
    rows = t.chunk(len(order), 0)
    return torch.cat([rows[n] for n in order], 0)


def recurrent_net(run, order, inputs, a):
    """torch's own kernels behind torch.nn.LSTM, GRU and RNN, weights in ONNX's order; backwards by turning time round."""
    x, w, r, bias, *initial = inputs
    wb, rb = bias.chunk(2, 0)
    weights = [gate_rows(t, order) for t in (w, r, wb, rb)]
    is_lstm = run is torch._VF.lstm
    states = [t.unsqueeze(0) for t in initial]
    states = states or [torch.zeros(1, x.shape[1], r.shape[1], dtype=x.dtype)] * (2 if is_lstm else 1)
    given = states if is_lstm else states[0]
    y, *last = run(x.flip(0) if a["reverse"] else x, given, weights, True, 1, 0.0, False, False, False)
    return [y.flip(0) if a["reverse"] else y, *(t.squeeze(0) for t in last)]


# (inputs, attributes, name of the case) -> output or outputs
OPS = {
    **INDEXING,
    **NORMALIZATION,
    **SAMPLING,
    **ops_maths.OPS,
    **ops_reduction.OPS,
    "add": lambda i, a, _: i[0] + i[1],
    "after": lambda i, a, _: i[0] * 1,
    "cast": lambda i, a, _: i[0].to(DTYPES[a["to"]]),
    "concat": lambda i, a, _: torch.cat(i, a["axis"]),
    "constant": lambda i, a, _: read_tensor(a["tensor"]),
    "conv": lambda i, a, _: conv(i, a),
    "convTranspose": lambda i, a, _: conv_transpose(i, a),
    "convWeightGrad": lambda i, a, _: conv_weight_grad(i, a),
    "div": lambda i, a, _: div(*i),
    "equal": lambda i, a, _: i[0] == i[1],
    "exp": lambda i, a, _: i[0].exp(),
    "expand": lambda i, a, _: i[0].expand(a["shape"]),
    "gemm": lambda i, a, _: gemm(i, a),
    "greater": lambda i, a, _: i[0] > i[1],
    "gru": lambda i, a, _: recurrent_net(torch._VF.gru, [1, 0, 2], i, a),
    "input": lambda i, a, _: i[0],
    "log": lambda i, a, _: i[0].log(),
    "logSoftmax": lambda i, a, _: i[0].log_softmax(a["axis"]),
    "lstm": lambda i, a, _: recurrent_net(torch._VF.lstm, [0, 2, 3, 1], i, a),
    "matmul": lambda i, a, _: i[0] @ i[1],
    "maxPool": lambda i, a, _: max_pool(i[0], a),
    "maxPoolGrad": lambda i, a, _: max_pool_grad(i, a),
    "mul": lambda i, a, _: i[0] * i[1],
    "neg": lambda i, a, _: -i[0],
    "onnx": lambda i, a, name: CARRIED[name.split()[0].rstrip(",")](i),
    "pad": lambda i, a, _: pad_by(i[0], a),
    "relu": lambda i, a, _: i[0].relu(),
    "reshape": lambda i, a, _: i[0].reshape(a["shape"]),
    "rnn": lambda i, a, _: recurrent_net(torch._VF.rnn_relu if a["activation"] == "relu" else torch._VF.rnn_tanh, [0], i, a),
    "scan": lambda i, a, name: SCANS[name](i),
    "sigmoid": lambda i, a, _: i[0].sigmoid(),
    "slice": lambda i, a, _: slice_axes(i[0], a),
    "softmax": lambda i, a, _: i[0].softmax(a["axis"]),
    "split": lambda i, a, _: i[0].split(a["sizes"], a["axis"]),
    "sqrt": lambda i, a, _: i[0].sqrt(),
    "sub": lambda i, a, _: i[0] - i[1],
    "tanh": lambda i, a, _: i[0].tanh(),
    "transpose": lambda i, a, _: i[0].permute(a["perm"]),
    "where": lambda i, a, _: torch.where(*i),
}


def main():
    answer("ops", lambda case: OPS.get(case["op"]), lambda f, inputs, case: f(inputs, case["attrs"], case["name"]))


if __name__ == "__main__":
    main()
