"""Arrays as the database keeps them: ``.npy`` bytes with a sha256; nothing is ever unpickled."""

import hashlib
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
