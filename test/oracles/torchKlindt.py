"""The CNN of Klindt et al. 2017 in PyTorch, from its description: every layer, the loss and its gradients, in double precision.

pip install torch, then python torchKlindt.py. Weights and inputs follow the rules that test/models/klindtReadout.test.ts repeats.
Kernels keep TensorFlow's layout [height, width, in, out]. Pixel-wise z-score; convolution 13 x 13, valid, and two 3 x 3, same; batch norm without a scale;
softplus after the first two; absolute mask and feature weights; Poisson loss; smoothness of layer 1, group sparsity of layers 2 and 3, L1 of mask times features.
"""
import math

import torch
from torch import nn
from torch.nn import functional

from record import record
from sequence import sequence

torch.set_default_dtype(torch.float64)
BATCH, NEURONS, SIDE, CHANNELS = 4, 5, 32, 48
WEIGHTS = {"smoothness": 0.03, "groupSparsity": 0.05, "readoutSparsity": 0.02}
BETA, FACTOR = 2.0, 0.7


def numbers(name, shape):
    phase = sum((position + 1) * ord(letter) for position, letter in enumerate(name)) / 1000
    return torch.from_numpy(sequence(math.prod(shape), phase)).double().reshape(shape)


class Klindt(nn.Module):
    def __init__(self, training_images):
        super().__init__()
        self.mean = training_images.mean(0, keepdim=True)
        self.deviation = training_images.std(0, keepdim=True, correction=0)
        self.named = {}
        for index, (side, inputs) in enumerate(((13, 1), (3, CHANNELS), (3, CHANNELS)), 1):
            self.named[f"klindt{index}/kernel"] = nn.Parameter(0.1 * numbers(f"klindt{index}/kernel", [side, side, inputs, CHANNELS]))
            self.named[f"klindt{index}/offset"] = nn.Parameter(0.1 * numbers(f"klindt{index}/offset", [CHANNELS]))
            self.named[f"klindt{index}/mean"] = 0.1 * numbers(f"klindt{index}/mean", [CHANNELS])
            self.named[f"klindt{index}/variance"] = 1 + 0.5 * numbers(f"klindt{index}/variance", [CHANNELS])
        positions = (SIDE - 13 + 1) ** 2
        self.named["readout/mask"] = nn.Parameter(0.1 * numbers("readout/mask", [positions, NEURONS]))
        self.named["readout/features"] = nn.Parameter(0.1 * numbers("readout/features", [CHANNELS, NEURONS]))
        self.named["readout/bias"] = nn.Parameter(0.1 * numbers("readout/bias", [NEURONS]))

    def forward(self, images):
        """Layers as [batch, height, width, channels], then the predicted responses."""
        x = (images - self.mean) / self.deviation
        layers = []
        for index in (1, 2, 3):
            drive = functional.conv2d(x, self.named[f"klindt{index}/kernel"].permute(3, 2, 0, 1), padding=0 if index == 1 else 1)
            state = [self.named[f"klindt{index}/{key}"] for key in ("mean", "variance")]
            normal = functional.batch_norm(drive, *state, torch.ones(CHANNELS), self.named[f"klindt{index}/offset"], training=self.training, momentum=0.1, eps=1e-3)
            x = functional.softplus(normal) if index < 3 else normal
            layers.append(x.permute(0, 2, 3, 1))
        flat = x.flatten(2)  # [batch, channels, positions]
        drive = torch.einsum("bcp,pm,cm->bm", flat, self.named["readout/mask"].abs(), self.named["readout/features"].abs())
        return layers, functional.softplus(drive + self.named["readout/bias"])

    def penalty(self):
        first = self.named["klindt1/kernel"].permute(3, 2, 0, 1)  # [channels, 1, 13, 13]
        laplacian = torch.tensor([[0.25, 0.5, 0.25], [0.5, -3, 0.5], [0.25, 0.5, 0.25]]).reshape(1, 1, 3, 3)
        curved = functional.conv2d(first, laplacian, padding=1)
        smooth = (curved.square().sum((1, 2, 3)) / first.square().sum((1, 2, 3))).sum()
        groups = sum(self.named[f"klindt{index}/kernel"].square().sum((0, 1)).sqrt().sum() for index in (2, 3))
        sparse = (self.named["readout/mask"].abs().sum(0) * self.named["readout/features"].abs().sum(0)).sum()
        return {"smoothness": smooth, "groupSparsity": groups, "readoutSparsity": sparse}


def summary(tensor):
    flat = tensor.detach().flatten()
    return {"norm": flat.norm().item(), "sum": flat.sum().item(), "first": flat[:16]}


training_images = torch.from_numpy(sequence(7 * SIDE * SIDE, 4)).double().reshape(7, 1, SIDE, SIDE)
images = torch.from_numpy(sequence(BATCH * SIDE * SIDE, 1)).double().reshape(BATCH, 1, SIDE, SIDE)
observed = 3 * torch.from_numpy(sequence(BATCH * NEURONS, 2)).double().reshape(BATCH, NEURONS).clamp(min=0)
model = Klindt(training_images)
trained = {name: value for name, value in model.named.items() if isinstance(value, nn.Parameter)}

model.eval()
with torch.no_grad():
    layers, inference = model(images)
    inferred = [summary(layer.contiguous()) for layer in layers]

model.train()
layers, predicted = model(images)
penalty = model.penalty()
poisson = (predicted - observed * torch.log(predicted + 1e-5)).sum(1).mean()
loss = BETA * poisson + FACTOR * sum(WEIGHTS[name] * penalty[name] for name in WEIGHTS)
loss.backward()

record(__file__, ["torch"], {
    "weights": WEIGHTS,
    "hyperparameters": {"alpha": 0, "beta": BETA, "readoutSparsity": FACTOR, "activationSparsity": 0},
    "inference": {"layers": inferred, "responses": inference.flatten()},
    "training": {"layers": [summary(layer.contiguous()) for layer in layers], "responses": predicted.detach().flatten()},
    "penalty": {name: value.item() for name, value in penalty.items()},
    "poisson": poisson.item(),
    "loss": loss.item(),
    "gradients": {name: summary(value.grad) for name, value in trained.items()},
})
