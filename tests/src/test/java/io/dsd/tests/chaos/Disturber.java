package io.dsd.tests.chaos;

import io.dsd.tests.cluster.ProcessJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Injects faults into a job and its cluster, and mends what does not mend itself. */
final class Disturber {

  private static final int REPAIR_MILLIS = 3_000;
  private static final int SHORTEST_PAUSE_MILLIS = 1_000;
  // heartbeats end at ten seconds: some pauses go unnoticed, some do not
  private static final int LONGEST_PAUSE_MILLIS = 14_000;
  private static final int LONGEST_STALL_MILLIS = 8_000;

  private final ProcessJob job;
  private final Map<String, String> settings;
  private final int slices;
  private final Random random;
  private final List<String> done = new ArrayList<>();

  /**
   * Nothing is disturbed yet.
   *
   * @param settings that the job is submitted with
   */
  Disturber(ProcessJob job, Map<String, String> settings, int slices, Random random) {
    this.job = job;
    this.settings = settings;
    this.slices = slices;
    this.random = random;
  }

  /** Lets some time pass, at most so much. */
  void rest(int mostMillis) throws InterruptedException {
    new CountDownLatch(1).await(random.nextInt(mostMillis), TimeUnit.MILLISECONDS);
  }

  /** Injects a fault; what was ended is there again when this returns, the job may not run yet. */
  void strike(Fault fault) throws Exception {
    Instant at = Instant.now();
    String victim =
        switch (fault) {
          case TASK_MANAGER -> replace(carrier());
          case JOB_MANAGER -> replace("jobmanager");
          case BROKER -> replace("broker");
          case COORDINATOR -> replace("coordinator");
          case JOB -> resubmit();
          case PAUSE -> pause();
          case STALL -> stall();
        };
    String line =
        "%s %s %s, mended after %d ms"
            .formatted(at, fault, victim, Duration.between(at, Instant.now()).toMillis());
    done.add(line);
    System.out.println(line);
  }

  /** A line for each fault. */
  List<String> done() {
    return List.copyOf(done);
  }

  private String replace(String victim) throws Exception {
    job.cluster().kill(victim);
    rest(REPAIR_MILLIS);
    job.cluster().restart(victim);
    return victim;
  }

  private String resubmit() throws Exception {
    // a job manager that has just come back may not know it yet
    ProcessJob.await("the job", () -> job.status().isPresent());
    job.cancel();
    String checkpoint = job.newestCheckpoint();
    job.submit(settings, Optional.of(checkpoint));
    return "goes on from " + checkpoint.replaceFirst(".*/(chk-\\d+)", "$1");
  }

  private String pause() throws Exception {
    String victim = carrier();
    int millis =
        SHORTEST_PAUSE_MILLIS + random.nextInt(LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS);
    job.cluster().pause(victim, Duration.ofMillis(millis));
    return "%s for %d ms".formatted(victim, millis);
  }

  private String stall() {
    String victim = carrier();
    int millis = SHORTEST_PAUSE_MILLIS + random.nextInt(LONGEST_STALL_MILLIS);
    job.cluster().stall(victim, Duration.ofMillis(millis));
    return "the link to %s for %d ms".formatted(victim, millis);
  }

  /** A task manager that has a slice, as far as anybody knows. */
  private String carrier() {
    String slice = "slice-" + random.nextInt(slices);
    String place = job.places().getOrDefault(slice, slice);
    // what is not placed at the moment has no name
    return place.startsWith("slice-") || place.startsWith("spare-") ? place : slice;
  }
}
