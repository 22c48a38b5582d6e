/* What all measured programs share: the graph file, and the meters.
 *
 * A graph file is a head of four numbers (vertices or left ones, right ones or
 * -1 for one pool, then the edges' number in two halves), of two sides the
 * capacity of each, and the edges. Read by C and C++. */
#ifndef BENCH_ENGINE_MEASURE_H
#define BENCH_ENGINE_MEASURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct line {
	int32_t u, v, weight;
};

struct instance {
	int32_t left, right; /* right -1: one pool */
	int64_t edges;
	int32_t *most; /* left, then right */
	struct line *line;
};

static inline void
give_up(const char *why)
{
	fprintf(stderr, "%s\n", why);
	exit(1);
}

static inline void *
take(size_t n, size_t size)
{
	void *taken = calloc(n ? n : 1, size);

	if (!taken)
		give_up("no memory");
	return taken;
}

static inline void
read_all(FILE *file, void *to, size_t n, size_t size)
{
	if (fread(to, size, n, file) != n)
		give_up("the graph file is cut");
}

static inline struct instance
read_instance(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct instance graph;
	int32_t head[4];

	if (!file)
		give_up("no such graph file");
	read_all(file, head, 4, sizeof *head);
	graph.left = head[0];
	graph.right = head[1];
	graph.edges = (int64_t)head[2] << 30 | head[3];
	graph.most = NULL;
	if (graph.right >= 0) {
		size_t n = (size_t)graph.left + (size_t)graph.right;

		graph.most = (int32_t *)take(n, sizeof *graph.most);
		read_all(file, graph.most, n, sizeof *graph.most);
	}
	graph.line =
		(struct line *)take((size_t)graph.edges, sizeof *graph.line);
	read_all(file, graph.line, (size_t)graph.edges, sizeof *graph.line);
	fclose(file);
	return graph;
}

/* CPU time of this process. */
static inline double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* kB; "VmRSS:" now, "VmHWM:" at most since forget_peak. */
static inline long
resident(const char *which)
{
	FILE *status = fopen("/proc/self/status", "r");
	char text[256];
	long kb = 0;

	while (status && fgets(text, sizeof text, status))
		if (!strncmp(text, which, strlen(which)))
			kb = atol(text + strlen(which));
	if (status)
		fclose(status);
	return kb;
}

static inline void
forget_peak(void)
{
	FILE *clear = fopen("/proc/self/clear_refs", "w");

	if (clear) {
		fputs("5", clear);
		fclose(clear);
	}
}

/* What one pair more has to be worth to be better than any weights. */
static inline int64_t
worth_of_a_pair(const struct instance *graph, int64_t pairs)
{
	int64_t highest = 0;

	for (int64_t i = 0; i < graph->edges; i++)
		if (graph->line[i].weight > highest)
			highest = graph->line[i].weight;
	return pairs * highest + 1;
}

#endif
