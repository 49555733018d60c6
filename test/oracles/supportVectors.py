"""Support vector regression by scikit-learn's LIBSVM.

pip install numpy scikit-learn, then python supportVectors.py. Images follow the formula that test/baselines/smallRegion.ts repeats.
"""
import numpy as np
from sklearn.svm import SVR

from record import record
from sequence import sequence

COUNT, TEST, SIDE, NEURONS, GAMMA = 40, 5, 6, 2, 2.5
n, y, x = np.meshgrid(np.arange(COUNT + TEST), np.arange(SIDE), np.arange(SIDE), indexing="ij")
images = (0.5 * np.sin(0.7 * n + 1.3 * y + 0.9 * x + 0.11 * n * y) + 0.4 * np.cos(0.37 * n * x)).reshape(COUNT + TEST, -1)
responses = np.maximum(0, 1 + sequence(COUNT * NEURONS, 6).reshape(COUNT, NEURONS).astype(float) + images[:COUNT, :NEURONS])


def fit(cost):
    predictions, counts = [], []
    for answers in responses.T:
        mean, deviation = answers.mean(), answers.std()
        machine = SVR(C=cost, epsilon=0.1, gamma=GAMMA / (SIDE * SIDE), tol=1e-3).fit(images[:COUNT], (answers - mean) / deviation)
        predictions.append(mean + deviation * machine.predict(images[COUNT:]))
        counts.append(len(machine.support_))
    return {"cost": cost, "predictions": np.array(predictions).T, "supportVectors": counts}


record(__file__, ["numpy", "scikit-learn"], {"gamma": GAMMA, "responses": responses, "fits": [fit(0.3), fit(3.0)]})
