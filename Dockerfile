FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/relais
WORKDIR /src
COPY requirements/ requirements/
RUN /opt/relais/bin/pip install --require-hashes --no-deps -r requirements/runtime.txt \
    && python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes --no-deps -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY models/ models/
COPY data/ data/
COPY training/ training/
COPY service/ service/
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && /opt/relais/bin/pip install --no-deps /dist/*.whl

FROM python:3.11-slim
# Time zones come from the pinned tzdata package, never from the image's own files.
ENV PATH=/opt/relais/bin:$PATH PYTHONTZPATH="" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --uid 10001 --create-home --home-dir /srv/relais relais \
    && install -d -o relais -g relais /srv/relais/var
COPY --from=build /opt/relais /opt/relais
USER relais
WORKDIR /srv/relais
VOLUME /srv/relais/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["relais", "serve", "--host", "0.0.0.0", "--port", "8000"]
