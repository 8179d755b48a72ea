# One image for the site, the worker and beat; compose.yaml says which command each runs.

FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/tracker
COPY requirements.txt ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
# A key for this step alone: collecting static files signs nothing.
RUN SECRET_KEY=used-while-building-and-nowhere-else-0123456789-0123456789 /opt/venv/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/tracker --shell /usr/sbin/nologin tracker
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/tracker /srv/tracker
WORKDIR /srv/tracker
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn", "tracker.wsgi", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
