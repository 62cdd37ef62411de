"""How gunicorn runs the service; ``serving.server`` adds address and number of workers.

The application is loaded once, before the workers are forked, and they share its memory:
``create_app`` opens no connection, so nothing is shared that must not be.
"""

import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: a pool a worker serves nothing

wsgi_app = "service.app:create_app()"
worker_class = "gthread"
threads = 4
preload_app = True
control_socket_disable = True  # it writes below $HOME, which a container may not have
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # no disk in the heartbeat
