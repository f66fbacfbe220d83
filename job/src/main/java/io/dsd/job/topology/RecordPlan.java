package io.dsd.job.topology;

import io.dsd.job.options.DraftKind;
import io.dsd.job.options.NetworkSection;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.message.round.RowType;
import io.dsd.model.ModelConfig;
import org.apache.flink.configuration.MemorySize;

/**
 * How many tokens a record between two slices holds at most, and how many bytes that is.
 *
 * <p>Flink gives a channel two buffers of its own and asks for more by a round trip, so over a slow
 * link a record must fit into two segments.
 *
 * @param hiddenSize numbers that a record has of a token
 * @param rows the form they travel in
 * @param tokens in a record at most
 */
public record RecordPlan(int hiddenSize, RowType rows, int tokens) {

  /**
   * Tokens that a slice computes at once, if a record of them fits: a little below a power of two,
   * so that together with its headers a record of a common width takes one.
   */
  public static final int BATCH_TOKENS = 240;

  private static final int SEGMENTS = 2;
  private static final int TAPS = 3;

  /** What a record has besides hidden states: headers of its messages, a few ids a token. */
  private static final int HEADER_BYTES = 1 << 12;

  private static final int TOKEN_BYTES = 32;
  private static final long LEAST_SEGMENT = 32 << 10;

  /** What a job sends at most in one record. */
  public static RecordPlan of(Options options, ModelConfig model) {
    int block = options.draft().plan().shape().nodes() + 1;
    int message = Math.max(options.loop().prefillChunk(), block);
    // a record of taps may have what enters three layers
    int states = options.draft().kind() == DraftKind.EAGLE3 ? TAPS : 1;
    return new RecordPlan(
        states * model.hiddenSize(),
        options.network().rows().of(options.dtype()),
        Math.max(message, BATCH_TOKENS));
  }

  /** The bytes of the largest record. */
  public long bytes() {
    return HEADER_BYTES + tokens * tokenBytes();
  }

  private long tokenBytes() {
    return rows.bytes(hiddenSize) + TOKEN_BYTES;
  }

  /** The smallest segments, a power of two as Flink wants them, two of which hold the record. */
  public MemorySize segment() {
    long half = (bytes() + SEGMENTS - 1) / SEGMENTS;
    long power = Long.highestOneBit(Math.max(1, half - 1)) << 1;
    return new MemorySize(Math.max(LEAST_SEGMENT, power));
  }

  /**
   * The same with fewer tokens, so that a record fits into two segments of a network.
   *
   * @param needed tokens that cannot be cut, such as those of a block
   * @throws OptionsException if not even those fit
   */
  RecordPlan within(NetworkSection network, int needed) {
    if (!network.isKnown()) {
      return this;
    }
    long room = SEGMENTS * network.segmentSize().getBytes() - HEADER_BYTES;
    int fitting = (int) Math.min(tokens, Math.max(0, room / tokenBytes()));
    if (fitting < needed) {
      throw new OptionsException(
          ("network.segment-size: two segments of %s do not hold a record of %d tokens of %d numbers"
                  + " (%s); raise it, and taskmanager.memory.segment-size of the cluster, to %s, or"
                  + " lower draft.length and draft.nodes")
              .formatted(
                  network.segmentSize(),
                  needed,
                  hiddenSize,
                  rows,
                  new RecordPlan(hiddenSize, rows, needed).segment()));
    }
    return new RecordPlan(hiddenSize, rows, fitting);
  }
}
