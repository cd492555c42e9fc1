"""Learning-rate factors of each schedule, computed by PyTorch.

    python3 scripts/goldens/schedules.py

Writes src/testing/goldens/schedules.json. Needs torch (Debian: python3-torch).
"""

import json

import torch
from torch.optim import lr_scheduler as S

from goldens import GOLDENS, number

EPOCHS, STEPS_PER_EPOCH = 12, 5
STEPS = EPOCHS * STEPS_PER_EPOCH
LOSSES = [1.0, 0.8, 0.8, 0.79995, 0.81, 0.7, 0.71, 0.72, 0.705, 0.71, 0.6, 0.65]

# name of the case: (our type, our parameters, torch's scheduler, stepped after every epoch instead of every step)
CASES = {
    "step": ("step", {"every": 3, "gamma": 0.5, "warmup": 0}, lambda o: S.StepLR(o, 3, 0.5), True),
    "cosine": ("cosine", {"lowest": 0.1, "warmup": 0}, lambda o: S.CosineAnnealingLR(o, STEPS, 0.1), False),
    "linear": ("linear", {"end": 0.2, "warmup": 0}, lambda o: S.LinearLR(o, 1.0, 0.2, STEPS), False),
    "oneCycle": ("oneCycle", {}, lambda o: S.OneCycleLR(o, 1.0, STEPS), False),
    "plateau": ("plateau", {"factor": 0.5, "patience": 2}, lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=2), True),
}


def factors(make, by_epoch):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = make(optimizer)
    found = []
    for step in range(STEPS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        last = (step + 1) % STEPS_PER_EPOCH == 0
        if isinstance(scheduler, S.ReduceLROnPlateau):
            if last:
                scheduler.step(LOSSES[step // STEPS_PER_EPOCH])
        elif last or not by_epoch:
            scheduler.step()
    return found


def main():
    lines = []
    for name, (kind, params, make, by_epoch) in CASES.items():
        values = ",".join(number(float(x)) for x in factors(make, by_epoch))
        lines.append('%s:{"type":"%s","params":%s,"factors":[%s]}' % (json.dumps(name), kind, json.dumps(params), values))
    text = '{"torch":%s,"steps":%d,"stepsPerEpoch":%d,"losses":%s,"cases":{\n%s\n}}\n' % (
        json.dumps(torch.__version__),
        STEPS,
        STEPS_PER_EPOCH,
        json.dumps(LOSSES),
        ",\n".join(lines),
    )
    (GOLDENS / "schedules.json").write_text(text)


if __name__ == "__main__":
    main()
