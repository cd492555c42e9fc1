"""Layers for sequences as PyTorch has them, for layers.py."""

import math

import torch
import torch.nn.functional as F


def embedding(t, p):
    table = t["parameter.weight"]
    rows = table
    if p["padding"] >= 0:
        rows = table * (torch.arange(len(table)) != p["padding"]).double()[:, None]
    y = {"out.y": F.embedding(t["in.tokens"].long(), rows)}
    return {**y, "out.table": table} if p["table"] else y


def tied_projection(t, p):
    return {"out.y": F.linear(t["in.x"], t["in.table"], t.get("parameter.bias"))}


def recurrent(kind):
    """torch.nn.RNN, LSTM or GRU layer by layer; sequences with padding run one by one, cut to their real length."""

    def direction(name):
        return ["%s_l{}%s" % (part, name) for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]

    def function(p):
        if kind == "rnn":
            return {"tanh": torch.rnn_tanh, "relu": torch.rnn_relu}[p["activation"]]
        return {"lstm": torch.lstm, "gru": torch.gru}[kind]

    def run(t, p, x, states, drop):
        """x [1 or B, T, D], states [N, B, H] each -> y, [h, c] as [N, B, H]."""
        both = ("", "_reverse") if p["bidirectional"] else ("",)
        finals = []
        for layer in range(p["layers"]):
            weights = [t["parameter." + name.format(layer)] for end in both for name in direction(end)]
            at = slice(layer * len(both), (layer + 1) * len(both))
            hx = [state[at] for state in states]
            y, *last = function(p)(
                x, tuple(hx) if kind == "lstm" else hx[0], weights, True, 1, 0.0, True, len(both) == 2, True
            )
            finals.append(last)
            x = drop(y, layer) if layer < p["layers"] - 1 else y
        return y, [torch.cat(list(parts)) for parts in zip(*finals)]

    def layer(t, p):
        x = t["in.x"]
        ids = ["h", "c"] if kind == "lstm" else ["h"]
        count = p["layers"] * (2 if p["bidirectional"] else 1)
        if p["initialState"]:
            states = [t["in.%s0" % name].reshape(len(x), count, -1).transpose(0, 1) for name in ids]
        else:
            states = [x.new_zeros(count, len(x), p["units"]) for _ in ids]

        def drop(y, n):
            return y * (t["random.%d" % n] < 1 - p["dropout"]) / (1 - p["dropout"]) if p["dropout"] else y

        if p["masked"]:
            rows = []
            for n, length in enumerate(t["in.mask"].sum(1).tolist()):
                y, last = run(t, p, x[n : n + 1, :length], [state[:, n : n + 1].contiguous() for state in states], drop)
                rows.append((F.pad(y, (0, 0, 0, x.shape[1] - length)), *last))
            y, *last = [torch.cat(parts, 0 if i == 0 else 1) for i, parts in enumerate(zip(*rows))]
        else:
            y, last = run(t, p, x, [state.contiguous() for state in states], drop)
        top = last[0][-2:] if p["bidirectional"] else last[0][-1:]
        found = {"out.y": y if p["returns"] == "sequence" else torch.cat(list(top), -1)}
        for name, state in zip(ids, last):
            found["out." + name] = state[0] if count == 1 else state.transpose(0, 1)
        return found

    return layer


def multi_head_attention(t, p):
    x = t["in.x"]
    memory = t["in.memory"] if p["source"] == "cross" else x
    size, heads = x.shape[2], p["heads"]
    mask = torch.ones(x.shape[1], memory.shape[1], dtype=torch.bool).triu(1) if p["causal"] else None
    padding = ~t["in.mask"] if p["masked"] else None
    if "random.0" in t:
        return dropped_attention(t, p, x)
    y, weights = F.multi_head_attention_forward(
        *[value.transpose(0, 1) for value in (x, memory, memory)],
        size,
        heads,
        t.get("parameter.in_proj_weight"),
        t.get("parameter.in_proj_bias"),
        None,
        None,
        False,
        0.0,
        t["parameter.out_proj_weight"],
        t.get("parameter.out_proj_bias"),
        training=True,
        key_padding_mask=padding,
        attn_mask=mask,
        use_separate_proj_weight="parameter.q_proj_weight" in t,
        q_proj_weight=t.get("parameter.q_proj_weight"),
        k_proj_weight=t.get("parameter.k_proj_weight"),
        v_proj_weight=t.get("parameter.v_proj_weight"),
        average_attn_weights=False,
    )
    return {"out.y": y.transpose(0, 1), "out.weights": weights}


def dropped_attention(t, p, x):
    """Self-attention with the mask of the weights given."""
    batch, time, size = x.shape
    heads = p["heads"]
    qkv = F.linear(x, t["parameter.in_proj_weight"], t["parameter.in_proj_bias"])
    q, k, v = (part.reshape(batch, time, heads, -1).transpose(1, 2) for part in qkv.chunk(3, -1))
    weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(size / heads), -1)
    weights = weights * (t["random.0"] < 1 - p["dropout"]) / (1 - p["dropout"])
    y = (weights @ v).transpose(1, 2).reshape(batch, time, size)
    return {"out.y": F.linear(y, t["parameter.out_proj_weight"], t["parameter.out_proj_bias"])}


def sinusoidal_positions(t, p):
    x = t["in.x"]
    time, size = x.shape[1:]
    place = torch.arange(time).double()[:, None]
    feature = torch.arange(size)
    angle = place / p["base"] ** ((feature - feature % 2).double() / size)
    return {"out.y": x + torch.where(feature % 2 == 0, torch.sin(angle), torch.cos(angle))}


def learned_positions(t, p):
    x = t["in.x"]
    return {"out.y": x + F.embedding(torch.arange(x.shape[1]), t["parameter.weight"])}


def token_pooling(t, p):
    x, take = t["in.x"], p["take"]
    mask = t.get("in.mask", torch.ones(x.shape[:2], dtype=torch.bool))
    real = [row[keep] for row, keep in zip(x, mask)]
    pick = {
        "mean": lambda row: row.mean(0),
        "max": lambda row: row.amax(0),
        "first": lambda row: row[0],
        "last": lambda row: row[-1],
    }[take]
    return {"out.y": torch.stack([pick(row) for row in real])}


def negative_sampling(t, p):
    x, table, target = t["in.x"], t["parameter.weight"], t["in.target"].long()
    size, count = p["vocabulary"], p["negatives"]
    even = p["sampler"] == "uniform"
    right = -F.logsigmoid((table[target] * x).sum(1))
    if "random.0" in t:
        u = t["random.0"]
        tokens = torch.floor(u * size if even else torch.exp(u * math.log(size + 1)) - 1).long().clamp(0, size - 1)
        return {"loss": right - F.logsigmoid(-(table[tokens] * x[:, None]).sum(2)).sum(1)}
    k = torch.arange(size).double()
    shares = torch.full((size,), 1 / size).double() if even else torch.log((k + 2) / (k + 1)) / math.log(size + 1)
    return {"loss": right - count * (shares * F.logsigmoid(-x @ table.T)).sum(1)}


SEQUENCE_LAYERS = {
    "embedding": embedding,
    "tiedProjection": tied_projection,
    "simpleRnn": recurrent("rnn"),
    "lstm": recurrent("lstm"),
    "gru": recurrent("gru"),
    "multiHeadAttention": multi_head_attention,
    "sinusoidalPositions": sinusoidal_positions,
    "learnedPositions": learned_positions,
    "tokenPooling": token_pooling,
    "paddingMask": lambda t, p: {"out.mask": t["in.tokens"] != p["padding"]},
    "negativeSampling": negative_sampling,
}
