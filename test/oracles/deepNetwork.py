"""Kernel ridge regression and identification, solved another way: pip install numpy scikit-learn, then python deepNetwork.py."""
from itertools import combinations

import numpy as np
from sklearn.kernel_ridge import KernelRidge

from record import record
from sequence import sequence

ROWS, PREDICTORS, TARGETS, NEW = 20, 60, 3, 5
predictors = (2 + sequence(ROWS * PREDICTORS, 0.1)).reshape(ROWS, PREDICTORS).astype(np.float64)
targets = sequence(ROWS * TARGETS, 0.3).reshape(ROWS, TARGETS).astype(np.float64)
new = (2 + sequence(NEW * PREDICTORS, 0.4)).reshape(NEW, PREDICTORS).astype(np.float64)
centre, offset = predictors.mean(axis=0), targets.mean(axis=0)
ridge = [
    (KernelRidge(alpha=penalty, kernel="linear").fit(predictors - centre, targets - offset).predict(new - centre) + offset).ravel()
    for penalty in (0.1, 3, 100)
]

IMAGES, WIDTH = 7, 12
shown = sequence(IMAGES * WIDTH, 0.5).reshape(IMAGES, WIDTH).astype(np.float64)
decoded = shown + 1.5 * sequence(IMAGES * WIDTH, 0.9).reshape(IMAGES, WIDTH)
common = sequence(WIDTH, 0.7).astype(np.float64)
similarity = np.corrcoef(decoded - common, shown - common)[:IMAGES, IMAGES:]


def identified(image, candidates):
    """The share of all sets of candidates in which the right one is the most similar."""
    sets = list(combinations([other for other in range(IMAGES) if other != image], candidates - 1))
    return np.mean([similarity[image, image] > max(similarity[image, other] for other in others) for others in sets])


record(__file__, ["numpy", "scikit-learn"], {
    "ridge": ridge,
    "similarity": similarity.ravel(),
    "identified": {str(candidates): [identified(image, candidates) for image in range(IMAGES)] for candidates in (2, 3, 5, 7)},
})
