# The wheel, with the frontend in it: its build hook brings its own Node.
FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

# The locked dependencies and that wheel, and nothing to build with.
FROM python:3.11-slim
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --only-binary :all: --require-hashes --requirement /tmp/requirements.lock
COPY --from=build /wheels /tmp/wheels
RUN pip install --no-cache-dir --no-deps /tmp/wheels/*.whl \
 && rm -r /tmp/wheels /tmp/requirements.lock \
 && useradd --system --no-create-home convscope
USER convscope
WORKDIR /
ENV CONVSCOPE_HOST=0.0.0.0 \
    CONVSCOPE_PORT=8000 \
    PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"CONVSCOPE_PORT\"]}/healthz', timeout=2)"]
CMD ["convscope"]
