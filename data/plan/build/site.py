"""From a site's well-formed text to the frozen ``Site``: names, units and defaults, no checks."""

from collections.abc import Iterable

from data.plan import Move, ShrinkageChange, Site, Staff, TrainingClass
from data.plan.text import site_text
from models.queues import Shrinkage


def site(source: site_text.SiteText, base: Shrinkage, moves: Iterable[Move]) -> Site:
    """A site; ``base`` is the plan's shrinkage, ``moves`` tell who comes with which languages."""
    return Site(
        id=source.id,
        name=source.name or source.id,
        timezone=source.timezone,
        holidays=source.holidays,
        works_on_holidays=source.works_on_holidays,
        full_time_hours=source.full_time_hours,
        shrinkage=shrinkage(source.shrinkage, base),
        languages=_languages(source, moves),
        opens=source.opens,
        closes=source.closes,
        min_agents=source.min_agents,
        shrinkage_changes=tuple(_change(x) for x in source.shrinkage_changes.values()),
        staff=tuple(_staff(x) for x in source.staff.values()),
        classes=tuple(_class(x) for x in source.classes.values()),
        max_classes_in_training=source.max_classes_in_training,
        hires_until=source.hires_until,
    )


def shrinkage(source: site_text.ShrinkageText, base: Shrinkage) -> Shrinkage:
    """Shares of shrinkage whose missing keys are those of ``base``."""
    return Shrinkage(
        leave=base.leave if source.leave is None else source.leave,
        absence=base.absence if source.absence is None else source.absence,
        off_phone=base.off_phone if source.off_phone is None else source.off_phone,
    )


def _languages(source: site_text.SiteText, moves: Iterable[Move]) -> frozenset[str] | None:
    if source.languages:
        return frozenset(source.languages)
    spoken = {
        *(y for x in source.staff.values() for y in x.languages),
        *(y for x in source.classes.values() for y in x.languages),
        *(y for x in moves if x.to_site == source.id for y in x.languages),
    }
    return frozenset(spoken) or None


def _change(x: site_text.ShrinkageChangeText) -> ShrinkageChange:
    return ShrinkageChange(x.first, x.last, x.leave, x.absence, x.off_phone, x.reason or "")


def _staff(x: site_text.StaffText) -> Staff:
    return Staff(
        contract=x.contract,
        languages=tuple(x.languages),
        headcount=x.headcount,
        as_of=x.as_of,
        weekly_hours=x.weekly_hours,
        weekly_attrition=x.weekly_attrition,
        announced=x.announced,
        attrition_after=x.attrition_after,
        notice_weeks=x.notice_weeks,
        hourly_cost=x.hourly_cost,
        extended=x.extended,
        max_extended=x.max_extended,
        extension_hourly_cost=x.extension_hourly_cost,
    )


def _class(x: site_text.ClassText) -> TrainingClass:
    return TrainingClass(
        starts=x.starts,
        headcount=x.headcount,
        languages=tuple(x.languages),
        weekly_hours=x.weekly_hours,
        training_weeks=x.training_weeks,
        training_dropout=x.training_dropout,
        nesting_weeks=x.nesting_weeks,
        aht_factors=tuple(x.aht_factors),
        weekly_attrition=x.weekly_attrition,
        hourly_cost=x.hourly_cost,
        max_headcount=x.max_headcount,
        min_headcount=x.min_headcount,
        contract=x.contract,
    )
