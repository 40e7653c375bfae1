"""Runs and prints what bench/auroc describes."""

import argparse
import gzip
import os
import pathlib
import subprocess
import time
import warnings

import numpy
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

warnings.simplefilter("ignore", ConvergenceWarning)
arguments = argparse.ArgumentParser()
arguments.add_argument("root", type=pathlib.Path)
arguments.add_argument("home", type=pathlib.Path)
arguments.add_argument("--all", action="store_true")
arguments.add_argument("--defaults", action="store_true")
options = arguments.parse_args()
root, home = options.root, options.home
PAPER = ["--dimensions", "128", "--walk-length", "80", "--walks", "10", "--context", "10", "--epochs", "1"]


def unpacked(path):
    plain = home / path.stem
    if not plain.exists():
        beside = plain.with_suffix(".part")
        beside.write_bytes(gzip.decompress(path.read_bytes()))
        beside.rename(plain)
    return plain


def timed(command):
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed with exit code {done.returncode}:\n{done.stderr[-2000:]}")
    return time.perf_counter() - started


def skerry(edges, *more):
    out = home / "skerry.emb"
    return timed([root / "skerry", "embed", edges, "--out", out, *more]), out


def pecanpy(edges):
    out = home / "pecanpy.emb"
    command = [home / "venv/bin/pecanpy", "--input", edges, "--output", out, "--mode", "FirstOrderUnweighted"]
    command += ["--dimensions", "128", "--walk-length", "80", "--num-walks", "10", "--window-size", "10"]
    return timed(command + ["--epochs", "1", "--workers", str(os.cpu_count())]), out


def auroc(vectors, labels):
    lines = vectors.read_text().splitlines()
    dimensions = int(lines[0].split()[1])
    rows = {}
    for line in lines[1:]:
        name, *numbers = line.rsplit(" ", dimensions)
        rows[name] = numpy.array(numbers, dtype=numpy.float64)
    members = {}
    for line in labels.read_text().splitlines():
        node, label = line.split("\t")
        if node in rows:
            members.setdefault(label, set()).add(node)
    nodes = sorted(set().union(*members.values()))
    features = numpy.stack([rows[node] for node in nodes])
    means = []
    for label in sorted(members):
        truth = numpy.array([node in members[label] for node in nodes])
        folds = []
        for fit, held in StratifiedKFold(5, shuffle=True, random_state=0).split(features, truth):
            model = LogisticRegression(max_iter=300).fit(features[fit], truth[fit])
            folds.append(roc_auc_score(truth[held], model.decision_function(features[held])))
        means.append(numpy.mean(folds))
    return float(numpy.mean(means))


def row(name, run, labels):
    seconds, vectors = run
    score = auroc(vectors, labels)
    print(f"  {name:<34} {score:>6.4f} {seconds:>8.1f}", flush=True)
    return score, seconds


tests = root / "trainer-image/src/test/resources/graphs"
graphs = [("PPI", tests / "PPI.edg", tests / "PPI.labels.tsv")]
if options.all:
    data = root / "bench/data"
    graphs.append(("BlogCatalog", unpacked(data / "BlogCatalog.edg.gz"), data / "BlogCatalog.labels.tsv"))
for graph, edges, labels in graphs:
    print(f"{graph:<36} {'AUROC':>6} {'seconds':>8}")
    mine = row("skerry", skerry(edges, *PAPER), labels)
    row("skerry --deterministic", skerry(edges, *PAPER, "--deterministic"), labels)
    other = row("PecanPy", pecanpy(edges), labels)
    print(f"  {'ratio skerry/PecanPy':<34} {mine[0] / other[0]:>6.3f} {mine[1] / other[1]:>8.2f}")
    if options.defaults:
        row("skerry, ingest's defaults, paper", skerry(edges, "--mode", "paper"), labels)
        row("skerry, ingest's defaults, pyg", skerry(edges, "--mode", "pyg"), labels)
