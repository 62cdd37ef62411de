"""Countries as people write them: by their names in four languages, or in other codes.

English names are those of the clock database; a web worker may ask without loading calendars.
"""

from functools import cache
from importlib.resources import files
from unicodedata import combining, normalize

# Names in French, Dutch, German and their own language, and short English ones.
OTHER_NAMES = {
    "AT": ("Autriche", "Oostenrijk", "Österreich"),
    "BE": ("Belgique", "België", "Belgien"),
    "BG": ("Bulgarie", "Bulgarije", "Bulgarien"),
    "CH": ("Suisse", "Zwitserland", "Schweiz", "Svizzera"),
    "CI": ("Côte d'Ivoire", "Ivory Coast", "Ivoorkust", "Elfenbeinküste"),
    "CM": ("Cameroun", "Kameroen", "Kamerun"),
    "CZ": ("Tchéquie", "Tsjechië", "Tschechien", "Czechia", "Česko"),
    "DE": ("Allemagne", "Duitsland", "Deutschland"),
    "DK": ("Danemark", "Denemarken", "Dänemark", "Danmark"),
    "DZ": ("Algérie", "Algerije", "Algerien"),
    "EG": ("Égypte", "Egypte", "Ägypten"),
    "ES": ("Espagne", "Spanje", "Spanien", "España"),
    "FI": ("Finlande", "Finnland", "Suomi"),
    "FR": ("Frankrijk", "Frankreich"),
    "GB": (
        "Royaume-Uni",
        "Verenigd Koninkrijk",
        "UK",
        "United Kingdom",
        "Great Britain",
        "England",
    ),
    "GR": ("Grèce", "Griekenland", "Griechenland"),
    "HR": ("Croatie", "Kroatië", "Kroatien", "Hrvatska"),
    "HU": ("Hongrie", "Hongarije", "Ungarn", "Magyarország"),
    "IE": ("Irlande", "Ierland", "Irland"),
    "IN": ("Inde", "Indië", "Indien"),
    "IT": ("Italie", "Italië", "Italien", "Italia"),
    "LU": ("Luxemburg",),
    "MA": ("Maroc", "Marokko", "MAR"),
    "MG": ("Madagaskar",),
    "MU": ("Île Maurice", "Maurice"),
    "NL": ("Pays-Bas", "Nederland", "Niederlande", "Holland"),
    "NO": ("Norvège", "Noorwegen", "Norwegen", "Norge"),
    "PL": ("Pologne", "Polen", "Polska"),
    "RO": ("Roumanie", "Roemenië", "Rumänien", "România"),
    "SE": ("Suède", "Zweden", "Schweden", "Sverige"),
    "SK": ("Slovaquie", "Slowakije", "Slowakei"),
    "SN": ("Sénégal",),
    "TN": ("Tunisie", "Tunesië", "Tunesien"),
    "TR": ("Turquie", "Turkije", "Türkei", "Türkiye", "Turkey"),
    "US": ("États-Unis", "Verenigde Staten", "Vereinigte Staaten", "USA", "United States"),
    "ZA": ("Afrique du Sud", "Zuid-Afrika", "Südafrika"),
}


def country_of(name: str) -> str | None:
    """The two letters of a country that was written by its name or in small ones, or None."""
    code = name.strip().upper()
    return code if code in set(_by_name().values()) else _by_name().get(plain(name))


def plain(name: str) -> str:
    """A name's letters and digits, small and without accents, other characters as single blanks."""
    letters = (x for x in normalize("NFKD", name).casefold() if not combining(x))
    return " ".join("".join(x if x.isalnum() else " " for x in letters).split())


@cache
def _by_name() -> dict[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (x.split("\t") for x in table.splitlines() if x and not x.startswith("#"))
    found = {plain(name): code for code, name in rows}
    return found | {plain(x): code for code, names in OTHER_NAMES.items() for x in names}
