"""What Prometheus reads at /metrics: requests, latencies, what runs and what was refused, the record and the views.

Each process tells its own; where several serve one home, each is scraped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

from graph.errors import ReelgraphError

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from api.wiring import House

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The measures of one app."""

    def __init__(self, house: House) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("reelgraph_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram("reelgraph_request_seconds", "How long a request took.", ("route",), buckets=_SECONDS,
                                 registry=self.registry)
        self.running = Gauge("reelgraph_requests_running", "Requests that run now.", registry=self.registry)
        self.refused = Counter("reelgraph_requests_refused", "Requests refused because too many ran.", registry=self.registry)
        self.registry.register(_OfRecord(house))

    def text(self) -> bytes:
        """The exposition, in MEDIA_TYPE."""
        return generate_latest(self.registry)


class _OfRecord:
    """The record's change number, and how far the RDF view is behind: asked for when somebody scrapes."""

    def __init__(self, house: House) -> None:
        self._house = house

    def describe(self) -> Iterator[Metric]:
        yield from ()

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("reelgraph_record_up", "1 while the record can be read.")
        try:
            with self._house.record.reader() as reader:
                change = reader.change()
            seen = self._house.sparql_change()
        except (ReelgraphError, OSError):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield GaugeMetricFamily("reelgraph_record_change", "The record's newest change number.", value=change)
        lag = GaugeMetricFamily("reelgraph_view_lag", "Changes that a view has not seen yet.", labels=("view",))
        if seen is not None:
            lag.add_metric(["rdf"], max(0, change - seen))
        yield lag
