"""Arrays as the database keeps them: ``.npy`` bytes with a sha256; nothing is ever unpickled."""

import hashlib
import io
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NUMBER = np.dtype("<i8")
_FASTEST = 1  # higher levels of zlib cost thrice the time for a tenth of the bytes


class DamagedBytesError(ValueError):
    """The bytes are not those that were stored."""


def stored(array: NDArray[Any], schema_version: int) -> dict[str, Any]:
    """The columns ``schema_version``, ``sha256`` and ``npy`` of an array's row."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return {"schema_version": schema_version, "sha256": digest, "npy": content}


def restored(npy: bytes, sha256: str) -> NDArray[Any]:
    """The array, which nothing can write to; DamagedBytesError where its bytes have changed."""
    if hashlib.sha256(npy).hexdigest() != sha256:
        raise DamagedBytesError("the bytes are damaged")
    array = np.asarray(np.load(io.BytesIO(npy), allow_pickle=False))
    array.setflags(write=False)
    return array


def compressed(numbers: NDArray[np.int64], schema_version: int) -> dict[str, Any]:
    """The columns ``schema_version``, ``sha256`` and ``blob`` of (rows, n) numbers, made small.

    Bytes of the same weight lie together, so that small numbers are long runs of zeros; the same
    numbers are always the same bytes.
    """
    little = np.ascontiguousarray(numbers, dtype=_NUMBER)
    rows, n = little.shape
    planes = little.view(np.uint8).reshape(rows, n, _NUMBER.itemsize).transpose(0, 2, 1)
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(planes), allow_pickle=False)
    content = zlib.compress(buffer.getvalue(), _FASTEST)
    digest = hashlib.sha256(content).hexdigest()
    return {"schema_version": schema_version, "sha256": digest, "blob": content}


def decompressed(blob: bytes, sha256: str) -> NDArray[np.int64]:
    """What ``compressed`` was given; DamagedBytesError where its bytes have changed."""
    if hashlib.sha256(blob).hexdigest() != sha256:
        raise DamagedBytesError("the bytes are damaged")
    planes = np.load(io.BytesIO(zlib.decompress(blob)), allow_pickle=False)
    rows, _, n = planes.shape
    little = np.ascontiguousarray(planes.transpose(0, 2, 1)).view(_NUMBER)
    return np.asarray(little.reshape(rows, n), dtype=np.int64)
