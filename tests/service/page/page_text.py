"""What stands on a page: the cells of its tables, its addresses, the sentence of a message."""

import html
import re

from werkzeug.test import TestResponse


def message(answer: TestResponse, status: int) -> str:
    """The sentence of a page that shows no week."""
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    (sentence,) = re.findall(r"<h1>.*?</h1>\s*<p>(.*?)</p>", answer.text, re.DOTALL)
    return html.unescape(sentence)


def rows(text: str, caption: str) -> list[list[str]]:
    """The cells of the table with that caption, row by row."""
    (table,) = (x for x in re.findall(r"<table>.*?</table>", text, re.DOTALL) if caption in x)
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [
        [
            " ".join(html.unescape(re.sub(r"<[^>]*>", "", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in found
    ]


def addresses(text: str) -> list[str]:
    """Everything the page links to, loads or asks."""
    found = re.findall(r'(?:src|href|action|data-answer)="([^"]+)"', text)
    return [html.unescape(x) for x in found]
