"""All quality benches against their floors, and the rates that are published: `python bench/quality.py` (`make bench`).

Dates, names, status, claims and attribution are measured on made-up sentences, events on made-up articles, most of them seen while
rules were tuned, the rest held back.  Rates are per 1,000, over all made-up articles: `wrong merges` counts reports that stand in an
event that they do not tell of, `wrong dates` events with another date than the analyst's, `missed` and `spurious` events.  Exit status
1 when a figure lies below its floor in bench/floors.yaml.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bench.clusters import FOLDERS, Figures, measure  # noqa: E402  the checkout comes first on the path

BENCHES = (("dates.py",), ("names.py",), ("claims.py",), ("clusters.py", "--held-back"), ("merging.py", "1000", "4000"))


def rates(part: str) -> dict[str, float]:
    """Faults per 1,000 on all made-up articles of a part, "tuned" or "held back"."""
    figures = Figures()
    for folder in FOLDERS.values():
        figures.add(measure(part, folder=folder))
    dates, reports = figures.right["date"], figures.right["reports right"]
    return {
        "wrong merges": 1000 * reports.count(0) / len(reports),
        "wrong dates": 1000 * dates.count(0) / len(dates),
        "missed": 1000 * (figures.wanted - figures.found) / figures.wanted,
        "spurious": 1000 * (figures.given - figures.matched) / figures.given,
    }


def main() -> int:
    """Runs every bench in its own process and prints the rates; 1 when one of them fell below a floor."""
    failed = []
    for script, *arguments in BENCHES:
        print(f"\n---- {script} {' '.join(arguments)}".rstrip(), flush=True)
        if subprocess.run([sys.executable, str(HERE / script), *arguments], cwd=HERE.parent, check=False).returncode:
            failed.append(script)
    print("\n---- rates per 1,000")
    for part in ("tuned", "held back"):
        print(f"{part:10}" + "  ".join(f"{name} {value:.0f}" for name, value in rates(part).items()))
    print("\n" + (f"below a floor: {', '.join(failed)}" if failed else "no figure below its floor"))
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
