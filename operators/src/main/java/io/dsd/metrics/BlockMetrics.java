package io.dsd.metrics;

import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.BlockCounts.DrafterCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What became of blocks: {@code cancelledBlocks}, {@code depth.N.tried} and {@code .accepted} for
 * the first depths, {@code drafter.NAME.rounds}.
 */
final class BlockMetrics {

  /** Deeper tokens are few, and every depth is two metrics. */
  private static final int DEEPEST = 16;

  // depths and drafters are labels for reporters that know labels
  private final MetricGroup group;
  private final Counter cancelled;
  private final List<Counter> tried = new ArrayList<>();
  private final List<Counter> accepted = new ArrayList<>();
  private final Map<String, Counter> rounds = new HashMap<>();

  BlockMetrics(MetricGroup group) {
    this.group = group;
    this.cancelled = group.counter("cancelledBlocks");
  }

  /** A sequence's counts have grown. */
  void grown(BlockCounts before, BlockCounts after) {
    cancelled.inc(after.cancelled() - before.cancelled());
    for (int depth = 0; depth < Math.min(DEEPEST, after.tried().size()); depth++) {
      if (depth == tried.size()) {
        MetricGroup one = group.addGroup("depth", Integer.toString(depth + 1));
        tried.add(one.counter("tried"));
        accepted.add(one.counter("accepted"));
      }
      boolean isNew = depth >= before.tried().size();
      tried.get(depth).inc(after.tried().get(depth) - (isNew ? 0 : before.tried().get(depth)));
      accepted
          .get(depth)
          .inc(after.accepted().get(depth) - (isNew ? 0 : before.accepted().get(depth)));
    }
    for (DrafterCount count : after.drafters()) {
      rounds.computeIfAbsent(count.name(), this::counter).inc(count.rounds());
    }
    before.drafters().forEach(count -> rounds.get(count.name()).dec(count.rounds()));
  }

  private Counter counter(String drafter) {
    return group.addGroup("drafter", drafter).counter("rounds");
  }
}
