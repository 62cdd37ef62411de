"""The API's page loads nothing from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

import service
from service.app import create_app

VENDORED = Path(service.__file__).parent / "static" / "swagger-ui"


def get(path: str) -> tuple[int, str | None, str]:
    with create_app().test_client().get(path) as answer:
        return answer.status_code, answer.mimetype, answer.get_data(as_text=True)


def test_the_page_refers_to_nothing_but_its_own_files_and_they_are_there() -> None:
    status, kind, page = get("/docs")
    assert (status, kind) == (200, "text/html")
    found = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(found) == 5
    for reference in found:
        assert reference == "data:," or get(f"/{reference}")[0] == 200


def test_the_page_has_no_script_or_style_of_its_own_that_the_policy_would_stop() -> None:
    _, _, page = get("/docs")
    assert re.findall(r"<script(?! src=)|<style|\son\w+=|style=", page) == []


def test_the_page_reads_our_document_and_sends_it_to_no_validator() -> None:
    _, kind, script = get("/static/docs/docs.js")
    assert kind == "text/javascript"
    assert 'url: "openapi.json"' in script
    assert "validatorUrl: null" in script


@pytest.mark.parametrize("file", sorted(VENDORED.iterdir()), ids=lambda x: x.name)
def test_vendored_files_are_the_ones_named_with_their_sums(file: Path) -> None:
    sums = dict(
        (name, digest)
        for digest, name in re.findall(
            r"`([0-9a-f]{64})` \| (\S+)", (VENDORED / "VENDORED.md").read_text()
        )
    )
    if file.name != "VENDORED.md":
        assert sums[file.name] == hashlib.sha256(file.read_bytes()).hexdigest()
