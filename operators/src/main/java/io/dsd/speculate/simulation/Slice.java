package io.dsd.speculate.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A slice: idle, or at work on all that waited when it began. What leaves it leaves as one record.
 */
final class Slice {

  private final Simulation simulation;
  private final int index;
  private List<SimulatedBlock> waiting = new ArrayList<>();
  private boolean busy;
  private double lastArrival;

  Slice(Simulation simulation, int index) {
    this.simulation = simulation;
    this.index = index;
  }

  void arrive(List<SimulatedBlock> batch) {
    batch.forEach(block -> block.waits(simulation.now()));
    waiting.addAll(batch);
    work();
  }

  private void work() {
    // that a block is void is told on the blocks' own way
    double told = simulation.now() - index * simulation.link();
    waiting.removeIf(block -> block.isVoid(told));
    if (busy || waiting.isEmpty()) {
      return;
    }
    busy = true;
    List<SimulatedBlock> batch = waiting;
    waiting = new ArrayList<>();
    int tokens = batch.stream().mapToInt(block -> block.tree().size()).sum();
    double millis = simulation.scenario().costs().stage(tokens);
    batch.forEach(block -> block.compute(simulation.now(), millis, tokens));
    simulation.after(millis, () -> done(batch));
  }

  private void done(List<SimulatedBlock> batch) {
    busy = false;
    // records on one link stay in order
    lastArrival = Math.max(lastArrival, simulation.now() + simulation.linkWithJitter());
    simulation.at(lastArrival, () -> simulation.arrive(index + 1, batch));
    work();
  }
}
