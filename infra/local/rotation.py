"""Keeps logs from growing for ever: what has grown too large moves into a file beside it.

Servers that are not ours hold their log open and reopen it at nobody's word, so the file that they
write to must stay. Its lines are copied, and then taken out of it at the front.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from infra.local.place import Place
from infra.local.trouble import Trouble

MEGABYTES, KEPT = "HOMEWARD_LOG_MEGABYTES", "HOMEWARD_LOGS_KEPT"
MEGABYTE = 1024**2
COLLAPSE_RANGE = 0x08  # linux/falloc.h: takes blocks out of a file, and no write comes in between.
CANNOT_COLLAPSE = {errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS}
_libc = ctypes.CDLL(None, use_errno=True)
_libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]


@dataclass(frozen=True)
class Limits:
    """How large a log may grow, and how many older files of it stay."""

    bytes_max: int = 16 * MEGABYTE
    kept: int = 4

    @classmethod
    def asked(cls, environ: Mapping[str, str]) -> Limits:
        megabytes = _number(environ, MEGABYTES, cls.bytes_max // MEGABYTE)
        return cls(megabytes * MEGABYTE, _number(environ, KEPT, cls.kept))

    def told(self) -> dict[str, str]:
        """As the environment says it."""
        return {MEGABYTES: str(self.bytes_max // MEGABYTE), KEPT: str(self.kept)}


def _number(environ: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environ.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise Trouble(f"{name} must be a whole number from 1, not '{text}'.")
    return int(text)


def rotate(place: Place, limits: Limits) -> list[str]:
    """Shorten each log that is too large; return what did not work, in sentences."""
    troubles = []
    large = [log for log in sorted(place.folder("logs").glob("*.log")) if _exceeds(log, limits)]
    with _turn(place, fcntl.LOCK_EX | fcntl.LOCK_NB) if large else nullcontext(False) as is_ours:
        for log in large if is_ours else []:
            try:
                _forget(older(log)[: -limits.kept + 1 or None])
                _shorten(log)
            except OSError as broken:
                troubles.append(f"{log.name} could not be rotated: {broken.strerror}.")
    return troubles


def _exceeds(log: Path, limits: Limits) -> bool:
    try:
        return log.stat().st_size > limits.bytes_max
    except FileNotFoundError:
        return False  # Gone since it was listed.


@contextmanager
def held_still(place: Place) -> Iterator[None]:
    """Meanwhile no log is shortened, so that whoever reads them all misses nothing."""
    with _turn(place, fcntl.LOCK_EX):
        yield


@contextmanager
def _turn(place: Place, how: int) -> Iterator[bool]:
    # The folder itself is the lock: on a full disk there may be no room for a file of its own.
    folder = os.open(place.folder("logs"), os.O_RDONLY)
    try:
        yield _locked(folder, how)
    finally:
        os.close(folder)


def _locked(folder: int, how: int) -> bool:
    try:
        fcntl.flock(folder, how)
    except BlockingIOError:
        return False
    return True


def older(log: Path) -> list[Path]:
    """What was taken out of a log, oldest first.

    Named by the moment and never renamed: nobody who reads one finds another under its name.
    """
    return sorted(log.parent.glob(f"{log.name}.*Z"))


def _forget(files: list[Path]) -> None:
    for file in files:
        file.unlink()


def _shorten(log: Path) -> None:
    now = time.time_ns()
    moment = time.strftime("%Y%m%dT%H%M%S", time.gmtime(now // 10**9))
    kept = log.with_name(f"{log.name}.{moment}.{now % 10**9:09}Z")
    source = os.open(log, os.O_RDWR)
    target = os.open(kept, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _move(source, target)
    except OSError:
        kept.unlink()  # Half a copy, for want of space; the log itself is whole.
        raise
    finally:
        os.close(source)
        os.close(target)


def _move(source: int, target: int) -> None:
    size = os.fstat(source).st_size
    _copy(source, target, size)
    end = _end_of_last_line(target, size)
    os.ftruncate(target, end)
    block = os.statvfs(source).f_bsize
    whole = end // block * block
    # Only whole blocks can be taken out. What is left of the last line is blanks before the next.
    left = os.pread(source, end - whole, whole)
    os.pwrite(source, b" " * len(left), whole)
    if _libc.fallocate(source, COLLAPSE_RANGE, 0, whole) == 0:
        return
    if ctypes.get_errno() not in CANNOT_COLLAPSE:
        os.pwrite(source, left, whole)
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    # Elsewhere it can only be emptied; a line that is written in this very instant is lost.
    os.lseek(source, end, os.SEEK_SET)
    os.lseek(target, 0, os.SEEK_END)
    while rest := os.read(source, MEGABYTE):
        os.write(target, rest)
    os.ftruncate(source, 0)


def _copy(source: int, target: int, size: int) -> None:
    while (done := os.lseek(target, 0, os.SEEK_CUR)) < size:
        os.write(target, os.pread(source, min(MEGABYTE, size - done), done))


def _end_of_last_line(file: int, size: int) -> int:
    """Where the next line begins; the end when the last megabyte has no line at all."""
    start = max(0, size - MEGABYTE)
    at = os.pread(file, MEGABYTE, start).rfind(b"\n")
    return size if at == -1 else start + at + 1
