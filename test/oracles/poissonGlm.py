"""Poisson regression with a log link by scikit-learn, without and with a smoothness penalty.

pip install numpy scikit-learn, then python poissonGlm.py. Images follow the formula that test/baselines/smallRegion.ts repeats.
scikit-learn knows ridge only: a penalty w'Aw / 2 is a ridge on v in w = A^(-1/2) v.
"""
import numpy as np
from sklearn.linear_model import PoissonRegressor

from record import record
from sequence import sequence

COUNT, SIDE, NEURONS = 60, 6, 3
n, y, x = np.meshgrid(np.arange(COUNT), np.arange(SIDE), np.arange(SIDE), indexing="ij")
images = (0.5 * np.sin(0.7 * n + 1.3 * y + 0.9 * x + 0.11 * n * y) + 0.4 * np.cos(0.37 * n * x)).reshape(COUNT, -1)
responses = np.maximum(0, 2 + 3 * sequence(COUNT * NEURONS, 5).reshape(COUNT, NEURONS).astype(float) + images[:, :NEURONS] * 3)

# The Laplacian of a filter whose border pixels are repeated outwards.
lines = np.diff(np.eye(SIDE), axis=0)
second = lines.T @ lines
laplacian = np.kron(second, np.eye(SIDE)) + np.kron(np.eye(SIDE), second)


def fit(ridge, smoothness):
    penalty = ridge * np.eye(SIDE * SIDE) + smoothness * laplacian @ laplacian
    values, vectors = np.linalg.eigh(penalty)
    inverse_root = vectors / np.sqrt(values) @ vectors.T
    filters, biases, predictions = [], [], []
    for responses_of_neuron in responses.T:
        model = PoissonRegressor(alpha=1, solver="newton-cholesky", tol=1e-10, max_iter=1000).fit(images @ inverse_root, responses_of_neuron)
        filters.append(inverse_root @ model.coef_)
        biases.append(model.intercept_)
        predictions.append(model.predict(images[:5] @ inverse_root))
    return {"ridge": ridge, "smoothness": smoothness, "filters": np.array(filters), "biases": np.array(biases), "predictions": np.array(predictions).T}


record(__file__, ["numpy", "scikit-learn"], {"responses": responses, "fits": [fit(0.01, 0), fit(0.5, 0), fit(0.005, 0.05)]})
