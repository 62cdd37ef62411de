"""Where an import comes from, as whoever brings it says."""

from dataclasses import dataclass

from data.history.finding import ImportFinding


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who brings files, from where, and what was said of them before they were stored."""

    author: str = ""  # a login or a key's name; "": not said
    origin: str = "command"  # or http
    findings: tuple[ImportFinding, ...] = ()
    accepted: tuple[str, ...] = ()  # kinds of findings
    idempotency_key: str | None = None  # a request of this key is done once
    request_sha256: str | None = None  # of the request that came with the key


NOT_SAID = Provenance()
