"""What the scripts that make golden values share: tensors in, compact JSON out."""

import json
import math

import torch

DTYPES = {
    "float32": torch.float64,
    "float64": torch.float64,
    "int32": torch.int32,
    "int64": torch.int64,
    "uint8": torch.uint8,
    "bool": torch.bool,
}


def read_tensor(exported):
    """Floats become float64 whatever they are declared as: golden values are exact to the last digit kept."""
    dtype = DTYPES[exported["dtype"]]
    data = [float(x) for x in exported["data"]]
    if not dtype.is_floating_point:
        data = [int(x) for x in data]
    return torch.tensor(data, dtype=dtype).reshape(exported["dims"])


def number(x):
    """Nine significant digits: every float32 survives."""
    if isinstance(x, float) and not math.isfinite(x):
        return json.dumps("NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity")
    return "%.9g" % x if isinstance(x, float) else str(int(x))


def written(tensor):
    data = ",".join(number(x) for x in tensor.detach().reshape(-1).tolist())
    dims = ",".join(str(size) for size in tensor.shape)
    return '{"dims":[%s],"data":[%s]}' % (dims, data)
