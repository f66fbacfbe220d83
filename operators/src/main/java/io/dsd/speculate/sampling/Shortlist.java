package io.dsd.speculate.sampling;

import io.dsd.message.Sampling;

/**
 * The tokens that top-k and then top-p leave of a row of logits, in no particular order. Of equal
 * logits the lower token id counts as the likelier.
 *
 * <p>Masses are whole multiples of 2^-44 of the likeliest token's, so that sums are exact and the
 * cut does not depend on the order of summing; 2^18 tokens fit a long.
 */
final class Shortlist {

  private static final double MASS_UNIT = 0x1p44;

  /** Each a logit's order in the upper half and the complement of its token in the lower one. */
  private long[] keys = new long[0];

  private long[] masses = new long[0];

  /** Finds the tokens and returns how many they are, at least 1. */
  int fill(float[] logits, int from, int length, float peak, Sampling sampling) {
    boolean limited = sampling.topK() > 0 && sampling.topK() < length;
    int count =
        limited
            ? mostLikely(logits, from, length, sampling.topK())
            : everyToken(logits, from, length);
    return sampling.topP() == 1 ? count : nucleus(logits, from, count, peak, sampling);
  }

  /** The token at {@code index}. */
  int token(int index) {
    return ~(int) keys[index];
  }

  private int everyToken(float[] logits, int from, int length) {
    reserve(length);
    for (int token = 0; token < length; token++) {
      keys[token] = key(logits[from + token], token);
    }
    return length;
  }

  /** One pass over the row; keys collect in a buffer that is cut back to k each time it is full. */
  private int mostLikely(float[] logits, int from, int length, int k) {
    int room = (int) Math.min(length, Math.max(2L * k, 256));
    reserve(room);
    int count = 0;
    float threshold = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < length; token++) {
      float logit = logits[from + token];
      // Later tokens lose ties; before the first cut everything is taken.
      if (logit > threshold || count < k) {
        keys[count++] = key(logit, token);
        if (count == room) {
          largestFirst(count, k);
          count = k;
          threshold = smallestLogit(logits, from, k);
        }
      }
    }
    largestFirst(count, k);
    return Math.min(count, k);
  }

  private float smallestLogit(float[] logits, int from, int count) {
    long smallest = Long.MAX_VALUE;
    for (int index = 0; index < count; index++) {
      smallest = Math.min(smallest, keys[index]);
    }
    return logits[from + ~(int) smallest];
  }

  /** Moves the {@code k} largest of {@code count} keys to the front: Hoare's quickselect. */
  private void largestFirst(int count, int k) {
    int low = 0;
    int high = count;
    while (k > low && k < high) {
      int split = partition(low, high);
      if (split <= k) {
        low = split;
      }
      if (split >= k) {
        high = split;
      }
    }
  }

  /** Quickselect by mass: only the part that holds the cut is looked into again. */
  private int nucleus(float[] logits, int from, int count, float peak, Sampling sampling) {
    long total = 0;
    for (int index = 0; index < count; index++) {
      double scaled = ((double) logits[from + token(index)] - peak) / sampling.temperature();
      masses[index] = (long) (Exponential.of(scaled) * MASS_UNIT);
      total += masses[index];
    }
    long wanted = Math.min(total, (long) Math.ceil(sampling.topP() * total));
    int low = 0;
    int high = aboveShare(count, (total - wanted) / count);
    long before = 0;
    while (high - low > 1) {
      int split = partition(low, high);
      long upper = before;
      for (int index = low; index < split; index++) {
        upper += masses[index];
      }
      if (upper >= wanted) {
        high = split;
      } else {
        low = split;
        before = upper;
      }
    }
    return high;
  }

  /** Drops what has no more than an equal share of the mass that may go: mostly all but a few. */
  private int aboveShare(int count, long share) {
    int kept = 0;
    for (int index = 0; index < count; index++) {
      if (masses[index] > share) {
        keys[kept] = keys[index];
        masses[kept++] = masses[index];
      }
    }
    return kept;
  }

  /** Puts the larger keys before the smaller ones, masses alongside; returns where these begin. */
  private int partition(int low, int high) {
    long pivot = keys[(low + high - 1) >>> 1];
    int left = low - 1;
    int right = high;
    while (true) {
      do {
        left++;
      } while (keys[left] > pivot);
      do {
        right--;
      } while (keys[right] < pivot);
      if (left >= right) {
        return right + 1;
      }
      swap(keys, left, right);
      swap(masses, left, right);
    }
  }

  private static void swap(long[] values, int one, int other) {
    long value = values[one];
    values[one] = values[other];
    values[other] = value;
  }

  private void reserve(int count) {
    if (keys.length < count) {
      keys = new long[count];
      masses = new long[count];
    }
  }

  private static long key(float logit, int token) {
    int bits = Float.floatToIntBits(logit + 0.0f); // -0 and 0 are equals
    int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ordered << 32) | (~token & 0xffffffffL);
  }
}
