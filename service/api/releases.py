"""``GET /v1/releases``: what each training published."""

from datetime import UTC, date, datetime
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from data.releases import ReleaseHead, list_releases
from service.web.answers import NOT_YET
from service.web.database import database

blueprint = APIBlueprint("releases", __name__, tag="Releases")


class ReleaseAnswer(BaseModel):
    """What one training published."""

    id: int
    published_at: datetime
    plan: Annotated[int, Field(description="The plan it was trained under")]
    origin: Annotated[date, Field(description="Last day whose calls were known")]
    first_day: date
    last_day: date
    current: bool


class ReleaseList(BaseModel):
    """Every release, newest first."""

    releases: list[ReleaseAnswer]


@blueprint.get("/v1/releases")
@blueprint.output(ReleaseList, description="Newest first")
@blueprint.doc(summary="What was published?", responses=NOT_YET)
def releases() -> ReleaseList:
    """Every release, newest first; one of them is current."""
    with database() as engine:
        return ReleaseList(releases=[_answer(head) for head in list_releases(engine)])


def _answer(head: ReleaseHead) -> ReleaseAnswer:
    return ReleaseAnswer(
        id=head.id,
        published_at=datetime.fromtimestamp(head.published_at, UTC),
        plan=head.plan_id,
        origin=head.origin,
        first_day=head.first_day,
        last_day=head.last_day,
        current=head.current,
    )
