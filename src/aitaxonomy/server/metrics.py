"""Metrics of the server, as text that Prometheus reads."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

#: The upper bounds of the classes of times, in seconds.
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts of requests by path and status, and how long they took by path.

    >>> metrics = Metrics()
    >>> metrics.count("/sparql", 200, 0.02)
    >>> 'aitaxonomy_requests_total{path="/sparql",status="200"} 1' in metrics.text({})
    True
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._times: dict[str, Counter[float]] = {}
        self._seconds: Counter[str] = Counter()

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request; `path` is one of a few."""
        self._requests[path, status] += 1
        place = bisect_left(_BOUNDS, seconds)
        bound = _BOUNDS[place] if place < len(_BOUNDS) else float("inf")
        self._times.setdefault(path, Counter())[bound] += 1
        self._seconds[path] += seconds  # type: ignore[assignment]

    def text(self, gauges: Mapping[str, float]) -> str:
        """Return all that was counted, and other values as they are now."""
        lines = [*_head("requests_total", "counter")]
        for (path, status), count in sorted(self._requests.items()):
            lines.append(f'aitaxonomy_requests_total{{path="{path}",status="{status}"}} {count}')
        lines += _head("request_seconds", "histogram")
        for path, times in sorted(self._times.items()):
            total = 0
            for bound in (*_BOUNDS, float("inf")):
                total += times[bound]
                label = "+Inf" if bound == float("inf") else f"{bound:g}"
                lines.append(
                    f'aitaxonomy_request_seconds_bucket{{path="{path}",le="{label}"}} {total}'
                )
            lines.append(f'aitaxonomy_request_seconds_sum{{path="{path}"}} {self._seconds[path]}')
            lines.append(f'aitaxonomy_request_seconds_count{{path="{path}"}} {total}')
        for name, value in gauges.items():
            kind = "counter" if name.endswith("_total") else "gauge"
            lines += [*_head(name, kind), f"aitaxonomy_{name} {value:g}"]
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str) -> Iterable[str]:
    return [f"# TYPE aitaxonomy_{name} {kind}"]
