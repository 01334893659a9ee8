# Three stages: the front-end packages, the program with its dependencies, and what runs.
# The base images are chosen by name; an installation pins them by digest in its own registry.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM ${PYTHON_IMAGE} AS build
WORKDIR /srv/acogida
COPY requirements-run.lock ./
RUN python -m venv /opt/acogida \
 && /opt/acogida/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements-run.lock
COPY app ./app
COPY migrations ./migrations
COPY alembic.ini LICENSE README.md ./
COPY --from=front-end /build/node_modules ./node_modules
RUN /opt/acogida/bin/python -m app.web.build \
 && /opt/acogida/bin/python -m app.commands.launcher \
 && /opt/acogida/bin/pip uninstall --yes --quiet setuptools pip \
 && /opt/acogida/bin/python -m compileall -q app \
 && rm -rf node_modules requirements-run.lock

FROM ${PYTHON_IMAGE}
# Fonts for names in every script; no compiler came with the slim image, and its installers go too.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends fonts-liberation fonts-noto-core \
 && rm -rf /var/lib/apt/lists/* \
 && python -m pip uninstall --yes --quiet --root-user-action=ignore setuptools wheel pip \
 && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin acogida \
 && install -d -o acogida -g acogida -m 0700 /var/lib/acogida
COPY --from=build /opt/acogida /opt/acogida
COPY --from=build /srv/acogida /srv/acogida
WORKDIR /srv/acogida
ENV PATH=/opt/acogida/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ACOGIDA_VAR_DIR=/var/lib/acogida \
    ACOGIDA_HOST=0.0.0.0
USER acogida
VOLUME /var/lib/acogida
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
# The same image with `worker` or `database upgrade` in place of `serve` does the jobs and the migrations.
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["serve"]
