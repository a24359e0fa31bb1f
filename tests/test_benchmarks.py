"""`make bench` runs, counts every article, and ends in a line for machines; how fast it is, is not tested."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import PROJECT


def test_a_quick_benchmark_ends_in_one_json_line_with_its_ratios() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["ratio"] > 0
    assert result["ratio_tuned"] > 0
    assert result["ratio_unarchived"] > 0
    assert result["disk_mb_per_1000"]["archive"] > 0
    assert result["articles"] == 42
    assert set(result["peak_mib"]) == {"42", "84"}
