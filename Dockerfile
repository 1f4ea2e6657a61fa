# reelgraph in a container: the API on port 8000, its home in /data. Built from a checkout: docker build -t reelgraph .
FROM python:3.12-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/reelgraph
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE NOTICE ./
# every file of every package has the hash that the lock names
RUN /opt/reelgraph/bin/pip install --require-hashes -r requirements.lock
COPY graph graph
COPY ingest ingest
COPY queries queries
COPY api api
RUN /opt/reelgraph/bin/pip install --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm

RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin reelgraph \
    && install -d -o reelgraph -g reelgraph /data
COPY --from=build /opt/reelgraph /opt/reelgraph
ENV PATH=/opt/reelgraph/bin:$PATH PYTHONUNBUFFERED=1 REELGRAPH_HOME=/data REELGRAPH_LOG_FORMAT=json
USER reelgraph
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["reelgraph"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
