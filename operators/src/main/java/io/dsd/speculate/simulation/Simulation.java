package io.dsd.speculate.simulation;

import io.dsd.speculate.BlockShape;
import io.dsd.speculate.policy.CostFit;
import io.dsd.speculate.policy.Costs;
import io.dsd.speculate.policy.Trip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Sequences that go round the loop: drafting, slices that each take all that waits as one batch,
 * links, verdicts. Nothing is computed but time and luck.
 */
public final class Simulation {

  private record Event(double at, long number, Runnable deed) implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int order = Double.compare(at, other.at);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }

  private record TreeKey(int before, BlockShape shape) {}

  private final Scenario scenario;
  private final Luck luck;
  private final Random late;
  private final CostFit costs;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Slice> slices = new ArrayList<>();
  private final Map<TreeKey, DraftedTree> trees = new HashMap<>();
  private double now;
  private long numbered;
  private long committed;

  private Simulation(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.luck = new Luck(seed);
    this.late = new Random(seed);
    this.costs = new CostFit(scenario.costs().slices());
    for (int index = 0; index < scenario.costs().slices(); index++) {
      slices.add(new Slice(this, index));
    }
  }

  /**
   * Plays a scenario.
   *
   * @param tokens how many tokens each sequence commits on average
   * @return tokens per second of all sequences together, the first tenth of the tokens left out
   */
  public static double tokensPerSecond(
      Scenario scenario, Strategy strategy, int tokens, long seed) {
    Simulation simulation = new Simulation(scenario, seed);
    Supplier<Plans> plans = strategy.begin();
    for (int number = 0; number < scenario.sequences(); number++) {
      SimulatedSequence sequence = new SimulatedSequence(simulation, number, plans.get());
      // requests come at different times
      double start = scenario.costs().round(1) * number / scenario.sequences();
      simulation.after(start, sequence::draft);
    }
    long all = (long) tokens * scenario.sequences();
    simulation.runUntil(all / 10);
    long before = simulation.committed;
    double begun = simulation.now;
    simulation.runUntil(all);
    return (simulation.committed - before) / (simulation.now - begun) * 1000;
  }

  private void runUntil(long enough) {
    while (committed < enough) {
      Event event = events.remove();
      now = event.at();
      event.deed().run();
    }
  }

  double now() {
    return now;
  }

  Scenario scenario() {
    return scenario;
  }

  Luck luck() {
    return luck;
  }

  /** Costs as the verdicts have told them so far. */
  Costs measured() {
    return costs.costs();
  }

  void after(double millis, Runnable deed) {
    at(now + millis, deed);
  }

  /** What is to be done at the same time is done in the order in which it was asked for. */
  void at(double time, Runnable deed) {
    events.add(new Event(time, numbered++, deed));
  }

  void commit(int tokens) {
    committed += tokens;
  }

  DraftedTree tree(int before, BlockShape shape) {
    return trees.computeIfAbsent(
        new TreeKey(before, shape), key -> new DraftedTree(scenario.acceptance(), before, shape));
  }

  /**
   * Has a sequence's drafter draft.
   *
   * @param free when it is done with what was asked before
   * @return when it will be done with this
   */
  double draft(int levels, double free, Runnable deed) {
    double done = Math.max(now, free) + levels * scenario.costs().draft();
    if (levels > 0) {
      costs.observeDraft(levels, done - now);
    }
    at(done, deed);
    return done;
  }

  double link() {
    return scenario.costs().links() / slices.size();
  }

  double linkWithJitter() {
    return link() + late.nextDouble() * scenario.jitter();
  }

  /** Sends a block to the first slice, which the draft sits with. */
  void send(SimulatedBlock block) {
    slices.get(0).arrive(List.of(block));
  }

  void arrive(int slice, List<SimulatedBlock> batch) {
    if (slice < slices.size()) {
      slices.get(slice).arrive(batch);
    } else {
      batch.forEach(this::home);
    }
  }

  private void home(SimulatedBlock block) {
    if (block.isVoid(now)) {
      return;
    }
    double batch = block.batches() / slices.size();
    costs.observe(new Trip(now - block.sentAt(), block.computed(), block.queued(), batch));
    block.sequence().verdict(block);
  }
}
