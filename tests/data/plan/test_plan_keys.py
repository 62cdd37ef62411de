"""The page of the plan's keys tells every key the reader accepts, its default and an example."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from data.plan.text.selector_text import Table
from data.plan.text.shape import numbered
from data.plan.text.tables import PlanText
from tests.documents import text_of

Row = tuple[str, ...]


def documented() -> dict[str, list[Row]]:
    """Section, without brackets -> its rows of key, value, default, example, meaning."""
    found: dict[str, list[Row]] = {}
    for section in re.split(r"^#+ ", text_of("docs/plan.md"), flags=re.MULTILINE)[1:]:
        name = re.match(r"`\[*([a-z_.]+)\]*`", section)
        rows = re.findall(r"^\| `(.+) \|$", section, flags=re.MULTILINE)
        if name:
            found[name[1]] = [tuple(f"`{x}".split(" | ")) for x in rows]
    return found


def tables(model: type[Table], name: str) -> Iterator[tuple[str, type[Table]]]:
    """A table of the plan and every table in it, by the name of their section."""
    yield name, model
    for key, field in model.model_fields.items():
        inner = table_in(field.annotation)
        if inner:
            alone = name == "plan" or key == "match"
            yield from tables(inner, key if alone else f"{name}.{key}")


def table_in(annotation: Any) -> type[Table] | None:
    """The table that a value or a list of values of this type is."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next((x for x in map(table_in, get_args(annotation)) if x), None)


def sections() -> dict[str, type[Table]]:
    """Each kind of table once, by the section that tells its keys."""
    told: dict[type[Table], str] = {}
    for name, model in tables(PlanText, "plan"):
        told.setdefault(model, name)
    return {name: model for model, name in told.items()}


def fields(model: type[Table]) -> dict[str, FieldInfo]:
    """The table's keys as a plan has them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


@pytest.mark.parametrize("section", sections())
def test_every_key_the_reader_accepts_is_told_and_no_other(section: str) -> None:
    told = [row[0].strip("`") for row in documented()[section]]
    assert sorted(told) == sorted(fields(sections()[section]))


def test_no_section_is_of_a_table_that_is_not_read() -> None:
    assert set(documented()) == set(sections())


@pytest.mark.parametrize("section", sections())
def test_defaults_are_those_of_the_reader(section: str) -> None:
    of = fields(sections()[section])
    for key, value, default, *_ in documented()[section]:
        assert value
        assert default == expected_default(of[key.strip("`")], default), key


def expected_default(field: FieldInfo, told: str) -> str:
    """What the page must say; where the default is no plain value, any words."""
    if field.is_required():
        return "must be given"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    if isinstance(field.default, int | float | str):
        return f"`{field.default}`"
    return told if told and told != "must be given" else "words"


@pytest.mark.parametrize("section", sections())
def test_examples_are_accepted(section: str) -> None:
    of = sections()[section]
    for key, _, _, example, _ in documented()[section]:
        name = key.strip("`")
        if example == "below":
            assert table_in(fields(of)[name].annotation)
            continue
        table = tomllib.loads(example.strip("`"))
        assert list(table) == [name]
        assert refused(of, numbered(table), name) == []


def refused(model: type[Table], table: dict[str, Any], key: str) -> list[Any]:
    """What is wrong at the key of a table that has no other."""
    try:
        model.model_validate(table)
    except ValidationError as error:
        return [x for x in error.errors() if x["loc"][0] == key]
    return []
