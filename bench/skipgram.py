"""Runs and prints what bench/skipgram describes."""

import argparse
import pathlib
import re
import statistics
import subprocess
import time

import numpy
from gensim.models import Word2Vec

WALK, WALKS, WINDOW, NEGATIVES = 80, 10, 10, 5
arguments = argparse.ArgumentParser()
arguments.add_argument("root", type=pathlib.Path)
arguments.add_argument("home", type=pathlib.Path)
arguments.add_argument("--quick", action="store_true")
options = arguments.parse_args()
graph = options.root / "trainer-image/src/test/resources/graphs/PPI.edg"


def walks():
    neighbours = {}
    for line in graph.read_text().splitlines():
        a, b = line.split()
        if a != b:
            neighbours.setdefault(a, set()).add(b)
            neighbours.setdefault(b, set()).add(a)
    rows = {node: sorted(others) for node, others in neighbours.items()}
    random = numpy.random.default_rng(1)
    corpus = []
    for _ in range(WALKS):
        for start in random.permutation(sorted(rows)):
            walk = [str(start)]
            for chance in random.random(WALK - 1):
                row = rows[walk[-1]]
                walk.append(row[int(chance * len(row))])
            corpus.append(walk)
    return corpus


def expected_updates(corpus):
    """Each position draws its reach evenly from 1 to the window's radius."""
    by_length = {}
    for walk in corpus:
        by_length[len(walk)] = by_length.get(len(walk), 0) + 1
    pairs = 0.0
    for length, count in by_length.items():
        within = sum(
            min(i, reach) + min(length - 1 - i, reach) for i in range(length) for reach in range(1, WINDOW + 1)
        )
        pairs += count * within / WINDOW
    return pairs * (1 + NEGATIVES)


def theirs(corpus, dimensions):
    model = Word2Vec(
        vector_size=dimensions, window=WINDOW, sg=1, hs=0, negative=NEGATIVES, min_count=0, sample=0, workers=1, seed=1
    )
    model.build_vocab(corpus)
    started = time.perf_counter()
    model.train(corpus, total_examples=len(corpus), epochs=1)
    return expected_updates(corpus) / (time.perf_counter() - started)


def ours(dimensions):
    command = [options.root / "skerry", "embed", graph, "--out", options.home / "ppi.emb", "--threads", "1"]
    command += ["--dimensions", str(dimensions), "--walk-length", str(WALK), "--walks", str(WALKS)]
    command += ["--context", str(WINDOW), "--negatives", str(NEGATIVES), "--epochs", "1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(re.search(r"updatesPerSecond=(\d+)", done.stderr).group(1))


corpus = walks()
print("skip-gram on PPI, one thread, million updates a second")
print(f"{'dimensions':>10} {'skerry':>8} {'gensim':>8} {'ratio':>7}")
for dimensions in [64] if options.quick else [64, 128]:
    runs = [(ours(dimensions), theirs(corpus, dimensions)) for _ in range(1 if options.quick else 3)]
    mine, other = (statistics.median(side) / 1e6 for side in zip(*runs))
    print(f"{dimensions:>10} {mine:>8.1f} {other:>8.1f} {mine / other:>7.2f}", flush=True)
