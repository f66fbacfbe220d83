package io.dsd.operator.slice;

import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.execution.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network buffers of a task manager. A channel has two of its own and asks for more by a round
 * trip: over a slow link a record that does not fit into two waits for that.
 *
 * @param segment the size of one
 */
record NetworkBuffers(MemorySize segment) {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkBuffers.class);
  private static final int OF_A_CHANNEL = 2;

  /** Those of the task manager that a task runs on. */
  static NetworkBuffers of(Environment environment) {
    return new NetworkBuffers(
        environment
            .getTaskManagerInfo()
            .getConfiguration()
            .get(TaskManagerOptions.MEMORY_SEGMENT_SIZE));
  }

  boolean fit(long recordBytes) {
    return recordBytes <= OF_A_CHANNEL * segment.getBytes();
  }

  /** The smallest segments, powers of two as Flink wants them, two of which hold a record. */
  static MemorySize segmentFor(long recordBytes) {
    long half = Math.max(2, (recordBytes + OF_A_CHANNEL - 1) / OF_A_CHANNEL);
    return new MemorySize(Long.highestOneBit(half - 1) << 1);
  }

  void warnUnlessFit(long recordBytes) {
    if (!fit(recordBytes)) {
      LOG.warn(
          "taskmanager.memory.segment-size: {}; records of up to {} do not fit into two segments,"
              + " and over a slow link each one waits for round trips: raise it to {}, or set the"
              + " job's network.segment-size to what it is, so that chunks and batches are cut"
              + " (docs/wan.md)",
          segment,
          new MemorySize(recordBytes).toHumanReadableString(),
          segmentFor(recordBytes));
    }
  }
}
