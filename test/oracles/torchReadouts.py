"""CNN-FC2 with a given dropout and CNN-FM2 in PyTorch: forward values, gradients and parameters after one Adam step, in double precision.

pip install torch, then python torchReadouts.py. Weights and inputs follow the rules that test/oracles/modelInputs.ts repeats.
Kernels keep TensorFlow's layout [height, width, in, out].
"""
import math

import torch
from torch import nn
from torch.nn import functional

from record import record
from sequence import sequence

torch.set_default_dtype(torch.float64)
BATCH, NEURONS, SIZE, CHANNELS = 4, 5, 8, 64
HYPERPARAMETERS = {"alpha": 0, "beta": 2.0, "readoutSparsity": 0.01, "activationSparsity": 3.0, "learningRate": 0.001}
# Row and column of every neuron's cell on the grid of h_2: corners, edges, inside.
CELLS = [[0, 0], [7, 7], [0, 4], [3, 7], [5, 2]]


def numbers(name, shape):
    phase = sum((position + 1) * ord(letter) for position, letter in enumerate(name)) / 1000
    return torch.from_numpy(sequence(math.prod(shape), phase)).double().reshape(shape)


class Convolutions(nn.Module):
    """h_2 of the reference architecture."""

    def __init__(self):
        super().__init__()
        self.named = {}
        for name, inputs, outputs in (("encoder1", 1, 32), ("encoder2", 32, CHANNELS)):
            shape = [4, 4, inputs, outputs]
            self.named[f"{name}/kernel"] = nn.Parameter(numbers(f"{name}/kernel", shape) * math.sqrt(6 / (16 * (inputs + outputs))))
            for state, rule in (("scale", lambda v: 1 + 0.5 * v), ("offset", lambda v: 0.1 * v)):
                self.named[f"{name}/{state}"] = nn.Parameter(rule(numbers(f"{name}/{state}", [outputs])))
            self.named[f"{name}/mean"] = 0.1 * numbers(f"{name}/mean", [outputs])
            self.named[f"{name}/variance"] = 1 + 0.5 * numbers(f"{name}/variance", [outputs])

    def forward(self, images):
        x = images
        for name in ("encoder1", "encoder2"):
            drive = functional.conv2d(x, self.named[f"{name}/kernel"].permute(3, 2, 0, 1), stride=2, padding=1)
            state = [self.named[f"{name}/{key}"] for key in ("mean", "variance", "scale", "offset")]
            x = functional.elu(functional.batch_norm(drive, *state, training=self.training, momentum=0.1, eps=1e-3))
        return x.permute(0, 2, 3, 1)


class FullyConnected(nn.Module):
    def __init__(self):
        super().__init__()
        units = SIZE * SIZE * CHANNELS
        self.named = {
            "readout/weights": nn.Parameter(numbers("readout/weights", [units, NEURONS]) * math.sqrt(6 / (units + NEURONS))),
            "readout/bias": nn.Parameter(0.1 * numbers("readout/bias", [NEURONS])),
        }
        self.uniform = (torch.from_numpy(sequence(BATCH * units, 3)).double().reshape(BATCH, units) + 1) / 2

    def forward(self, hidden):
        flat = hidden.flatten(1)
        if self.training:
            flat = torch.where(self.uniform < 0.5, torch.zeros_like(flat), flat / (1 - 0.5))
        return functional.softplus(functional.linear(flat, self.named["readout/weights"].T, self.named["readout/bias"]))

    def penalty(self):
        return self.named["readout/weights"].square().sum()


class FixedMask(nn.Module):
    def __init__(self):
        super().__init__()
        self.named = {
            "readout/features": nn.Parameter(0.4 * numbers("readout/features", [CHANNELS, NEURONS])),
            "readout/bias": nn.Parameter(0.1 * numbers("readout/bias", [NEURONS])),
        }

    def forward(self, hidden):
        read = torch.stack([hidden[:, row, column, :] for row, column in CELLS], 1)  # [batch, M, channels]
        return functional.softplus((read * self.named["readout/features"].T).sum(2) + self.named["readout/bias"])

    def penalty(self):
        return self.named["readout/features"].abs().sum()


def summary(tensor):
    flat = tensor.detach().flatten()
    return {"norm": flat.norm().item(), "sum": flat.sum().item(), "first": flat[:16]}


def model(readout):
    encoder = Convolutions()
    named = {**encoder.named, **readout.named}
    trained = {name: value for name, value in named.items() if isinstance(value, nn.Parameter)}
    images = torch.from_numpy(sequence(BATCH * 1024, 1)).double().reshape(BATCH, 1, 32, 32)
    observed = 3 * torch.from_numpy(sequence(BATCH * NEURONS, 2)).double().reshape(BATCH, NEURONS).clamp(min=0)

    encoder.eval(), readout.eval()
    with torch.no_grad():
        inference = readout(encoder(images))

    encoder.train(), readout.train()
    hidden = encoder(images)
    predicted = readout(hidden)
    flat = hidden.flatten(1)
    density = flat.norm(p=1, dim=1) / (flat.norm(dim=1) * math.sqrt(flat.shape[1]))
    loss = (HYPERPARAMETERS["beta"] * (predicted - observed * torch.log(predicted + 1e-5)).sum(1).mean()
            + HYPERPARAMETERS["readoutSparsity"] * readout.penalty() + HYPERPARAMETERS["activationSparsity"] * density.mean())
    # PyTorch divides the second moment by 1 - beta2^t before it adds epsilon, TensorFlow afterwards: equal at the first step so.
    optimizer = torch.optim.Adam(trained.values(), lr=HYPERPARAMETERS["learningRate"], eps=1e-7 / math.sqrt(1 - 0.999))
    loss.backward()
    gradients = {name: summary(value.grad) for name, value in trained.items()}
    optimizer.step()
    return {
        "inference": inference.flatten(),
        "training": predicted.detach().flatten(),
        "loss": loss.item(),
        "gradients": gradients,
        "parametersAfterStep": {name: summary(value) for name, value in named.items()},
    }


record(__file__, ["torch"], {
    "hyperparameters": HYPERPARAMETERS,
    "cells": CELLS,
    "CNN-FC2": model(FullyConnected()),
    "CNN-FM2": model(FixedMask()),
})
