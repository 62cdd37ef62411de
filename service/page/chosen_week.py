"""The week that a page shows, among those that can be planned."""

from dataclasses import dataclass
from datetime import date

from service.planning.basis.current import Current
from service.planning.basis.horizon import Week, week_number, weeks


@dataclass(frozen=True, slots=True)
class ChosenWeek:
    """A week of the horizon with its neighbours."""

    weeks: tuple[Week, ...]
    number: int  # of weeks, the one that is shown

    @property
    def shown(self) -> Week:
        """The week itself."""
        return self.weeks[self.number]

    @property
    def previous(self) -> Week | None:
        """The week before; None at the beginning of the horizon."""
        return self.weeks[self.number - 1] if self.number else None

    @property
    def following(self) -> Week | None:
        """The week after; None at the end of the horizon."""
        later = self.weeks[self.number + 1 :]
        return later[0] if later else None


def chosen_week(current: Current, day: date | None) -> ChosenWeek:
    """The week of a day, the first for None; QuestionError for a day of no such week."""
    known = weeks(current)
    return ChosenWeek(known, 0 if day is None else week_number(known, day))
