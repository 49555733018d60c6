"""Intervals, quantiles and corrected p-values of SciPy and statsmodels: pip install numpy pandas scipy statsmodels, then python inference.py."""
import numpy as np
import pandas as pd
from scipy.stats import bootstrap, t
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
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

SEEDS = 5


def crossed(differences):
    """95 % interval of the mean of differences [seeds, images], both random: mean squares of a two-way analysis of variance, degrees of freedom of the seeds."""
    seeds, images = differences.shape
    frame = pd.DataFrame([{"d": differences[s, i], "seed": s, "image": i} for s in range(seeds) for i in range(images)])
    ms = anova_lm(ols("d ~ C(seed) + C(image)", frame).fit())["mean_sq"]
    by_seed, by_image, rest = ms["C(seed)"], ms["C(image)"], ms["Residual"]
    total = by_seed + by_image - rest
    df = seeds - 1
    error, estimate = np.sqrt(total / (seeds * images)), differences.mean()
    reach = t.ppf(0.975, df) * error
    return {"estimate": estimate, "lower": estimate - reach, "upper": estimate + reach, "standardError": error,
            "degreesOfFreedom": df, "p": 2 * t.sf(abs(estimate / error), df),
            "components": {"seed": np.sqrt((by_seed - rest) / images), "image": np.sqrt((by_image - rest) / seeds), "residual": np.sqrt(rest)}}


errors = (0.3 + 0.4 * sequence(SEEDS, 0.9)[:, None] + sequence(IMAGES, 1.1) + 0.5 * sequence(SEEDS * IMAGES, 1.3).reshape(SEEDS, IMAGES)).astype(np.float64)


def pseudo_values(phase):
    """Of the difference of mean PCC of two models, [images]: leaving out one image at a time, around the difference itself."""
    def difference(images):
        return mean_pcc(model(phase, 0.8), images) - mean_pcc(model(phase + 0.05, 0.5), images)
    every = np.arange(IMAGES)
    without = np.array([difference(np.delete(every, image)) for image in every])
    return difference(every) - (IMAGES - 1) * (without - without.mean())


pcc = crossed(np.array([pseudo_values(0.3 + 0.1 * seed) for seed in range(SEEDS)]))
tails = [[0.025, 4], [0.025, 1], [0.005, 2.5], [0.05, 48], [0.4, 3], [1e-6, 7.3]]

record(__file__, ["numpy", "pandas", "scipy", "statsmodels"], {
    "meanPcc": interval(lambda images: mean_pcc(better, images)),
    "pccDifference": interval(lambda images: mean_pcc(better, images) - mean_pcc(worse, images)),
    "scoreDifference": interval(lambda images: np.mean(scores[0][images] - scores[1][images])),
    "pValues": p_values,
    "holm": multipletests(p_values, method="holm")[1],
    "tails": tails,
    "tBeyond": [t.isf(tail, df) for tail, df in tails],
    "crossedErrors": crossed(errors),
    "crossedPcc": {name: pcc[name] for name in ("standardError", "degreesOfFreedom", "components")},
})
