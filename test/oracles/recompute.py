"""Recomputes what the saved tables say from the records, with Python's standard library only.

python recompute.py RECORDS FIGURES [DATA] [--alpha A] [--beta B] [--preset P]

RECORDS: a folder of <hash>.json.gz; FIGURES: a folder with table2.csv ... figure8.csv; DATA: region1/validation_set.npy ...,
from which every PCC is computed anew out of the predictions (without it, the correlations in the records are believed).
Which records belong to a row is read from their specifications. Prints what was compared, and fails where a number is off.
"""
import argparse
import array
import ast
import base64
import csv
import gzip
import json
import math
import re
import statistics
import sys
from pathlib import Path

FILES = ["table2", "table3", "table4", "table5", "table6", "figure3", "figure4", "figure8"]
TASK = {"table2": "IR", "table3": "IR", "table4": "NRS", "table5": "IR", "table6": "NRS"}
SCORES = ("mse", "psnr", "ssim", "pcc", "constant", "significant", "one_sided")
MODEL = re.compile(r"^(CNN|CAE|VAE|VQ-VAE)(?:-(FR|FC|FM)([1-4])?)?(?:, (.*))?$")


def decode(encoded):
    values = array.array("f", base64.b64decode(encoded["float32"]))
    if sys.byteorder == "big":
        values.byteswap()
    rows, columns = encoded["shape"]
    return [[values[row * columns + column] for row in range(rows)] for column in range(columns)]


def columns_of_npy(path):
    """The columns of a matrix of doubles or floats in NumPy's format, versions 1 to 3, rounded to single precision as the package reads it."""
    content = path.read_bytes()
    size = 2 if content[6] == 1 else 4
    start = 8 + size + int.from_bytes(content[8:8 + size], "little")
    header = ast.literal_eval(content[8 + size:start].decode())
    values = array.array({"<f8": "d", "<f4": "f"}[header["descr"]], content[start:])
    values = array.array("f", values)
    rows, columns = header["shape"]
    if header["fortran_order"]:
        return [[values[column * rows + row] for row in range(rows)] for column in range(columns)]
    return [[values[row * columns + column] for row in range(rows)] for column in range(columns)]


def is_constant(values):
    return max(values) - min(values) <= 1e-6 * max(abs(min(values)), abs(max(values)))


def correlation(x, y):
    if is_constant(x) or is_constant(y):
        return 0.0
    mean_x, mean_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    product = math.fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y))
    return product / math.sqrt(math.fsum((a - mean_x) ** 2 for a in x) * math.fsum((b - mean_y) ** 2 for b in y))


def t_tail(t, freedom):
    """P(T > t) of Student's t, even degrees of freedom by the finite series of Abramowitz and Stegun 26.7.4, odd ones by 26.7.3."""
    theta = math.atan(t / math.sqrt(freedom))
    term, total = 1.0, 0.0
    if freedom % 2 == 0:
        for step in range(freedom // 2):
            total += term
            term *= (2 * step + 1) / (2 * step + 2) * math.cos(theta) ** 2
        return (1 - math.sin(theta) * total) / 2
    term = math.cos(theta)
    for step in range((freedom - 1) // 2):
        total += term
        term *= (2 * step + 2) / (2 * step + 3) * math.cos(theta) ** 2
    return (1 - 2 / math.pi * (theta + math.sin(theta) * total)) / 2


def p_value(r, images, sides):
    if abs(r) >= 1:
        return 0.0 if sides == 2 or r > 0 else 1.0
    t = r * math.sqrt((images - 2) / (1 - r * r))
    return 2 * t_tail(abs(t), images - 2) if sides == 2 else t_tail(t, images - 2)


class Store:
    def __init__(self, folder, preset):
        self.runs = []
        for path in sorted(Path(folder).glob("*.json.gz")):
            record = json.loads(gzip.open(path).read())
            if record["status"] == "finished" and record["specification"]["preset"] == preset:
                self.runs.append(record)

    def find(self, keep):
        """One record a seed, ascending."""
        found = {}
        for record in self.runs:
            if keep(record["specification"]):
                seed = record["specification"]["seed"]
                if seed in found:
                    raise SystemExit(f"Two records fit one row: {found[seed]['hash']} and {record['hash']}.")
                found[seed] = record
        return [found[seed] for seed in sorted(found)]


class Reader:
    def __init__(self, store, data, alpha, beta):
        self.store, self.data, self.alpha, self.beta = store, data, alpha, beta
        self.responses, self.correlations = {}, {}
        self.recomputed = 0

    def pcc(self, record):
        if record["hash"] in self.correlations:
            return self.correlations[record["hash"]]
        scores, specification = record["responses"], record["specification"]
        pcc = scores["pcc"]
        if self.data is not None and scores["predictions"]["shape"][0] > 0:
            region = specification["region"]
            if region not in self.responses:
                self.responses[region] = columns_of_npy(Path(self.data) / f"region{region}" / "validation_set.npy")
            neurons = specification["neurons"]
            observed = self.responses[region] if neurons == "all" else [self.responses[region][neuron] for neuron in neurons]
            pcc = [correlation(x, y) for x, y in zip(decode(scores["predictions"]), observed, strict=True)]
            self.recomputed += len(pcc)
        self.correlations[record["hash"]] = pcc
        return pcc

    def is_usual(self, s, autoencoder, readout, layer, task, regularised=False):
        h = s["hyperparameters"]
        if (s["autoencoder"], s["readout"], s["layer"], s["task"]) != (autoencoder, readout, layer, task):
            return False
        if s.get("responses") or s.get("trainingShare") or s.get("frozenEncoder"):
            return False
        if regularised != (h["augmentation"] != "none" or h["weightDecay"] > 0 or h.get("normalization", "batch") != "batch"):
            return False
        weights = (h["alpha"], h["beta"])
        if autoencoder is None:
            return weights == (0, 1)
        if readout is None:
            return weights == (1, 0) and h["sparseLayer"] == 2
        return weights == ((1, self.beta) if task == "IR" else (self.alpha, 1))

    def records_of(self, item, row):
        """The records of a row; None for what is no training (baselines, ceilings, what others printed)."""
        match = MODEL.match(row["model"])
        if match is None:
            return None
        name, readout, layer, rest = match.groups()
        autoencoder = None if name == "CNN" else name
        layer = int(layer or row.get("layer") or 0) or None
        region = int(row["region"])
        here = lambda keep: self.store.find(lambda s: s["region"] == region and keep(s))
        if rest in ("unfitted", "fitted afterwards", "fitted anew"):
            mapping = "unfitted" if rest == "unfitted" else "fitted afterwards"
            return here(lambda s: (frozen := s.get("frozenEncoder")) is not None and s["readout"] == "FR" and s["layer"] == layer
                        and frozen["mapping"] == mapping and frozen["readout"] == readout
                        and frozen["hyperparameters"]["augmentation"] == "none" and frozen["hyperparameters"]["beta"] in (0, self.beta))
        if rest is not None and rest not in ("regularised", "NRS", "IR", "as trained (IR)"):
            return None
        task = TASK.get(item, "IR" if rest in ("IR", "as trained (IR)") else "NRS")
        if readout is not None and layer is None:
            return None
        usual = lambda s: self.is_usual(s, autoencoder, readout, layer if readout else None, task, rest == "regularised")
        group = row.get("group", "none")
        if group in ("none", "all", ""):
            return here(lambda s: s["neurons"] == "all" and usual(s))
        return self.group(here, usual, group)

    def group(self, here, usual, group):
        """Table 3: the ranking by validation images of the first seed of the joint model, and groups as large as the test images say."""
        joint = [record for record in here(lambda s: s["neurons"] == "all" and usual(s)) if record["specification"]["seed"] == 1]
        if not joint:
            return []
        validation = [round(value, 4) for value in joint[0]["validationScores"]["pcc"]]
        images = joint[0]["responses"]["predictions"]["shape"][0]
        count = sum(p_value(r, images, 2) <= 0.05 for r in self.pcc(joint[0]))
        ranked = sorted(range(len(validation)), key=lambda neuron: (-validation[neuron], neuron))
        groups = {"significant": sorted(ranked[:count]), "insignificant": sorted(ranked[count:])}
        if group in groups:
            return here(lambda s: s["neurons"] == groups[group] and usual(s))
        size = count if group.endswith("as significant") else len(ranked) - count
        if 2 * count == len(ranked):
            return None
        return here(lambda s: s["neurons"] != "all" and len(s["neurons"]) == size and s["neurons"] not in groups.values() and usual(s))

    def values(self, column, record):
        """What a column says of one training; None for a column of something else."""
        if column in ("mse", "psnr", "ssim"):
            return None if record["reconstruction"] is None else statistics.fmean(record["reconstruction"][column])
        if record["responses"] is None:
            return None
        if column == "pcc":
            return statistics.fmean(self.pcc(record))
        if column == "constant":
            return record["responses"]["constantPredictions"]
        if column in ("significant", "one_sided"):
            images = record["responses"]["predictions"]["shape"][0]
            return sum(p_value(r, images, 2 if column == "significant" else 1) <= 0.05 for r in self.pcc(record))
        return None


def expected(reader, column, records):
    if column == "seeds":
        return len(records)
    if column.endswith("_sd"):
        values = [reader.values(column[:-3], record) for record in records]
        return statistics.stdev(values) if len(values) > 1 and None not in values else None
    values = [reader.values(column, record) for record in records]
    return None if not values or None in values else statistics.fmean(values)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("figures")
    parser.add_argument("data", nargs="?")
    parser.add_argument("--alpha", type=float, default=0.1)
    parser.add_argument("--beta", type=float, default=1)
    parser.add_argument("--preset", default="paper")
    given = parser.parse_args()
    reader = Reader(Store(given.records, given.preset), given.data, given.alpha, given.beta)
    compared, wrong = 0, []
    for item in FILES:
        path = Path(given.figures) / f"{item}.csv"
        if not path.exists():
            continue
        numbers = rows = others = 0
        for row in csv.DictReader(path.open(encoding="utf8", newline="")):
            records = reader.records_of(item, row)
            if records is None:
                others += 1
                continue
            rows += 1
            for column, text in row.items():
                value = expected(reader, column, records)
                if value is None:
                    if not records and text != "" and column in SCORES:
                        wrong.append(f"{item}, region {row['region']}, {row['model']}: {column} is {text}, but no record belongs to it")
                    continue
                numbers += 1
                # Seven digits are written; the last of them may be rounded.
                if text == "" or abs(float(text) - value) > 1e-6 * max(1, abs(value)):
                    wrong.append(f"{item}, region {row['region']}, {row['model']} {row.get('layer', '')} {row.get('group', '')}: {column} is {text or 'empty'}, recomputed {value:.9g}")
        print(f"{item}: {numbers} numbers of {rows} rows compared; {others} rows are no trainings")
        compared += numbers
    print(f"{compared} numbers compared, {len(wrong)} differ; {reader.recomputed} correlations computed from predictions")
    print("\n".join(wrong))
    sys.exit(1 if wrong or compared == 0 else 0)


main()
