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

    A checkout below a closed folder such as /root is reached with the one capability that reads
    past closed folders and writes nowhere, and not by opening the folder to everybody.
    """
    if not is_root():
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Trouble("The program setpriv is missing; install the package util-linux.")
    nobody = pwd.getpwnam(NOBODY)
    words = [setpriv, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    if not all(_reaches(nobody.pw_gid, path) for path in paths):
        words += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return words


def close(folder: Path) -> None:
    """Keep everybody out of a folder but its owner, and let the server's user pass through it."""
    if is_root():
        os.chown(folder, 0, pwd.getpwnam(NOBODY).pw_gid)
        folder.chmod(0o710)
    else:
        folder.chmod(0o700)


def _reaches(group: int, path: Path) -> bool:
    folders = [folder.stat() for folder in path.resolve().parents]
    return all(
        folder.st_mode & stat.S_IXOTH or (folder.st_gid == group and folder.st_mode & stat.S_IXGRP)
        for folder in folders
    )
