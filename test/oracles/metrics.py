"""Image and response metrics of scikit-image and SciPy: pip install numpy scipy scikit-image, then python metrics.py."""
import numpy as np
from scipy.stats import pearsonr
from skimage.metrics import mean_squared_error, peak_signal_noise_ratio, structural_similarity

from record import record
from sequence import sequence

SIZE = 32
rows, columns = np.meshgrid(np.arange(SIZE), np.arange(SIZE), indexing="ij")


def pair(index):
    """An image with coarse and fine structure and a blurred, noisy version of it, in [-1, 1]."""
    waves = 0.6 * np.sin(0.31 * rows + 0.17 * index * columns) + 0.2 * np.cos(0.05 * rows * columns)
    image = (waves + 0.1 * sequence(SIZE * SIZE, index).reshape(SIZE, SIZE)).astype(np.float32)
    noise = sequence(SIZE * SIZE, index + 0.5).reshape(SIZE, SIZE)
    reconstruction = (0.8 * waves + 0.05 + 0.05 * (index + 1) * noise).astype(np.float32)
    return reconstruction.astype(np.float64), image.astype(np.float64)


images = []
for index in range(4):
    reconstruction, image = pair(index)
    images.append({
        "mse": mean_squared_error(image, reconstruction),
        "psnr": peak_signal_noise_ratio(image, reconstruction, data_range=2),
        "ssim": structural_similarity(image, reconstruction, data_range=2, gaussian_weights=True, sigma=1.5,
                                      use_sample_covariance=False),
        "ssimUniform": structural_similarity(image, reconstruction, data_range=2),
    })

IMAGES, NEURONS = 50, 6
responses = np.maximum(0, sequence(IMAGES * NEURONS, 0.1)).reshape(IMAGES, NEURONS)
mixture = np.linspace(0, 0.95, NEURONS).astype(np.float32)
predictions = 1 + mixture * responses + (1 - mixture) * sequence(IMAGES * NEURONS, 0.2).reshape(IMAGES, NEURONS)
predictions = predictions.astype(np.float32).astype(np.float64)
responses = responses.astype(np.float64)
tests = [(pearsonr(predictions[:, n], responses[:, n]),
          pearsonr(predictions[:, n], responses[:, n], alternative="greater")) for n in range(NEURONS)]

record(__file__, ["numpy", "scipy", "scikit-image"], {
    "images": images,
    "pcc": [both.statistic for both, _ in tests],
    "twoSided": [both.pvalue for both, _ in tests],
    "oneSided": [greater.pvalue for _, greater in tests],
    "poissonLoss": np.sum(predictions - responses * np.log(predictions + 1e-5), axis=1).mean(),
})
