package io.dsd.job.topology;

import io.dsd.job.options.Options;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The place of the job graph. */
public final class Topology {

  private Topology() {}

  /** Draws the job. */
  @SuppressWarnings("DoNotCallSuggester") // until the graph takes this place
  public static void draw(StreamExecutionEnvironment env, Options options) {
    throw new UnsupportedOperationException("the job graph is not drawn yet");
  }
}
