"""RSA of rsatoolbox and SciPy, the participation ratio of Chun et al., linear CKA and two measurements' ratio written out, components of NumPy:
pip install numpy scipy rsatoolbox dimensionality, then python representations.py."""
from itertools import permutations

import numpy as np
import rsatoolbox
from dimensionality import participation_ratio
from scipy.stats import spearmanr

from record import record
from sequence import sequence

TRIALS, IMAGES, UNITS, NEURONS = 5, 9, 30, 6
common = sequence(IMAGES * NEURONS, 0.2).reshape(IMAGES, NEURONS).astype(np.float64)
features = sequence(IMAGES * UNITS, 0.1).reshape(IMAGES, UNITS).astype(np.float64)
features[:, :NEURONS] += 3 * common
features = features.astype(np.float32).astype(np.float64)
noise = sequence(TRIALS * IMAGES * NEURONS, 0.3).reshape(TRIALS, IMAGES, NEURONS).astype(np.float64)
trials = np.maximum(0, 0.5 + common + 0.7 * noise).astype(np.float32).astype(np.float64)
responses = trials.mean(axis=0)


def rdm(patterns):
    dataset = rsatoolbox.data.Dataset(patterns)
    return rsatoolbox.rdm.calc_rdm(dataset, method="correlation")


def rsa(one, other):
    return float(rsatoolbox.rdm.compare(rdm(one), rdm(other), method="spearman")[0, 0])


def hsic(one, other):
    """U-statistic of Song et al. (2012), Eq. 3, over all four different images: nothing of its closed form is used."""
    k, l = one @ one.T, other @ other.T
    four = list(permutations(range(IMAGES), 4))
    return np.mean([k[i, j] * l[i, j] + k[i, j] * l[q, r] - 2 * k[i, j] * l[i, q] for i, j, q, r in four])


def cka(one, other):
    return hsic(one, other) / np.sqrt(hsic(one, one) * hsic(other, other))


def halves():
    firsts = [[start, start + 1] for start in range(TRIALS // 2)] + [[1, 3]]
    return [(first, [t for t in range(TRIALS) if t not in first]) for first in firsts]


def ceiling(similarity):
    return np.mean([similarity(trials[a].mean(axis=0), trials[b].mean(axis=0)) for a, b in halves()])


def ratios(one, other):
    """Corrected participation ratios of two measurements over all four different images; that of different units leaves out every unit with itself."""
    i, j, q, r = np.array(list(permutations(range(IMAGES), 4))).T

    def parts(a, b):
        square = np.mean(((a[i] - a[j]) * (b[i] - b[j])).sum(axis=1) * ((a[q] - a[r]) * (b[q] - b[r])).sum(axis=1)) / 4
        return np.array([square, hsic(a, b)])

    every = parts(one, other)
    same = sum(parts(one[:, [unit]], other[:, [unit]]) for unit in range(one.shape[1]))
    return [every[0] / every[1], (every - same)[0] / (every - same)[1]]


first, second = trials[[0, 1]].mean(axis=0), trials[[2, 3, 4]].mean(axis=0)
training, held = features[:6], features[6:]
axes = np.linalg.svd(training - training.mean(axis=0), full_matrices=False)[2][:5]
centred = held - training.mean(axis=0)
scores = spearmanr(rdm(features).get_vectors()[0], rdm(responses).get_vectors()[0]).statistic
record(__file__, ["numpy", "scipy", "rsatoolbox", "dimensionality"], {
    "dissimilarities": rdm(responses).get_vectors()[0][:5],
    "rsa": rsa(features, responses),
    "rsaOfScipy": scores,
    "cka": cka(features, responses),
    "ceilingRsa": ceiling(rsa),
    "ceilingCka": ceiling(cka),
    "ratios": [participation_ratio(responses, return_all=True)[name] for name in ("row", "both")],
    "ratiosWrittenOut": ratios(responses, responses),
    "ratiosOfHalves": ratios(first, second),
    "explained": np.cumsum(((centred @ axes.T) ** 2).sum(axis=0)) / (centred ** 2).sum(),
})
