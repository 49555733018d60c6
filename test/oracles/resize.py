"""Bilinear resizing by PyTorch, 31 x 31 to 32 x 32: pip install torch, then python resize.py."""
import torch

from record import record
from sequence import sequence

image = torch.from_numpy(sequence(31 * 31, 0)).reshape(1, 1, 31, 31).double()
resized = torch.nn.functional.interpolate(image, size=(32, 32), mode="bilinear", align_corners=False)
record(__file__, ["torch"], {
    "phase": 0,
    "firstRow": resized[0, 0, 0],
    "middleRow": resized[0, 0, 16],
    "lastColumn": resized[0, 0, :, 31],
    "sum": resized.sum().item(),
    "sumOfSquares": resized.square().sum().item(),
})
