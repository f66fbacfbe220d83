package io.dsd.tests.prefix;

import io.dsd.model.slice.Lane;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.tests.cluster.WatchedKernels;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What all slices together have computed. */
final class Computed {

  /** Tokens computed. */
  static final AtomicInteger TOKENS = new AtomicInteger();

  /** Lanes that read shared rows. */
  static final AtomicInteger SHARING = new AtomicInteger();

  private Computed() {}

  static void forget() {
    TOKENS.set(0);
    SHARING.set(0);
  }

  /** The settings of a slice that is counted. */
  static SliceSettings counted(SliceSettings slice) {
    return WatchedKernels.around(slice, Computed::count);
  }

  private static void count(List<Lane> lanes) {
    for (Lane lane : lanes) {
      TOKENS.addAndGet(lane.size());
      SHARING.addAndGet(lane.sharedSlots() > 0 ? 1 : 0);
    }
  }
}
