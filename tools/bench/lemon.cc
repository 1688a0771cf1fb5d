/*
 * LEMON on a file of pairs: NetworkSimplex or CostScaling.
 *
 *     lemon network|scaling FILE
 *
 * Prints the seconds of building and solving, those of the processor, and the
 * objective. Each client sends one unit to a therapist, and from there to the
 * end, or waits.
 */
#include "pairfile.h"

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

using lemon::CostScaling;
using lemon::NetworkSimplex;
using lemon::StaticDigraph;
typedef StaticDigraph::ArcMap<int64_t> Costs;
typedef StaticDigraph::ArcMap<int> Capacities;
typedef StaticDigraph::NodeMap<int> Supplies;

namespace {

void build(const pairfile &in, StaticDigraph &graph) {
    std::vector<std::pair<int, int>> ends;
    int first = (int)in.clients;
    int last = first + (int)in.therapists;

    ends.reserve((size_t)(in.pairs + in.clients + in.therapists));
    for (int i = 0; i < first; i++) {
        for (int64_t k = in.start[i]; k < in.start[i + 1]; k++)
            ends.push_back(std::make_pair(i, first + in.therapist[k]));
        ends.push_back(std::make_pair(i, last));
    }
    for (int j = first; j < last; j++)
        ends.push_back(std::make_pair(j, last));
    graph.build(last + 1, ends.begin(), ends.end());
}

void fill(const pairfile &in, Costs &cost, Capacities &capacity,
          const StaticDigraph &graph) {
    int arc = 0;

    for (int64_t i = 0; i < in.clients; i++) {
        for (int64_t k = in.start[i]; k < in.start[i + 1]; k++, arc++) {
            cost[graph.arc(arc)] = -pairfile_worth(&in, i, k);
            capacity[graph.arc(arc)] = 1;
        }
        capacity[graph.arc(arc++)] = 1;
    }
    for (int64_t j = 0; j < in.therapists; j++)
        capacity[graph.arc(arc++)] = in.openings[j];
}

template <class Solver> int solve(pairfile &in) {
    double begin = pairfile_clock(), effort = pairfile_effort();
    StaticDigraph graph;
    build(in, graph);
    Costs cost(graph, 0);
    Capacities capacity(graph, 0);
    Supplies supply(graph, 0);
    fill(in, cost, capacity, graph);
    for (int i = 0; i < (int)in.clients; i++)
        supply[graph.node(i)] = 1;
    supply[graph.node((int)(in.clients + in.therapists))] = -(int)in.clients;
    pairfile_clear(&in);

    Solver solver(graph);
    solver.upperMap(capacity).costMap(cost).supplyMap(supply);
    if (solver.run() != Solver::OPTIMAL)
        return 1;
    int64_t total = solver.template totalCost<int64_t>();
    std::printf("%.6f %.6f %lld\n", pairfile_clock() - begin,
                pairfile_effort() - effort, (long long)-total);
    return 0;
}

} // namespace

int main(int argc, char **argv) {
    pairfile in;

    if (argc != 3)
        return 2;
    pairfile_read(&in, argv[2]);
    if (std::strcmp(argv[1], "network") == 0)
        return solve<NetworkSimplex<StaticDigraph, int, int64_t>>(in);
    return solve<CostScaling<StaticDigraph, int, int64_t>>(in);
}
