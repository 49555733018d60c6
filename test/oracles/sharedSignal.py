"""Signal correlation and participation ratio of SciPy and NumPy: pip install numpy scipy, then python sharedSignal.py."""
import numpy as np
from scipy.stats import pearsonr

from record import record
from sequence import sequence

TRIALS, IMAGES, NEURONS = 5, 20, 7
noise = sequence(TRIALS * IMAGES * NEURONS, 0.3).reshape(TRIALS, IMAGES, NEURONS)
common = sequence(IMAGES, 0.4)[None, :, None]
trials = np.maximum(0, noise + common)
trials[:, :, 3] = 0.5  # a neuron that never changes
trials = trials.astype(np.float64)


def correlation(one, other):
    return 0 if np.ptp(one) == 0 or np.ptp(other) == 0 else pearsonr(one, other).statistic


def across(first, second):
    one, other = trials[first].mean(axis=0), trials[second].mean(axis=0)
    pairs = [(i, j) for i in range(NEURONS) for j in range(NEURONS) if i != j]
    return np.mean([correlation(one[:, i], other[:, j]) for i, j in pairs])


eigenvalues = np.linalg.eigvalsh(np.cov(trials.mean(axis=0), rowvar=False))
record(__file__, ["numpy", "scipy"], {
    "signalCorrelation": np.mean([across([0, 2, 4], [1, 3]), across([0, 1, 2], [3, 4])]),
    "participationRatio": eigenvalues.sum() ** 2 / (eigenvalues ** 2).sum(),
})
