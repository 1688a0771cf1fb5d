"""SciPy on a file of pairs: prints seconds, processor seconds, objective.

    assign.py dense|sparse FILE

dense is linear_sum_assignment with a column for each seat, sparse is
min_weight_full_bipartite_matching with a column for each seat and one for
each client who may wait.
"""
import sys
import time

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching


def read(path):
    with open(path, "rb") as file:
        if file.read(8) != b"RPPAIRS1":
            sys.exit("assign.py: no file of pairs")
        sizes = np.fromfile(file, "<i8", 5)
        clients, therapists, pairs, reward, _ = (int(s) for s in sizes)
        tier = np.fromfile(file, "<i4", clients)
        wait = np.fromfile(file, "<i4", clients)
        openings = np.fromfile(file, "<i4", therapists)
        start = np.fromfile(file, "<i8", clients + 1)
        therapist = np.fromfile(file, "<i4", pairs)
        score = np.fromfile(file, "<u2", pairs)
    base = tier.astype(np.int64) * reward + wait
    client = np.repeat(np.arange(clients), np.diff(start))
    worth = base[client] + score
    return clients, openings, client, therapist, worth


def with_seats(openings, client, therapist, worth):
    """One column for each seat that could be taken."""
    seats = np.minimum(openings, np.bincount(therapist, minlength=len(openings)))
    first = np.concatenate(([0], np.cumsum(seats)))
    copies = seats[therapist]
    rows = np.repeat(client, copies)
    values = np.repeat(worth, copies)
    ends = np.cumsum(copies)
    within = np.arange(len(rows)) - np.repeat(ends - copies, copies)
    columns = np.repeat(first[therapist], copies) + within
    return rows, columns, values, int(first[-1])


def dense(clients, openings, client, therapist, worth):
    rows, columns, values, seats = with_seats(
        openings, client, therapist, worth)
    matrix = np.zeros((clients, seats))
    matrix[rows, columns] = values
    row, column = linear_sum_assignment(matrix, maximize=True)
    return int(matrix[row, column].astype(np.int64).sum())


def sparse(clients, openings, client, therapist, worth):
    rows, columns, values, seats = with_seats(
        openings, client, therapist, worth)
    # Every row is matched exactly once, so 1 more each changes no optimum
    # and keeps the weight of waiting from vanishing.
    everybody = np.arange(clients)
    matrix = csr_matrix(
        (np.concatenate((values, np.zeros(clients, np.int64))) + 1.0,
         (np.concatenate((rows, everybody)),
          np.concatenate((columns, seats + everybody)))),
        shape=(clients, seats + clients))
    row, column = min_weight_full_bipartite_matching(matrix, maximize=True)
    picked = np.asarray(matrix[row, column]).ravel()
    return int(picked.astype(np.int64).sum()) - clients


def main():
    instance = read(sys.argv[2])
    begin, effort = time.perf_counter(), time.process_time()
    method = dense if sys.argv[1] == "dense" else sparse
    objective = method(*instance)
    print("%.6f %.6f %d" % (time.perf_counter() - begin,
                            time.process_time() - effort, objective))


if __name__ == "__main__":
    main()
