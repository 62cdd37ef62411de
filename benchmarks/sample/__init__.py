"""The sample case's forecasts, loads and handling times against the truth they were drawn from."""
