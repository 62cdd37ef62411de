"""The same teams simulated by Ciw, which shares no line with ``calls.c``."""

import ciw  # type: ignore[import-untyped]
import numpy as np

from benchmarks.teams.simulation import Simulated, Team
from models.arrays import Counts, Floats


class TeamNode(ciw.Node):  # type: ignore[misc]
    """Servers are numbered: the specialists of each queue, then the flexible people."""

    specialists: Counts
    chosen: ciw.Individual | None = None

    def begin_service_if_possible_accept(self, next_individual: ciw.Individual) -> None:
        self.chosen = next_individual
        super().begin_service_if_possible_accept(next_individual)

    def begin_service_if_possible_release(
        self, next_individual: ciw.Individual, newly_free_server: ciw.Server
    ) -> None:
        waiting = (x for x in self.individuals[0] if not x.server)
        may = (x for x in waiting if self._takes(newly_free_server, x))
        self.chosen = next(may, None)
        super().begin_service_if_possible_release(next_individual, newly_free_server)

    def choose_next_customer(self) -> ciw.Individual | None:
        return self.chosen

    def find_free_server(self, ind: ciw.Individual) -> ciw.Server | None:
        idle = (x for x in self.servers if not x.busy and self._takes(x, ind))
        return next(idle, None)

    def _takes(self, server: ciw.Server, caller: ciw.Individual) -> bool:
        of = int(np.searchsorted(np.cumsum(self.specialists), server.id_number))
        return of == len(self.specialists) or of == int(caller.customer_class)


def by_ciw(team: Team, seconds: float, seed: int) -> Simulated:
    """All flexible people take all queues; calls of the first twentieth are not counted."""
    node = type("Node", (TeamNode,), {"specialists": team.specialists})
    network = ciw.create_network(
        arrival_distributions=_by_queue(team.rate),
        service_distributions=_by_queue(1.0 / team.aht),
        reneging_time_distributions=_by_queue(1.0 / team.patience),
        number_of_servers=[int(team.specialists.sum() + team.flexible.sum())],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network, node_class=node)
    simulation.simulate_until_max_time(seconds)
    counts = np.zeros((3, len(team.load)), np.int64)
    for record in simulation.get_all_records(only=["service", "renege"]):
        if record.arrival_date >= seconds / 20:
            answered = record.record_type == "service"
            in_time = answered and record.waiting_time <= team.within
            counts[:, int(record.customer_class)] += [1, in_time, not answered]
    return Simulated(*counts)


def _by_queue(rates: Floats) -> dict[str, list[ciw.dists.Exponential]]:
    return {str(queue): [ciw.dists.Exponential(rate)] for queue, rate in enumerate(rates)}
