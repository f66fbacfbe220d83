package io.dsd.tests.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What goes wrong. */
enum Fault {
  /** The process of a task manager that has a slice is killed, and started again after a while. */
  TASK_MANAGER(8),
  /** So is that of the job manager. */
  JOB_MANAGER(4),
  /** So is that of the broker. */
  BROKER(4),
  /** The job is cancelled, and submitted again from its newest checkpoint. */
  JOB(3),
  /** The process that knows who leads is killed, and started again. */
  COORDINATOR(2),
  /** The process of a task manager stands still for a while. */
  PAUSE(3),
  /** The link to a task manager lets nothing pass for a while. */
  STALL(2);

  /** How often it comes in a long run. */
  private final int share;

  Fault(int share) {
    this.share = share;
  }

  /** Those that end something for good, each one once, in some order. */
  static List<Fault> few(Random random) {
    List<Fault> faults = new ArrayList<>(List.of(TASK_MANAGER, JOB_MANAGER, BROKER, JOB));
    Collections.shuffle(faults, random);
    return List.copyOf(faults);
  }

  /** All of them, by their shares, in some order. */
  static List<Fault> many(Random random) {
    List<Fault> faults = new ArrayList<>();
    Arrays.stream(values()).forEach(each -> faults.addAll(Collections.nCopies(each.share, each)));
    Collections.shuffle(faults, random);
    return List.copyOf(faults);
  }
}
