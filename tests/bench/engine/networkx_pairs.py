"""networkx_pairs.py GRAPH weight|cover: the same by networkx."""
import array
import resource
import sys
import time

import networkx


def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main():
    with open(sys.argv[1], 'rb') as f:
        numbers = array.array('i', f.read())
    n, lines = numbers[0], numbers[4:]
    before, began = most(), time.process_time()
    graph = networkx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from(zip(lines[::3], lines[1::3], lines[2::3]))
    pairs = networkx.max_weight_matching(graph, maxcardinality=sys.argv[2] == 'cover')
    took = time.process_time() - began
    weight = sum(graph[u][v]['weight'] for u, v in pairs)
    print(f'weight={weight} count={len(pairs)} seconds={took:.6f} kb={most() - before}')


main()
