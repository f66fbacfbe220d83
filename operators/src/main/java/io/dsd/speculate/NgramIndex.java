package io.dsd.speculate;

import io.dsd.message.Ints;
import java.util.Arrays;

/**
 * Where each n-gram of a growing list of tokens ends, the last place first. A hash table with open
 * addressing that holds the last ends only, and a list of the ends before: 4 bytes each, the
 * n-grams themselves are read from the tokens.
 */
final class NgramIndex {

  private static final int FREE = 0;

  private final int length;
  private int[] ends = new int[64];
  private int[] before = new int[64];
  private int used;

  NgramIndex(int length) {
    this.length = length;
  }

  /** Takes in the n-gram before {@code end}, if there are tokens enough. */
  void add(Ints tokens, int end) {
    if (end < length) {
      return;
    }
    if (2 * used >= ends.length) {
      grow(tokens);
    }
    int slot = slot(tokens, end);
    if (ends[slot] == FREE) {
      used++;
    }
    if (end >= before.length) {
      before = Arrays.copyOf(before, Math.max(end + 1, 2 * before.length));
    }
    before[end] = ends[slot];
    ends[slot] = end;
  }

  /** The end of the n-gram that {@code tokens} end in, as last taken in; 0 if it never was. */
  int find(Ints tokens) {
    return tokens.size() < length ? FREE : ends[slot(tokens, tokens.size())];
  }

  /** Where the n-gram that ends at {@code end} ended before that; 0 if it did not. */
  int before(int end) {
    return before[end];
  }

  /** The slot of the n-gram before {@code end}, or the free one that it would get. */
  private int slot(Ints tokens, int end) {
    int mask = ends.length - 1;
    int slot = hash(tokens, end) & mask;
    while (ends[slot] != FREE && !same(tokens, ends[slot], end)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int hash(Ints tokens, int end) {
    long hash = 0;
    for (int index = end - length; index < end; index++) {
      hash = (hash ^ tokens.get(index)) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private boolean same(Ints tokens, int end, int otherEnd) {
    for (int back = 1; back <= length; back++) {
      if (tokens.get(end - back) != tokens.get(otherEnd - back)) {
        return false;
      }
    }
    return true;
  }

  private void grow(Ints tokens) {
    int[] old = ends;
    ends = new int[2 * old.length];
    for (int end : old) {
      if (end != FREE) {
        ends[slot(tokens, end)] = end;
      }
    }
  }
}
