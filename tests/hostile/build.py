"""Builds the site in the folder that the command line names, and prints what the build said as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from beatbook import pipeline

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    content = folder / "content"
    report = pipeline.build(
        pipeline.Options(
            content / "inbox", content, folder / "public", folder / "site_config.yaml", base_url="https://digest.example/", jobs=1
        )
    )
    for problem in report.problems:
        print(problem, file=sys.stderr)
    json.dump(asdict(replace(report, suggestions=())), sys.stdout)
