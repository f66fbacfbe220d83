package io.dsd.speculate;

import io.dsd.message.Floats;
import io.dsd.message.Ints;

/**
 * Runs of tokens that merge where they begin alike, the most trusted one first. Each run counts
 * half as much as the one before: the first one is always the likeliest branch.
 */
final class TokenTrie {

  private final int[] tokens;
  private final int[] parents;
  private final double[] weights;
  private int size;
  private double total;
  private double next = 1;

  /** An empty one that takes so many nodes. */
  TokenTrie(int capacity) {
    tokens = new int[capacity];
    parents = new int[capacity];
    weights = new double[capacity];
  }

  /** Adds a run, as far as there are nodes. */
  void add(Ints run) {
    total += next;
    int node = -1;
    for (int token : run.toArray()) {
      int child = child(node, token);
      if (child == size) {
        if (size == tokens.length) {
          break;
        }
        tokens[size] = token;
        parents[size++] = node;
      }
      weights[child] += next;
      node = child;
    }
    next /= 2;
  }

  /** The child with that token, or the next free node. */
  private int child(int parent, int token) {
    for (int node = parent + 1; node < size; node++) {
      if (parents[node] == parent && tokens[node] == token) {
        return node;
      }
    }
    return size;
  }

  /** The runs as a tree, each node as likely as is its share of its parent's weight. */
  Proposal proposal() {
    float[] confidence = new float[size];
    for (int node = 0; node < size; node++) {
      double ofParent = parents[node] < 0 ? total : weights[parents[node]];
      confidence[node] = (float) (weights[node] / ofParent);
    }
    return new Proposal(
        Ints.of(tokens).slice(0, size), Ints.of(parents).slice(0, size), Floats.of(confidence));
  }
}
