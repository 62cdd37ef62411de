/* One day of a team, event by event: own specialists first, then flexible people who take the
longest wait of all queues.

People change at the ends of intervals: those who are on a call finish it, and those of the last
interval stay until nobody waits. A caller who gave up is met when he comes to the head of his line.
Draws nothing: every call brings its times.
*/
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define QUEUES 8

typedef struct {
    double at;
    int who; /* specialists of a queue by its number, flexible people by the number of queues */
} End;

typedef struct {
    int queues;
    double now, within;
    const double *arrival, *service, *patience;
    int64_t *line[QUEUES], head[QUEUES], tail[QUEUES]; /* waiting calls by number */
    int64_t there[QUEUES + 1], busy[QUEUES + 1];
    End *ends; /* a heap: the first one is at 1 */
    int64_t calls;
    uint8_t *in_time;
} Team;

static void start(Team *team, double at, int who) {
    int64_t place = ++team->calls;
    for (; place > 1 && team->ends[place / 2].at > at; place /= 2)
        team->ends[place] = team->ends[place / 2];
    team->ends[place] = (End){at, who};
    team->busy[who]++;
}

static void end_first(Team *team) {
    End last = team->ends[team->calls--];
    int64_t place = 1, next;
    team->busy[team->ends[1].who]--;
    while ((next = 2 * place) <= team->calls) {
        if (next < team->calls && team->ends[next + 1].at < team->ends[next].at) next++;
        if (team->ends[next].at >= last.at) break;
        team->ends[place] = team->ends[next];
        place = next;
    }
    team->ends[place] = last;
}

/* The first who waits in a queue, or -1. */
static int64_t first(Team *team, int queue) {
    for (; team->head[queue] < team->tail[queue]; team->head[queue]++) {
        int64_t call = team->line[queue][team->head[queue]];
        if (team->arrival[call] + team->patience[call] > team->now) return call;
    }
    return -1;
}

static void answer(Team *team, int queue, int who) {
    int64_t call = team->line[queue][team->head[queue]++];
    team->in_time[call] = team->now - team->arrival[call] <= team->within;
    start(team, team->now + team->service[call], who);
}

/* The queue of the longest wait, or -1. */
static int longest(Team *team) {
    int found = -1;
    int64_t earliest = -1;
    for (int q = 0; q < team->queues; q++) {
        int64_t call = first(team, q);
        if (call >= 0 && (found < 0 || call < earliest)) { found = q; earliest = call; }
    }
    return found;
}

static void take(Team *team) {
    int flexible = team->queues, queue;
    for (int q = 0; q < team->queues; q++)
        while (team->busy[q] < team->there[q] && first(team, q) >= 0) answer(team, q, q);
    while (team->busy[flexible] < team->there[flexible] && (queue = longest(team)) >= 0)
        answer(team, queue, flexible);
}

static void change(Team *team, const int64_t *people) {
    for (int who = 0; who <= team->queues; who++) team->there[who] = people[who];
}

/* Of `calls` in the order of their coming, whether each is answered in time. `people` of each
interval: the specialists of every queue, then the flexible ones. */
void play(int queues, int64_t calls, const int64_t *queue, const double *arrival,
          const double *service, const double *patience, int64_t intervals, double interval,
          const int64_t *people, double within, uint8_t *in_time) {
    Team team = {.queues = queues, .within = within, .arrival = arrival, .service = service,
                 .patience = patience, .in_time = in_time};
    int64_t next = 0, place = 0;
    team.ends = malloc((calls + 2) * sizeof(End));
    for (int q = 0; q < queues; q++) team.line[q] = malloc((calls + 1) * sizeof(int64_t));
    change(&team, people);
    for (;;) {
        double edge = place + 1 < intervals ? interval * (place + 1) : INFINITY;
        double end = team.calls ? team.ends[1].at : INFINITY;
        double coming = next < calls ? arrival[next] : INFINITY;
        if (edge == INFINITY && end == INFINITY && coming == INFINITY) break;
        if (edge <= end && edge <= coming) {
            team.now = edge;
            change(&team, people + ++place * (queues + 1));
        } else if (end <= coming) {
            team.now = end;
            end_first(&team);
        } else {
            team.now = coming;
            team.line[queue[next]][team.tail[queue[next]]++] = next;
            next++;
        }
        take(&team);
    }
    for (int q = 0; q < queues; q++) free(team.line[q]);
    free(team.ends);
}
