"""How gunicorn serves: `gunicorn -c python:emulation.gunicorn_config emulation.wsgi`.

The application is loaded once, with the PDF engine warm, and every worker is a fork of it, so that
a worker's first PDF needs no second of loading and the workers share that memory.
"""

import gc
import os
from pathlib import Path

from django.db import connections

from emulation.logs import configuration

host = os.environ.get("HOST", "127.0.0.1")
bind = [f"{f'[{host}]' if ':' in host else host}:{os.environ.get('PORT', '8000')}"]
cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
# A print keeps a core busy for a moment; one worker more than cores answers meanwhile.
workers = int(os.environ.get("WEB_CONCURRENCY") or min(cores + 1, 9))
worker_class = "gthread"
threads = 4
preload_app = True
# A worker that says nothing for so long is stuck (threads answer for each other's long prints).
timeout = 60
graceful_timeout = 30
keepalive = 5
# Printing fragments memory: a worker goes after some thousand requests, not all at one moment.
max_requests = 2000
max_requests_jitter = 500
# The heartbeat file of a worker must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# No remote control; its default place under the home folder is closed to a systemd service.
control_socket_disable = True
# request_log writes the line of each request.
accesslog = None
logconfig_dict = configuration(debug=False)


def when_ready(server):
    """Warm up what every worker would load for itself, then forget what is garbage."""
    from emulation.warming import warm_up  # noqa: PLC0415 -- settings and models are ready now

    warm_up(server.app.wsgi())
    # What is open now would be shared by all forks.
    connections.close_all()
    gc.collect()
    # Nothing of this is garbage: leave its pages untouched, and so shared (performance.md).
    gc.freeze()


def post_fork(server, worker):
    """Look for garbage less often than every 700 objects: a page makes tens of thousands."""
    gc.set_threshold(20_000, 20, 50)
