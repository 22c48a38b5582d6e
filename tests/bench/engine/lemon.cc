// lemon GRAPH weight|cover 32|64: the same by LEMON's maximum weighted
// matching in its usual setting (fractional start), in whole numbers of 32 or
// 64 bits. For coverage each weight is raised by what a pair is worth.
#include <lemon/matching.h>
#include <lemon/smart_graph.h>

#include "measure.h"

using lemon::SmartGraph;

template <class Number>
static void
solve(const instance &given, bool cover)
{
	typedef SmartGraph::EdgeMap<Number> Weights;

	forget_peak();
	long before = resident("VmRSS:");
	double began = seconds();
	int64_t raise = cover ? worth_of_a_pair(&given, given.left / 2) : 0;
	SmartGraph graph;
	graph.reserveNode(given.left);
	graph.reserveEdge((int)given.edges);
	for (int32_t i = 0; i < given.left; i++)
		graph.addNode();
	Weights weight(graph);
	for (int64_t i = 0; i < given.edges; i++) {
		const line &l = given.line[i];
		SmartGraph::Edge edge = graph.addEdge(
			graph.nodeFromId(l.u), graph.nodeFromId(l.v));

		weight[edge] = (Number)(l.weight + raise);
	}
	lemon::MaxWeightedMatching<SmartGraph, Weights> matching(graph, weight);
	matching.run();
	double took = seconds() - began;
	long kb = resident("VmHWM:") - before;

	int64_t sum = 0, count = 0;
	for (int64_t i = 0; i < given.edges; i++)
		if (matching.matching(graph.edgeFromId((int)i))) {
			sum += given.line[i].weight;
			count++;
		}
	printf("weight=%lld count=%lld seconds=%.6f kb=%ld\n", (long long)sum,
		(long long)count, took, kb);
}

int
main(int argc, char **argv)
{
	if (argc != 4)
		give_up("lemon GRAPH weight|cover 32|64");
	instance given = read_instance(argv[1]);
	bool cover = !strcmp(argv[2], "cover");

	if (!strcmp(argv[3], "32"))
		solve<int>(given, cover);
	else
		solve<int64_t>(given, cover);
	return 0;
}
