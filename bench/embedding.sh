# Sourced by bench/skipgram and bench/auroc: sets root, home and python, with the tools that ours is compared with.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${XDG_CACHE_HOME:-$HOME/.cache}/skerry/bench/embedding
python=$home/venv/bin/python
mkdir -p "$home"
if ! cmp -s "$root/bench/embedding.requirements.txt" "$home/installed"; then
    echo "installing gensim, PecanPy and scikit-learn into $home/venv (once)" >&2
    rm -rf "$home/venv" "$home/installed"
    python3 -m venv "$home/venv"
    "$home/venv/bin/pip" install --quiet --disable-pip-version-check -r "$root/bench/embedding.requirements.txt"
    cp "$root/bench/embedding.requirements.txt" "$home/installed"
fi
"$root/skerry" version >/dev/null
