"""Deterministic numbers that test/oracles/sequence.ts makes too, so that inputs need not be stored."""
import numpy as np


def sequence(count, phase):
    """`count` single-precision numbers in [-1, 1) without visible order."""
    scrambled = np.sin(12.9898 * (np.arange(count, dtype=np.float64) + 1) + phase) * 43758.5453
    return (2 * (scrambled - np.floor(scrambled)) - 1).astype(np.float32)
