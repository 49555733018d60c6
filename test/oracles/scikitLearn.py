"""Ridge regression, ROC and precision-recall areas of scikit-learn: pip install numpy scikit-learn, then python scikitLearn.py."""
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score, roc_auc_score

from record import record
from sequence import sequence

ROWS, PREDICTORS, TARGETS, NEW = 40, 6, 3, 5
predictors = (2 + sequence(ROWS * PREDICTORS, 0.1)).reshape(ROWS, PREDICTORS).astype(np.float64)
mixing = sequence(PREDICTORS * TARGETS, 0.2).reshape(PREDICTORS, TARGETS).astype(np.float64)
noise = sequence(ROWS * TARGETS, 0.3).reshape(ROWS, TARGETS).astype(np.float64)
targets = (predictors @ mixing + 0.5 * noise + 1).astype(np.float32).astype(np.float64)
new = (2 + sequence(NEW * PREDICTORS, 0.4)).reshape(NEW, PREDICTORS).astype(np.float64)
ridge = [Ridge(alpha=penalty).fit(predictors, targets).predict(new).ravel() for penalty in (0.01, 3, 500)]

EXAMPLES, CLASSES = 60, 3
labels = np.arange(EXAMPLES) % CLASSES
# One decimal: many scores are tied.
scores = np.round(sequence(EXAMPLES * CLASSES, 0.5).reshape(EXAMPLES, CLASSES).astype(np.float64) + 0.4 * np.eye(CLASSES)[labels], 1)

record(__file__, ["numpy", "scikit-learn"], {
    "targets": targets.ravel(),
    "ridge": ridge,
    "scores": scores.ravel(),
    "areaUnderRoc": [roc_auc_score(labels == one, scores[:, one]) for one in range(CLASSES)],
    "averagePrecision": [average_precision_score(labels == one, scores[:, one]) for one in range(CLASSES)],
    "macroRoc": np.mean([roc_auc_score(labels == one, scores[:, one]) for one in range(CLASSES)]),
    "macroPrecision": np.mean([average_precision_score(labels == one, scores[:, one]) for one in range(CLASSES)]),
    "accuracy": np.mean(scores.argmax(axis=1) == labels),
})
