"""Bilinear resizing by PyTorch of images that are smaller and larger than 32 x 32: pip install torch, then python resizeOtherSizes.py."""
import torch

from record import record
from sequence import sequence


def resized(side):
    image = torch.from_numpy(sequence(side * side, side)).reshape(1, 1, side, side).double()
    return torch.nn.functional.interpolate(image, size=(32, 32), mode="bilinear", align_corners=False, antialias=True)[0, 0]


record(__file__, ["torch"], {
    "sides": [{"side": side, "firstRow": resized(side)[0], "row17": resized(side)[17], "lastColumn": resized(side)[:, 31], "sumOfSquares": resized(side).square().sum().item()} for side in [2, 20, 31, 40, 65]],
})
