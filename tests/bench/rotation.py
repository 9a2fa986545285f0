"""`python -m tests.bench.rotation N`: N answers sealed with an older key are rotated while they are read."""

import base64
import hashlib
import json
import random
import subprocess
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from tests.bench.server import BASE_DIR

NEWER = ("b2", hashlib.sha256(b"bench newer").digest())


def main(count: int):
    from intake.models import Draft

    call_command("migrate", verbosity=0)
    now = timezone.now()
    Draft.objects.all().delete()
    rows = (Draft(answers={"n": n}, created_at=now, expires_at=now) for n in range(count))
    Draft.objects.bulk_create(rows, batch_size=1000)
    settings.HEALTH_KEYS = (NEWER, *settings.HEALTH_KEYS)
    reads, failed, seconds = read_while(rotating(), dict(Draft.objects.values_list("pk", "expires_at")))
    result = {"reads": reads, "failed": failed, "seconds": seconds, "left": left(count)}
    sys.stdout.write(json.dumps(result))


def rotating() -> subprocess.Popen:
    """Start the rotation as an operator does."""
    keys = ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in settings.HEALTH_KEYS)
    command = ["env", f"HEALTH_KEYS={keys}", sys.executable, "manage.py", "rotate_health_keys"]
    return subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.DEVNULL)


def read_while(process, known) -> tuple[int, int, float]:
    """Open answers at random until it ends; return how many, how many did not open, and how long it took."""
    from intake.models import Draft

    keys, reads, failed, started = list(known), 0, 0, time.perf_counter()
    while process.poll() is None:
        try:
            _ = Draft.objects.get(pk=random.choice(keys)).answers["n"]
        except Exception:
            failed += 1
        reads += 1
    if process.returncode:
        raise RuntimeError("The rotation did not come to its end.")
    return reads, failed, time.perf_counter() - started


def left(count: int) -> int:
    """Return how many are not sealed with the newest key."""
    from intake import rotation

    return count - rotation.by_key(rotation.columns())[NEWER[0]]


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
