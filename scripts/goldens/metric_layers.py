"""What metrics declare for each example, as PyTorch computes it, for layers.py."""

import torch
import torch.nn.functional as F


def classes(t):
    scores, target = t["in.scores"], t["in.target"]
    return scores, target.argmax(-1) if target.is_floating_point() else target.long()


def per_example(x):
    return x.reshape(len(x), -1).double().mean(1)


def accuracy(t, p):
    scores, target = classes(t)
    return {"metric.accuracy": per_example(scores.argmax(-1) == target)}


def top_k(t, p):
    scores, target = classes(t)
    best = scores.topk(p["k"], -1).indices
    return {"metric.topKAccuracy": per_example((best == target.unsqueeze(-1)).any(-1))}


def f1_score(t, p):
    scores, target = classes(t)
    count = scores.shape[-1]
    answers, labels = F.one_hot(scores.argmax(-1), count), F.one_hot(target, count)
    return {"metric." + p["score"]: torch.cat([answers * labels, answers, labels], 1).double()}


def auc(t, p):
    scores, target = t["in.scores"], t["in.target"]
    unit = {
        "scores": torch.sigmoid,
        "probabilities": lambda x: x,
        "errors": lambda x: x.clamp(min=1e-30).log10() / 12 + 0.5,
    }[p["values"]](scores)
    edges = torch.linspace(0, 1, p["bins"] + 1, dtype=torch.float64)[1:-1]
    rows = F.one_hot(torch.bucketize(unit.detach(), edges, right=True), p["bins"]).double()
    positive = target.double().reshape(-1, 1)
    return {"metric.auc": torch.cat([rows * positive, rows * (1 - positive)], 1)}


def pair(t):
    return t["in.prediction"], t["in.target"]


def r2(t, p):
    x, y = (value.reshape(len(value), -1) for value in pair(t))
    return {"metric.r2": torch.cat([y, y**2, (x - y) ** 2], 1)}


def perplexity(t, p):
    scores, target = classes(t)
    loss = F.cross_entropy(scores.reshape(-1, scores.shape[-1]), target.reshape(-1), reduction="none")
    return {"metric.perplexity": per_example(loss.reshape(target.shape))}


METRIC_LAYERS = {
    "accuracy": accuracy,
    "topKAccuracy": top_k,
    "f1Score": f1_score,
    "auc": auc,
    "meanAbsoluteError": lambda t, p: {"metric.absoluteError": per_example(F.l1_loss(*pair(t), reduction="none"))},
    "rootMeanSquaredError": lambda t, p: {
        "metric.rootMeanSquaredError": per_example(F.mse_loss(*pair(t), reduction="none"))
    },
    "r2Score": r2,
    "perplexity": perplexity,
}
