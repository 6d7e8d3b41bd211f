"""The user as whom a server runs that refuses to run as root."""

import os
import pwd
import shutil
import stat
from pathlib import Path

from infra.local.trouble import Trouble

# Every system has this user, and it owns nothing else.
NOBODY = "nobody"


def is_root() -> bool:
    return os.geteuid() == 0


def give(path: Path) -> None:
    """Hand a file or folder to the server's user; only root has to."""
    if is_root():
        nobody = pwd.getpwnam(NOBODY)
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def prefix(*paths: Path) -> list[str]:
    """Words before a command that make it run as the server's user when we are root.

    A checkout below a closed folder such as /root is reached with the one capability that
    opens folders, and not by opening the folder to everybody.
    """
    if not is_root():
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Trouble("The program setpriv is missing; install the package util-linux.")
    nobody = pwd.getpwnam(NOBODY)
    words = [setpriv, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    if not all(_everybody_reaches(path) for path in paths):
        words += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return words


def _everybody_reaches(path: Path) -> bool:
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
