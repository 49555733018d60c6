"""Peer of npm run bench: the reference architecture, its losses and Adam in PyTorch.

usage: torch_step.py MODEL BATCH THREADS eager|compiled, then lines as in serve.py
"""
import sys

from serve import model_parts, serve

model_name, batch, threads, mode = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
autoencoder, layer = model_parts(model_name)

import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

neurons, sparse_layer = 103, layer or 2
torch.set_num_threads(threads)
torch.manual_seed(1)


def block(before, channels, kernel, stride, transposed=False):
    convolution = nn.ConvTranspose2d if transposed else nn.Conv2d
    return nn.Sequential(
        convolution(before, channels, kernel, stride, 1, bias=False), nn.BatchNorm2d(channels, eps=1e-3), nn.ELU())


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        encoder = [block(1, 32, 4, 2), block(32, 64, 4, 2), block(64, 64, 3, 1), block(64, 64, 3, 1)]
        self.encoder = nn.ModuleList(encoder if autoencoder else encoder[:layer])
        if autoencoder:
            self.latent, self.expansion = nn.Linear(4096, 100), nn.Linear(100, 4096)
            self.decoder = nn.Sequential(
                block(64, 64, 3, 1), block(64, 64, 3, 1), block(64, 32, 4, 2, True),
                nn.ConvTranspose2d(32, 1, 4, 2, 1), nn.Tanh())
        if layer:
            positions, channels = (256, 32) if layer == 1 else (64, 64)
            self.mask = nn.Parameter(torch.randn(positions, neurons) * .05)
            self.features = nn.Parameter(torch.randn(channels, neurons) * .05)
            self.bias = nn.Parameter(torch.zeros(neurons))

    def forward(self, images):
        hidden, current = [], images
        for convolve in self.encoder:
            current = convolve(current)
            hidden.append(current)
        image = response = None
        if autoencoder:
            code = self.latent(current.flatten(1))
            image = self.decoder(self.expansion(code).view(-1, 64, 8, 8))
        if layer:
            at_positions = hidden[layer - 1].flatten(2) @ self.mask
            response = functional.softplus((at_positions * self.features).sum(1) + self.bias)
        return image, response, hidden[sparse_layer - 1]


network = Network()
adam = torch.optim.Adam(network.parameters(), 1e-3, eps=1e-7)
images = torch.rand(batch, 1, 32, 32) * 2 - 1
responses = torch.rand(batch, neurons) * 3


def loss():
    image, predicted, hidden = network(images)
    terms = []
    if image is not None:
        terms.append(((image - images) ** 2).sum() / batch)
    if predicted is not None:
        terms.append((predicted - responses * (predicted + 1e-5).log()).sum() / batch)
        terms.append(.001 * (network.mask.abs().sum(0) * network.features.abs().sum(0)).sum())
    flat = hidden.flatten(1)
    terms.append(.1 * (flat.abs().sum(1) / (flat.square().sum(1).add(1e-12).sqrt() * flat.shape[1] ** .5)).mean())
    return sum(terms)


repeated_loss = torch.compile(loss) if mode == 'compiled' else loss


def step():
    adam.zero_grad()
    value = repeated_loss()
    value.backward()
    adam.step()
    return value.item()


def infer(count):
    shown = torch.rand(count, 1, 32, 32) * 2 - 1

    def run():
        network.eval()
        with torch.no_grad():
            for part in shown.split(500):
                network(part)
        network.train()
    return run


serve(f'PyTorch {torch.__version__}', step, infer)
