"""Noise ceilings where images have different numbers of trials, from products of different trials: pip install numpy scipy, then python missingTrials.py.

Noise of different trials is independent, so that mean products of different trials, of one image or of two, hold the signal alone."""
from itertools import permutations

import numpy as np
from scipy.stats import pearsonr

from record import record
from sequence import sequence

TRIALS, IMAGES, NEURONS = 6, 20, 5
noise = sequence(TRIALS * IMAGES * NEURONS, 0.3).reshape(TRIALS, IMAGES, NEURONS)
common = sequence(IMAGES, 0.4)[None, :, None]
trials = np.maximum(0, noise + common).astype(np.float64)
predictions = (0.3 + 0.4 * sequence(IMAGES, 0.4)[:, None] * np.ones(NEURONS, np.float32)).astype(np.float64)
for image in range(IMAGES):  # image 0 is shown once, the others 2 to 6 times, in any of the trials
    for trial in range(TRIALS):
        if (image == 0 and trial > 0) or (image > 0 and (image * 7 + trial * 5) % 11 < image % 5 and trial not in (1, 4)):
            trials[trial, image] = np.nan
trials[3, 5, 2] = np.nan  # one neuron lost in a trial


def shown(image, neuron):
    values = trials[:, image, neuron]
    return values[~np.isnan(values)]


def pairs(values):
    return np.mean([one * other for one, other in permutations(values, 2)])


def describe(neuron):
    images = [image for image in range(IMAGES) if len(shown(image, neuron)) > 1]
    means = {image: shown(image, neuron).mean() for image in images}
    within = np.mean([pairs(shown(image, neuron)) for image in images])
    across = np.mean([means[one] * means[other] for one, other in permutations(images, 2)])
    squares = np.mean([(shown(image, neuron) ** 2).mean() for image in images])
    power = within - across
    centre = np.mean(list(means.values()))
    error = np.mean([pairs(shown(image, neuron) - predictions[image, neuron]) for image in images])
    explainable = np.mean([pairs(shown(image, neuron) - centre) for image in images])
    return {"signalPower": power, "correlationCeiling": np.sqrt(power / np.var(list(means.values()), ddof=1)),
            "explainableFraction": power / (squares - across), "explained": 1 - error / explainable}


def across_halves(first):
    """Correlations of different neurons between halves of the trials of each image, without image 0."""
    one, other = (np.array([[np.mean([value for place, value in enumerate(shown(image, neuron))
                                      if first(place, len(shown(image, neuron))) == half])
                             for neuron in range(NEURONS)] for image in range(1, IMAGES)]) for half in (True, False))
    return np.mean([pearsonr(one[:, i], other[:, j]).statistic for i, j in permutations(range(NEURONS), 2)])


neurons = [describe(neuron) for neuron in range(NEURONS)]
record(__file__, ["numpy", "scipy"], {
    "counts": [[len(shown(image, neuron)) for neuron in (0, 2)] for image in range(IMAGES)],
    **{name: [neuron[name] for neuron in neurons] for name in neurons[0]},
    "signalCorrelation": np.mean([across_halves(lambda place, count: place % 2 == 0),
                                  across_halves(lambda place, count: place < count / 2)]),
})
