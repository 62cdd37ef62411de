/* A team's calls, event by event: specialists first, then flexible people, the longest wait first.

Arrivals are Poisson, handling times and patience exponential, so the next event is an arrival or
the end of a call, whichever of the exponential clocks rings first. A caller who gave up is met,
and counted, when somebody would have answered him.
*/
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define QUEUES 8
#define KINDS 8
#define PLACES 4096 /* of a queue's waiting callers */

typedef struct { double arrived, leaves; } Caller;

typedef struct {
    Caller *line[QUEUES];
    uint64_t head[QUEUES], tail[QUEUES];
    double now, within, since;
    int64_t *counts; /* of each queue: offered, answered in time, given up */
} Team;

static _Thread_local uint64_t state[4];

static uint64_t turned(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

/* splitmix64 */
static void sown(uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        state[i] = z ^ (z >> 31);
    }
}

/* xoshiro256+ (Blackman and Vigna, ACM Transactions on Mathematical Software 47, 2021): (0, 1] */
static double uniform(void) {
    uint64_t found = state[0] + state[3], shifted = state[1] << 17;
    state[2] ^= state[0]; state[3] ^= state[1]; state[1] ^= state[2]; state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = turned(state[3], 45);
    return ((found >> 11) + 1) * 0x1.0p-53;
}

static double exponential(void) { return -log(uniform()); }

static void count(Team *team, int queue, double arrived, int what) {
    if (arrived < team->since) return;
    team->counts[3 * queue]++;
    if (what) team->counts[3 * queue + what]++;
}

/* Whether somebody waits in a queue; those who gave up leave its head. */
static int waits(Team *team, int queue) {
    while (team->head[queue] != team->tail[queue]) {
        Caller *first = &team->line[queue][team->head[queue] % PLACES];
        if (first->leaves > team->now) return 1;
        count(team, queue, first->arrived, 2);
        team->head[queue]++;
    }
    return 0;
}

static void answer(Team *team, int queue) {
    Caller *first = &team->line[queue][team->head[queue]++ % PLACES];
    count(team, queue, first->arrived, team->now - first->arrived <= team->within);
}

static int longest(Team *team, int queues, const uint8_t *takes) {
    int found = -1;
    for (int q = 0; q < queues; q++) {
        if (!takes[q] || !waits(team, q)) continue;
        if (found < 0 || team->line[q][team->head[q] % PLACES].arrived
                             < team->line[found][team->head[found] % PLACES].arrived)
            found = q;
    }
    return found;
}

/* Of `calls` arrivals; those of the first twentieth are not counted. Returns 1 if a line is full. */
int simulate(int queues, int kinds, const double *rate, const double *ends, const double *gives_up,
             const int64_t *specialists, const int64_t *flexible, const uint8_t *takes,
             double within, int64_t calls, uint64_t seed, int64_t *counts) {
    Team team = {.within = within, .since = INFINITY, .counts = counts};
    int64_t own[QUEUES] = {0}, lent[KINDS][QUEUES] = {{0}}, busy[KINDS] = {0}, arrivals = 0;
    int full = 0;
    sown(seed);
    for (int q = 0; q < queues; q++) team.line[q] = malloc(PLACES * sizeof(Caller));
    while (arrivals < calls && !full) {
        double total = 0.0;
        for (int q = 0; q < queues; q++) {
            int64_t ongoing = own[q];
            for (int k = 0; k < kinds; k++) ongoing += lent[k][q];
            total += rate[q] + ongoing * ends[q];
        }
        team.now += exponential() / total;
        double left = uniform() * total;
        int queue = 0, kind = 0, done = 0;
        for (queue = 0; queue < queues && !done; queue++) {
            if ((left -= rate[queue]) <= 0.0) {
                if (++arrivals == calls / 20) team.since = team.now;
                done = 1;
                if (own[queue] < specialists[queue]) {
                    own[queue]++;
                    count(&team, queue, team.now, 1);
                    break;
                }
                for (kind = 0; kind < kinds; kind++)
                    if (takes[kind * queues + queue] && busy[kind] < flexible[kind]) break;
                if (kind < kinds) {
                    lent[kind][queue]++;
                    busy[kind]++;
                    count(&team, queue, team.now, 1);
                    break;
                }
                waits(&team, queue);
                if (team.tail[queue] - team.head[queue] == PLACES) { full = 1; break; }
                team.line[queue][team.tail[queue]++ % PLACES] =
                    (Caller){team.now, team.now + exponential() / gives_up[queue]};
                break;
            }
            if ((left -= own[queue] * ends[queue]) <= 0.0 && own[queue]) {
                done = 1;
                if (waits(&team, queue)) answer(&team, queue);
                else own[queue]--;
                break;
            }
            for (kind = 0; kind < kinds; kind++) {
                if ((left -= lent[kind][queue] * ends[queue]) <= 0.0 && lent[kind][queue]) {
                    int next = longest(&team, queues, takes + kind * queues);
                    lent[kind][queue]--;
                    if (next < 0) busy[kind]--;
                    else { lent[kind][next]++; answer(&team, next); }
                    done = 1;
                    break;
                }
            }
            if (done) break;
        }
    }
    for (int q = 0; q < queues; q++) free(team.line[q]);
    return full;
}
