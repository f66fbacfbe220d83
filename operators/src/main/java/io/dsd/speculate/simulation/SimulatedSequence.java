package io.dsd.speculate.simulation;

import io.dsd.message.Ints;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.Walk;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One sequence: drafts ahead as far as its window allows, and begins anew when a guess was wrong.
 */
final class SimulatedSequence {

  private final Simulation simulation;
  private final int number;
  private final Plans plans;
  private final Deque<SimulatedBlock> inFlight = new ArrayDeque<>();
  private boolean drafting;
  private int draftingAfter;
  // what has become useless is drafted to its end all the same
  private double drafterFree;
  // a draft begun before this was raised is of no use when it is done
  private int streak;
  private long position;

  SimulatedSequence(Simulation simulation, int number, Plans plans) {
    this.simulation = simulation;
    this.number = number;
    this.plans = plans;
  }

  /** Drafts, if the plan allows for another block on its way. */
  void draft() {
    if (drafting) {
      return;
    }
    DraftPlan plan = plans.next(simulation.measured(), simulation.scenario().sequences());
    boolean ahead = !inFlight.isEmpty();
    if (ahead && (inFlight.size() >= plan.window() || plan.shape().isNothing())) {
      return;
    }
    drafting = true;
    int before = inFlight.stream().mapToInt(block -> block.tree().bestPath() + 1).sum();
    draftingAfter = before;
    DraftedTree tree = simulation.tree(before, plan.shape());
    // the guess of the token before it is one more level
    int levels = plan.shape().depth() + (ahead ? 1 : 0);
    int begun = streak;
    drafterFree = simulation.draft(levels, drafterFree, () -> drafted(begun, tree, before));
  }

  private void drafted(int begun, DraftedTree tree, int before) {
    if (begun != streak) {
      return;
    }
    drafting = false;
    SimulatedBlock block = new SimulatedBlock(this, tree, before, simulation.now());
    inFlight.add(block);
    simulation.send(block);
    draft();
  }

  void verdict(SimulatedBlock block) {
    inFlight.remove();
    boolean bestPath = walk(block);
    SimulatedBlock next = inFlight.peek();
    boolean guessed = drafting || next != null;
    boolean right = false;
    if (bestPath && guessed) {
      int depth = next == null ? draftingAfter : next.before();
      right = rightChoice(depth, 1, position - 1) == 1;
      plans.observe(Walk.guess(depth - 1, right));
    }
    if (guessed && !right) {
      inFlight.forEach(later -> later.cancel(simulation.now()));
      inFlight.clear();
      streak++;
      drafting = false;
    }
    draft();
  }

  /** Commits what is right of a block; whether that is its best path to the end. */
  private boolean walk(SimulatedBlock block) {
    DraftedTree tree = block.tree();
    int[] tried = new int[tree.bestPath() + 1];
    int[] taken = new int[tree.bestPath() + 1];
    int steps = 0;
    int node = 0;
    boolean best = true;
    while (tree.choices(node) > 0) {
      tried[steps] = tree.choices(node);
      int depth = block.before() + steps + 1;
      int rank = rightChoice(depth, tried[steps], position + steps);
      taken[steps++] = rank;
      best &= rank == 1;
      if (rank == 0) {
        break;
      }
      node = tree.child(node, rank);
    }
    int accepted = steps > 0 && taken[steps - 1] == 0 ? steps - 1 : steps;
    position += accepted + 1;
    simulation.commit(accepted + 1);
    plans.observe(
        new Walk(block.before(), Ints.of(tried).slice(0, steps), Ints.of(taken).slice(0, steps)));
    return best;
  }

  private int rightChoice(int depth, int choices, long at) {
    return simulation
        .luck()
        .rightChoice(simulation.scenario().acceptance(), depth, choices, number, at);
  }
}
