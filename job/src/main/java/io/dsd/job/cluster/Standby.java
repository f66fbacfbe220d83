package io.dsd.job.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.operators.SlotSharingGroup;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job that does nothing but take a little of every spare task manager. Flink gives a slot on the
 * task manager that is used least, among all that have what is asked for: so a slice goes to its
 * own task manager if that is there, and to a spare only if it is not. Meanwhile it keeps there
 * what a slice would have to load first.
 */
final class Standby {

  /** The external resource that only spares declare. */
  static final String RESOURCE = "spare";

  static final MemorySize TASK_HEAP = MemorySize.ofMebiBytes(8);

  private static final String NAME = "standby";

  private Standby() {}

  /**
   * Cores that are declared for it. One slot before the last, P - 1 of P cores of a task manager
   * are used; of a spare P² of P² + P are used when it is idle, which is more.
   */
  static int cpuCores(int parallelism) {
    return parallelism * parallelism;
  }

  /**
   * Submits the job to the cluster at that port of this machine.
   *
   * @param client how to connect to it
   */
  static void submit(
      int restPort, Path jobJar, int spares, int parallelism, Warmth warmth, Configuration client)
      throws IOException {
    Configuration configuration = new Configuration(client);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            "127.0.0.1", restPort, configuration, jobJar.toString());
    SlotSharingGroup slot =
        SlotSharingGroup.newBuilder(NAME)
            .setCpuCores(cpuCores(parallelism))
            .setTaskHeapMemory(TASK_HEAP)
            .setExternalResource(RESOURCE, 1.0)
            .build();
    environment.setParallelism(spares);
    environment
        .fromSequence(1, Long.MAX_VALUE)
        .slotSharingGroup(slot)
        .map(new Holding(warmth))
        .slotSharingGroup(slot)
        .sinkTo(new DiscardingSink<>())
        .slotSharingGroup(slot);
    try {
      environment.executeAsync(NAME);
    } catch (Exception refused) {
      throw new IOException(
          "the job that keeps spares for later was refused: " + refused.getMessage(), refused);
    }
  }

  /** Whether it has its part of all spares, and they are warm. */
  static boolean holds(FlinkRest flink, int spares) throws IOException {
    for (JsonNode job : flink.get("/jobs/overview").path("jobs")) {
      if (isStandby(job) && job.path("tasks").path("running").asInt() == spares) {
        return true;
      }
    }
    return false;
  }

  static boolean isStandby(JsonNode job) {
    return job.path("name").asText().equals(NAME);
  }

  /** Warms its task manager when it opens, and is never done with the first number. */
  private static final class Holding extends RichMapFunction<Long, Long> {

    private static final long serialVersionUID = 1L;

    private final Warmth warmth;
    private transient AutoCloseable held;

    private Holding(Warmth warmth) {
      this.warmth = warmth;
    }

    @Override
    public void open(OpenContext context) {
      held = warmth.take();
    }

    @Override
    public Long map(Long number) throws InterruptedException {
      new CountDownLatch(1).await();
      return number;
    }

    @Override
    public void close() throws Exception {
      if (held != null) {
        held.close();
      }
    }
  }
}
