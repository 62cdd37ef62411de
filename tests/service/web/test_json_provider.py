"""JSON as it leaves."""

from datetime import UTC, datetime

import numpy as np

from service.app import create_app


def test_columns_of_arrays_and_instants_are_written_and_what_is_not_finite_is_null() -> None:
    written = create_app().json.dumps(
        {"column": np.arange(6.0).reshape(3, 2)[:, 0], "at": datetime(2025, 10, 1, tzinfo=UTC)}
    )
    assert written == '{"column":[0.0,2.0,4.0],"at":"2025-10-01T00:00:00+00:00"}'
    assert create_app().json.dumps([float("inf"), float("nan")]) == "[null,null]"
