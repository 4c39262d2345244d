"""The machine a figure was taken on, and how a run is timed."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("cedarpy", "duckdb", "ibis-framework", "pandas", "pyarrow")


def machine() -> dict[str, object]:
    """Processor, cores, memory, load, and the versions of what is compared."""
    names = [
        line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")
    ]
    total = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(total / 2**20, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def seconds(work: Callable[[], object], *, runs: int = 5, warmup: int = 1) -> list[float]:
    """Wall seconds of each counted run, sorted."""
    for _ in range(warmup):
        work()
    found = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return sorted(found)


def median(times: list[float]) -> float:
    """The figure to quote."""
    return statistics.median(times)


def peak_mb() -> float:
    """The largest resident size that this process reached, in MB (VmHWM; ru_maxrss would inherit the parent's)."""
    line = next(line for line in _lines("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000
