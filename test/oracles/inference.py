"""Bootstrap intervals and corrected p-values of SciPy and statsmodels: pip install numpy scipy statsmodels, then python inference.py."""
import numpy as np
from scipy.stats import bootstrap
from statsmodels.stats.multitest import multipletests

from record import record
from sequence import sequence

IMAGES, NEURONS, RESAMPLES = 50, 12, 20000
responses = np.maximum(0, sequence(IMAGES * NEURONS, 0.1)).reshape(IMAGES, NEURONS).astype(np.float64)


def model(phase, weight):
    noise = sequence(IMAGES * NEURONS, phase).reshape(IMAGES, NEURONS)
    return (np.float32(weight) * responses.astype(np.float32) + noise).astype(np.float64)


def mean_pcc(predictions, indices):
    p, r = predictions[indices], responses[indices]
    p, r = p - p.mean(0), r - r.mean(0)
    return np.mean((p * r).sum(0) / np.sqrt((p**2).sum(0) * (r**2).sum(0)))


better, worse = model(0.3, 0.8), model(0.4, 0.5)


def interval(statistic):
    result = bootstrap((np.arange(IMAGES),), statistic, vectorized=False, n_resamples=RESAMPLES, method="percentile",
                       rng=np.random.default_rng(1))
    return [result.confidence_interval.low, result.confidence_interval.high]


scores = [sequence(IMAGES, 0.6).astype(np.float64) + 0.3, sequence(IMAGES, 0.7).astype(np.float64)]
p_values = [0.01, 0.04, 0.03, 0.005, 0.2, 0.011, 0.9]

record(__file__, ["numpy", "scipy", "statsmodels"], {
    "meanPcc": interval(lambda images: mean_pcc(better, images)),
    "pccDifference": interval(lambda images: mean_pcc(better, images) - mean_pcc(worse, images)),
    "scoreDifference": interval(lambda images: np.mean(scores[0][images] - scores[1][images])),
    "pValues": p_values,
    "holm": multipletests(p_values, method="holm")[1],
})
