"""The three autoencoders, CNN-FR2, CAE-FR2 and VAE-FR2 in PyTorch: forward values, gradients and parameters after one Adam step, in double precision.

pip install torch, then python torchModels.py. Weights and inputs follow rules that test/oracles/modelInputs.ts repeats.
Parameters keep TensorFlow's layouts (kernels [height, width, in, out], transposed ones [height, width, out, in]).
"""
import math

import torch
import torch.nn.functional as functional
from torch.distributions import Normal, kl_divergence

from record import record
from sequence import sequence

torch.set_default_dtype(torch.float64)
BATCH, NEURONS, LATENT = 4, 5, 100
CODES, CODE_DIMENSIONS, COMMITMENT = 256, 32, 0.25
CHANNELS = [32, 64, 64, 64]
HYPERPARAMETERS = {"alpha": 0.01, "beta": 2.0, "readoutSparsity": 0.01, "activationSparsity": 3.0, "learningRate": 0.001,
                   "outputVariance": 0.3}


def shapes(autoencoder, layer):
    """Name and shape of every parameter."""
    table = {}

    def block(name, kernel):
        table[f"{name}/kernel"] = kernel
        channels = kernel[3] if name.startswith("encoder") or name in ("decoder1", "decoder2") else kernel[2]
        for state in ("scale", "offset", "mean", "variance"):
            table[f"{name}/{state}"] = [channels]

    for index in range(4 if autoencoder else layer):
        size = 4 if index < 2 else 3
        block(f"encoder{index + 1}", [size, size, ([1] + CHANNELS)[index], CHANNELS[index]])
    if autoencoder:
        grid_channels = 64
        if autoencoder == "VQ-VAE":
            grid_channels = CODE_DIMENSIONS
            table["projection/weights"], table["projection/bias"] = [64, CODE_DIMENSIONS], [CODE_DIMENSIONS]
            table["codebook/codes"] = [CODES, CODE_DIMENSIONS]
        else:
            table["latent/weights"], table["latent/bias"] = [4096, LATENT], [LATENT]
            table["expansion/weights"], table["expansion/bias"] = [LATENT, 4096], [4096]
        if autoencoder == "VAE":
            table["logVariance/weights"], table["logVariance/bias"] = [4096, LATENT], [LATENT]
        block("decoder1", [3, 3, grid_channels, 64])
        block("decoder2", [3, 3, 64, 64])
        block("decoder3", [4, 4, 32, 64])
        table["output/kernel"], table["output/bias"] = [4, 4, 1, 32], [1]
    if layer:
        positions = 256 if layer == 1 else 64
        table["readout/mask"] = [positions, NEURONS]
        table["readout/features"] = [CHANNELS[layer - 1], NEURONS]
        table["readout/bias"] = [NEURONS]
    return table


def initial(name, shape):
    """Every parameter from its name and shape, in no special state: no zero offset, no scale of one."""
    phase = sum((position + 1) * ord(letter) for position, letter in enumerate(name)) / 1000
    values = torch.from_numpy(sequence(math.prod(shape), phase)).double().reshape(shape)
    kind = name.split("/")[1]
    if kind == "kernel":
        return values * math.sqrt(6 / (shape[0] * shape[1] * (shape[2] + shape[3])))
    if kind == "weights":
        return values * math.sqrt(6 / (shape[0] + shape[1]))
    if kind in ("scale", "variance"):
        return 1 + 0.5 * values
    if kind in ("mask", "features"):
        return 0.4 * values
    if kind == "codes":
        return 0.7 * values
    return 0.1 * values


def quantize(grid, codebook):
    """The nearest code of every position of [batch, dimensions, height, width], passed on straight-through, and what it costs per image."""
    vectors = grid.permute(0, 2, 3, 1)
    distances = (vectors[..., None, :] - codebook).square().sum(-1)
    nearest, second = distances.topk(2, largest=False).values.detach().unbind(-1)
    assert (second - nearest).min() > 1e-3, "single precision might choose another code: change the rule of the initial values"
    codes = codebook[distances.argmin(-1)]
    cost = (vectors.detach() - codes).square().sum() + COMMITMENT * (vectors - codes.detach()).square().sum()
    passed_on = vectors + (codes - vectors).detach()
    return passed_on.permute(0, 3, 1, 2), cost / len(grid)


def forward(parameters, images, autoencoder, layer, training, noise=None):
    """Reconstruction, responses, hidden layers and cost of the code; moving statistics move in place when training."""

    def activate(name, drive):
        normalized = functional.batch_norm(
            drive, parameters[f"{name}/mean"], parameters[f"{name}/variance"], parameters[f"{name}/scale"],
            parameters[f"{name}/offset"], training=training, momentum=0.1, eps=1e-3)
        return functional.elu(normalized)

    def convolution(name, x, stride):
        return functional.conv2d(x, parameters[f"{name}/kernel"].permute(3, 2, 0, 1), stride=stride, padding=1)

    def transposed(name, x):
        return functional.conv_transpose2d(x, parameters[f"{name}/kernel"].permute(3, 2, 0, 1), stride=2, padding=1)

    hidden, x = [], images.permute(0, 3, 1, 2)
    for index in range(4 if autoencoder else layer):
        x = activate(f"encoder{index + 1}", convolution(f"encoder{index + 1}", x, 2 if index < 2 else 1))
        hidden.append(x)
    reconstruction, responses, latent_loss = None, None, 0
    if autoencoder:
        rows = x.permute(0, 2, 3, 1).reshape(len(images), -1)
        if autoencoder == "VQ-VAE":
            kernel = parameters["projection/weights"].T[:, :, None, None]
            x, latent_loss = quantize(functional.conv2d(x, kernel, parameters["projection/bias"]), parameters["codebook/codes"])
        else:
            code = rows @ parameters["latent/weights"] + parameters["latent/bias"]
            if autoencoder == "VAE":
                log_variance = rows @ parameters["logVariance/weights"] + parameters["logVariance/bias"]
                posterior = Normal(code, torch.exp(log_variance / 2))
                divergence = kl_divergence(posterior, Normal(torch.zeros(LATENT), torch.ones(LATENT))).sum(1).mean()
                latent_loss = 2 * HYPERPARAMETERS["outputVariance"] * divergence
                code = posterior.mean + posterior.stddev * noise if training else posterior.mean
            expanded = code @ parameters["expansion/weights"] + parameters["expansion/bias"]
            x = expanded.reshape(-1, 8, 8, 64).permute(0, 3, 1, 2)
        x = activate("decoder1", convolution("decoder1", x, 1))
        x = activate("decoder2", convolution("decoder2", x, 1))
        x = activate("decoder3", transposed("decoder3", x))
        reconstruction = torch.tanh(transposed("output", x) + parameters["output/bias"]).permute(0, 2, 3, 1)
    if layer:
        positions = hidden[layer - 1].flatten(2)  # [batch, channels, positions]
        drive = torch.einsum("bcp,pm,cm->bm", positions, parameters["readout/mask"], parameters["readout/features"])
        responses = functional.softplus(drive + parameters["readout/bias"])
    return reconstruction, responses, hidden, latent_loss


def training_loss(parameters, outputs, images, observed, layer):
    reconstruction, predicted, hidden, latent_loss = outputs
    loss = 0
    if reconstruction is not None:
        loss = loss + HYPERPARAMETERS["alpha"] * ((reconstruction - images).square().sum((1, 2, 3)).mean() + latent_loss)
    if predicted is not None:
        loss = loss + HYPERPARAMETERS["beta"] * (predicted - observed * torch.log(predicted + 1e-5)).sum(1).mean()
        weights = torch.einsum("pm,cm->pcm", parameters["readout/mask"], parameters["readout/features"])
        loss = loss + HYPERPARAMETERS["readoutSparsity"] * weights.abs().sum()
    flat = hidden[(layer or 3) - 1].flatten(1)
    density = flat.norm(p=1, dim=1) / (flat.norm(dim=1) * math.sqrt(flat.shape[1]))
    return loss + HYPERPARAMETERS["activationSparsity"] * density.mean()


def summary(tensor):
    flat = tensor.detach().flatten()
    return {"norm": flat.norm().item(), "sum": flat.sum().item(), "first": flat[:16]}


def model(autoencoder, layer):
    table = shapes(autoencoder, layer)
    parameters = {name: initial(name, shape) for name, shape in table.items()}
    trainable = [name for name in table if not name.endswith(("/mean", "/variance"))]
    for name in trainable:
        parameters[name].requires_grad_()
    images = torch.from_numpy(sequence(BATCH * 1024, 1)).double().reshape(BATCH, 32, 32, 1)
    observed = 3 * torch.from_numpy(sequence(BATCH * NEURONS, 2)).double().reshape(BATCH, NEURONS).clamp(min=0)

    noise = torch.from_numpy(sequence(BATCH * LATENT, 3)).double().reshape(BATCH, LATENT)

    with torch.no_grad():
        reconstruction, responses, *_ = forward(parameters, images, autoencoder, layer, training=False)
    inference = {"reconstruction": None if reconstruction is None else reconstruction[0].flatten().float(),
                 "responses": None if responses is None else responses.flatten()}

    outputs = forward(parameters, images, autoencoder, layer, training=True, noise=noise)
    loss = training_loss(parameters, outputs, images, observed, layer)
    # PyTorch divides the second moment by 1 - beta2^t before it adds epsilon, TensorFlow afterwards: equal at the first step so.
    optimizer = torch.optim.Adam([parameters[name] for name in trainable], lr=HYPERPARAMETERS["learningRate"],
                                 betas=(0.9, 0.999), eps=1e-7 / math.sqrt(1 - 0.999))
    loss.backward()
    gradients = {name: summary(parameters[name].grad) for name in trainable}
    optimizer.step()
    return {
        "inference": inference,
        "training": {"reconstruction": None if outputs[0] is None else summary(outputs[0]),
                     "responses": None if outputs[1] is None else outputs[1].detach().flatten()},
        "loss": loss.item(),
        "gradients": gradients,
        "parametersAfterStep": {name: summary(parameters[name]) for name in table},
    }


record(__file__, ["torch"], {
    "hyperparameters": HYPERPARAMETERS,
    "CAE": model("CAE", None),
    "VAE": model("VAE", None),
    "VQ-VAE": model("VQ-VAE", None),
    "CNN-FR2": model(None, 2),
    "CAE-FR2": model("CAE", 2),
    "VAE-FR2": model("VAE", 2),
})
