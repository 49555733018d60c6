"""Records test/oracles/baselines.json: NumPy's SVD and SciPy's DCT on small images given by a formula. Run: python baselines.py"""
import json
import pathlib

import numpy as np
import scipy
from scipy.fft import dctn, idctn

SIDE = 6


def images(first: int, count: int) -> np.ndarray:
    n, y, x = np.meshgrid(np.arange(first, first + count), np.arange(SIDE), np.arange(SIDE), indexing='ij')
    return (0.5 * np.sin(0.7 * n + 1.3 * y + 0.9 * x + 0.11 * n * y) + 0.4 * np.cos(0.37 * n * x)).astype(np.float32)


training, test = images(0, 30), images(30, 4)
flat = training.reshape(30, -1).astype(float)
mean = flat.mean(0)
axes = np.linalg.svd(flat - mean, full_matrices=False)[2][:5]
centred = test.reshape(4, -1).astype(float) - mean
principal = np.clip(mean + centred @ axes.T @ axes, -1, 1)

u, v = np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing='ij')
spectrum = dctn(test.astype(float), axes=(1, 2), norm='ortho')
lowest = np.clip(idctn(spectrum * (u * u + v * v <= 4), axes=(1, 2), norm='ortho'), -1, 1)  # 6 coefficients

def rounded(values: np.ndarray) -> list[float]:
    return [float(f'{value:.9g}') for value in values.ravel()]


result = {
    'numpy': np.__version__,
    'scipy': scipy.__version__,
    'variances': rounded(np.linalg.svd(flat - mean)[1] ** 2 / 30),
    'principalComponents5': rounded(principal),
    'cosines6': rounded(lowest),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(result) + '\n')
