"""Small .npy files by NumPy, as base64: pip install numpy, then python npy.py."""
import base64
import io

import numpy as np

from record import record


def file_of(array, version=None):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version=version)
    return base64.b64encode(stream.getvalue()).decode()


counts = np.arange(6).reshape(2, 3)
record(__file__, ["numpy"], {
    "plain": {dtype: file_of(counts.astype(dtype)) for dtype in ["u1", "i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"]},
    "antolikPixels": file_of(np.arange(256) * 1e-6),
    "version2": file_of(counts.astype("<f8"), (2, 0)),
    "version3": file_of(counts.astype("<f8"), (3, 0)),
    "scalar": file_of(np.array(1.5)),
    "emptyRows": file_of(np.zeros((0, 3))),
    "fortran": file_of(np.asfortranarray(counts.astype("<f8"))),
    "refused": {dtype: file_of(counts.astype(dtype)) for dtype in [">f8", "<f2", "<c16", "|b1", "<U3"]},
    "structured": file_of(np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")])),
    "object": file_of(np.array([{}, None], dtype=object)),
})
