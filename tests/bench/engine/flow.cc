// flow GRAPH weight|cover simplex|scaling: places on two sides as a flow of
// least cost in LEMON. Each right one sends as much as it may take, to the left
// or, for nothing, straight to the end.
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include "measure.h"

typedef lemon::SmartDigraph Net;

static Net::Arc
lead(Net &net, Net::ArcMap<int> &most, int from, int to, int limit)
{
	Net::Arc arc = net.addArc(net.nodeFromId(from), net.nodeFromId(to));

	most[arc] = limit;
	return arc;
}

template <class Solver>
static void
solve(const instance &given, bool cover)
{
	forget_peak();
	long before = resident("VmRSS:");
	double began = seconds();
	int people = given.left + given.right, end = people;
	int64_t raise = cover ? worth_of_a_pair(&given, given.right) : 0;
	Net net;
	net.reserveNode(people + 1);
	net.reserveArc((int)given.edges + people);
	for (int i = 0; i <= people; i++)
		net.addNode();
	Net::ArcMap<int> most(net);
	Net::ArcMap<int64_t> cost(net);
	Net::NodeMap<int> supply(net, 0);
	for (int64_t i = 0; i < given.edges; i++) {
		const line &l = given.line[i];

		cost[lead(net, most, given.left + l.v, l.u, 1)] =
			-(l.weight + raise);
	}
	int sum = 0;
	for (int i = 0; i < people; i++) {
		cost[lead(net, most, i, end, given.most[i])] = 0;
		if (i >= given.left) {
			supply[net.nodeFromId(i)] = given.most[i];
			sum += given.most[i];
		}
	}
	supply[net.nodeFromId(end)] = -sum;
	Solver solver(net);
	solver.upperMap(most).costMap(cost).supplyMap(supply);
	if (solver.run() != Solver::OPTIMAL)
		give_up("no flow was found");
	double took = seconds() - began;
	long kb = resident("VmHWM:") - before;

	int64_t weight = 0, count = 0;
	for (int64_t i = 0; i < given.edges; i++)
		if (solver.flow(net.arcFromId((int)i))) {
			weight += given.line[i].weight;
			count++;
		}
	printf("weight=%lld count=%lld seconds=%.6f kb=%ld\n",
		(long long)weight, (long long)count, took, kb);
}

int
main(int argc, char **argv)
{
	if (argc != 4)
		give_up("flow GRAPH weight|cover simplex|scaling");
	instance given = read_instance(argv[1]);
	bool cover = !strcmp(argv[2], "cover");

	if (!strcmp(argv[3], "simplex"))
		solve<lemon::NetworkSimplex<Net, int, int64_t>>(given, cover);
	else
		solve<lemon::CostScaling<Net, int, int64_t>>(given, cover);
	return 0;
}
