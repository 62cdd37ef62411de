"""Times of the peers' slot models on one series; run by ``benchmarks/cost.py`` in their own Python.

python cost_peers.py SERIES.csv HORIZON    prints a JSON object: name -> seconds
"""

import json
import logging
import sys
import time
import warnings

import pandas as pd
from prophet import Prophet
from statsforecast import StatsForecast
from statsforecast.models import MSTL, AutoETS


def statsforecast_seconds(frame: pd.DataFrame, model: object, horizon: int) -> float:
    began = time.monotonic()
    StatsForecast(models=[model], freq="30min", n_jobs=1).forecast(
        df=frame.assign(unique_id="queue"), h=horizon, level=[80, 95]
    )
    return time.monotonic() - began


def prophet_seconds(frame: pd.DataFrame, horizon: int) -> float:
    began = time.monotonic()
    model = Prophet()
    model.add_country_holidays("BE")
    model.fit(frame)
    model.predict(model.make_future_dataframe(horizon, freq="30min", include_history=False))
    return time.monotonic() - began


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    frame, horizon = pd.read_csv(sys.argv[1], parse_dates=["ds"]), int(sys.argv[2])
    warm = frame.tail(48 * 60)
    for model in (MSTL(season_length=[48, 336]), AutoETS(season_length=48)):
        statsforecast_seconds(warm, model, 48)  # compiled code is loaded before the clock runs
    found = {
        "statsforecast MSTL": statsforecast_seconds(frame, MSTL(season_length=[48, 336]), horizon),
        "statsforecast AutoETS": statsforecast_seconds(frame, AutoETS(season_length=48), horizon),
        "Prophet": prophet_seconds(frame, horizon),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
