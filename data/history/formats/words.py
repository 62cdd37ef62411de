"""What the words of a header mean: English, French, Dutch and German, as exports write them."""

import re
from collections.abc import Iterator
from typing import Literal

from data.history.formats.head import folded

Role = Literal[
    "interval_start", "interval_end", "date", "time", "queue", "site", "offered", "answered",
    "abandoned", "answered_in_time", "aht", "handle_total", "talk", "hold", "wrap", "wait_total",
    "mean_wait", "call", "direction", "answered_at", "no",
]  # fmt: skip

# The first that fits decides: what misleads comes first.
_MEANINGS: tuple[tuple[Role, str], ...] = (
    (
        "no",
        r"%|percent|pct|rate\b|ratio|taux|target|objectif|doel|ziel\b|service ?level|"
        r"niveau de",
    ),
    (
        "no",
        r"servicelevel|\bsl\b(?!.*calls)|\bqs\b|max|longest|min(imum)? |staff|"
        r"positions?\b|fte",
    ),
    (
        "no",
        r"transf|flow|outbound|uitgaand|sortant|ausgehend|agent (id|name)|extn|forecast|"
        r"prevision",
    ),
    (
        "queue",
        r".*file d'? ?attente.*|wachtrij.*",
    ),
    (
        "answered_in_time",
        r"(answered|handled|beantwoord|traites?|repondus?).*(in time|within|"
        r"dans le delai|binnen|innerhalb)|acceptable|within sl calls",
    ),
    (
        "interval_start",
        r"interval ?_?start( time| date)?|start of interval|(period|interval) begin|"
        r"timestamp|date ?/ ?time|datetime|date ?time|date et heure|datum en tijd|"
        r"tijdstip|start time|starttijd|heure (de )?debut|debut|van|von|depuis|zeitpunkt|start_at|"
        r"started at|"
        r"startzeit|call start( time)?|created at",
    ),
    (
        "interval_end",
        r"interval ?end( time)?|end time|eindtijd|heure de fin|endzeit",
    ),
    (
        "date",
        r"(call |start ?)?dat(e|um)( d'appel)?|jour|dag|day|startdate",
    ),
    (
        "answered_at",
        r"time answered|answered at|answer time|heure de reponse",
    ),
    (
        "time",
        r"(call |start ?)?time|heure( d'arrivee)?|tijd|uhrzeit|interval(l|le)?|"
        r"tranche( horaire)?|tijds?vak|half hour|uur|starttime|period|demi-heure|halfuur|"
        r"plage( horaire)?|creneau( horaire)?|zeitraum|periode",
    ),
    (
        "handle_total",
        r"total (handle|handling) time.*|total aht",
    ),
    (
        "aht",
        r"(\(?ø\)? ?|o )?bearbeitungs(zeit|dauer)|aht.*|"
        r"(avg|average|mean|gem\.?|gemiddelde|moyenne?|dur.*) ?.*(handle|handling|"
        r"traitement|behandel|afhandel|bearbeitung).*|dmt.*|tmt.*|.*traitement moyen.*|"
        r"handle time|behandeltijd|duree (moyenne )?de traitement",
    ),
    (
        "hold",
        r".*\bhold\b.*|.*mise en attente.*|.*\bgarde\b.*|.*in de wacht.*|.*halte(zeit|"
        r"n).*",
    ),
    (
        "wrap",
        r".*(acw|wrap|after[- ]call|post-?appel|apres appel|nabewerk|nawerk|cloture|"
        r"nachbearb).*",
    ),
    (
        "talk",
        r".*(talk|conversation|in call|communication|gesprek|gesprach|sprech|dmc).*",
    ),
    (
        "wait_total",
        r".*(total|gesamt|somme|summe|som ).*(wait|attente|wacht|warte|queue time).*|"
        r".*(wait|attente|wacht|warte|queue time).*(total|gesamt).*",
    ),
    (
        "mean_wait",
        r".*(wait|attente|wacht(tijd)|warte(zeit)|queue time|asa\b|speed (of )?ans).*|"
        r"asa|dma",
    ),
    (
        "abandoned",
        r".*(aband|lost|missed|aban\b|perdus?|manques?|raccroch|verlaten|afgehaakt|"
        r"gemist|opgehangen|aufgelegt|abgebroch|verpasst|verloren).*",
    ),
    (
        "answered",
        r".*(answered|handled|accepted|taken|traites?|decroches?|repondus?|\bpris\b|"
        r"beantwoord|opgenomen|behandeld|angenommen|beantwortet|acd calls).*",
    ),
    (
        "offered",
        r".*(offered|presented|inbound|entered|received|queued|presentes?|recus?|"
        r"entrants?|offerts?|aangeboden|ontvangen|inkomend|angebotene?|eingegangen|"
        r"alle anrufe).*|calls|appels|oproepen|gesprekken|anrufe|volume|contacts|"
        r"interactions",
    ),
    (
        "direction",
        r"direction|richting|sens|richtung|call type|type",
    ),
    (
        "call",
        r"(call|contact|conversation|interaction) ?id|callid|uniqueid|id appel",
    ),
    (
        "queue",
        r".*(queue|skill|csq|split|ring group|wachtrij|warteschlange|competence|file).*|"
        r"service|dienst|groupe?|groep|gruppe|campaign|campagne|line|vdn",
    ),
    (
        "site",
        r"site|location|lieu|locatie|standort|centre|center|plateau",
    ),
)
_COMPILED = tuple((role, re.compile(text)) for role, text in _MEANINGS)
_UNIT = re.compile(r"\((s|sec|secs|seconds|secondes|seconden|sekunden|min|hh:mm:ss|ms)\)")


def role_of(name: str) -> Role | None:
    """What a column of that name holds; "no": nothing the history keeps; None: not known."""
    plain = _UNIT.sub("", folded(name)).strip()
    for role, pattern in _COMPILED:
        found = pattern.search(plain) if role == "no" else pattern.fullmatch(plain)
        if found:
            return role
    return None


def roles(cells: tuple[str, ...]) -> Iterator[tuple[int, Role]]:
    """The columns of a header whose names are known, but for those that hold nothing kept."""
    for at, cell in enumerate(cells):
        role = role_of(cell) if cell else None
        if role is not None and role != "no":
            yield at, role
