package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.model.EagleConfig;
import io.dsd.model.slice.KvRows;
import java.util.List;

/** The arithmetic of a feature-based draft. Used by one thread at a time. */
public interface FeatureKernel extends AutoCloseable {

  /** Its shape. */
  EagleConfig config();

  /** The target's id of each token of the draft vocabulary. */
  Ints toTarget();

  /** What one token's row takes. */
  long bytesPerRow();

  /** Rows for a sequence, all free. */
  KvRows allocate(int capacity);

  /**
   * One forward pass over a ragged batch of different sequences; one result per lane, in order.
   *
   * @param lanes all with taps of the target as features, or all with the draft's own outputs
   */
  List<FeatureResult> forward(List<FeatureLane> lanes);

  @Override
  void close();
}
