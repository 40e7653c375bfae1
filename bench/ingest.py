"""Runs and prints what bench/ingest describes."""

import json
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

root, home, mode = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
RUNS = 3


def skerry(repository, *more):
    out = home / "out"
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    subprocess.run([root / "skerry", "ingest", repository, "--out", out, "--quiet", *more], check=True, capture_output=True)
    seconds = time.perf_counter() - started
    return seconds, json.loads((out / "report.json").read_text()), out


def grimp(repository, package):
    code = f"import sys,time; sys.path.insert(0,{str(repository)!r}); import grimp; t=time.perf_counter(); g=grimp.build_graph({package!r}, include_external_packages=False, cache_dir=None); print(time.perf_counter()-t, len(g.modules), g.count_imports())"
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=home)
    inside, modules, imports = done.stdout.split()
    return time.perf_counter() - started, float(inside), int(modules), int(imports)


def median(runs):
    return sorted(runs, key=lambda run: run[0])[len(runs) // 2]


print("graph of Django, whole processes, median of", RUNS)
ours = median([skerry(home / "django", "--graph-only") for _ in range(RUNS)])
theirs = median([grimp(home / "django", "django") for _ in range(RUNS)])
counts, stages = ours[1]["counts"], ours[1]["seconds"]
inside = stages["Parse"] + stages["Resolve"] + stages["Graph"]
print(f"  skerry  {ours[0]:6.2f} s  ({inside:.2f} s without start and fetch)  {counts['files']} files, {counts['edges']} edges")
print(f"  grimp   {theirs[0]:6.2f} s  ({theirs[1]:.2f} s without start)            {theirs[2]} modules, {theirs[3]} imports")
print(f"  ratio skerry/grimp  {ours[0] / theirs[0]:.2f} whole, {inside / theirs[1]:.2f} inside")

for name in ["django"] + ([] if mode == "--quick" else ["ansible"]):
    seconds, report, out = skerry(home / name)
    stages, counts = report["seconds"], report["counts"]
    training = stages.get("Embed", 0.0)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"pipeline on {name}: {counts['files']} files, {counts['edges']} edges")
    print(f"  whole {seconds:.2f} s, training {training:.2f} s, beside the training {seconds - training:.2f} s, largest process {memory:.0f} MiB")
