package io.dsd.speculate.round;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One sequence with a drafter and a target that answer at random times; the target is a hash. */
final class SimulatedTrips {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);
  private static final int VOCABULARY = 3;

  private final Random random;
  private final int window;
  private final int longest;
  private final Ints prompt;
  private final SequenceRounds rounds;
  private final Drafting drafting;
  private final Deque<Block> atTarget = new ArrayDeque<>();
  private final List<DraftTask> atDrafter = new ArrayList<>();
  private final Map<Integer, List<Ints>> contexts = new HashMap<>();
  private int survivors;
  private int cancelled;
  private DraftPlan plan = DraftPlan.PLAIN;

  SimulatedTrips(Random random, int window, int newTokens) {
    this.random = random;
    this.window = window;
    this.prompt = Ints.of(random.ints(1 + random.nextInt(9), 0, VOCABULARY).toArray());
    this.longest = prompt.size() + newTokens;
    Ints all = prompt;
    int known = random.nextInt(3) == 0 ? random.nextInt(newTokens) : 0;
    while (all.size() < prompt.size() + known) {
      all = all.append(next(all));
    }
    Ints generated = all.slice(prompt.size(), all.size());
    rounds = SequenceRounds.resume(SEQUENCE, 1, Sampling.greedy(), 4, prompt, generated);
    drafting = new Drafting(SEQUENCE, rounds, Sampling.greedy(), longest);
  }

  Ints truth() {
    Ints all = prompt;
    while (all.size() < longest) {
      all = all.append(next(all));
    }
    return all;
  }

  Ints committed() {
    return rounds.committed().slice(0, longest);
  }

  int survivors() {
    return survivors;
  }

  int cancelled() {
    return cancelled;
  }

  private static int next(Ints tokens) {
    return Math.floorMod((tokens.hashCode() * 0x9E3779B9) >>> 7, VOCABULARY);
  }

  void run() {
    replan();
    take(drafting.begin(plan));
    while (rounds.committed().size() < longest) {
      replan();
      boolean verdictNext = atDrafter.isEmpty() || random.nextInt(3) > 0;
      if (!atTarget.isEmpty() && random.nextInt(30) == 0) {
        rebase();
      } else if (!atTarget.isEmpty() && verdictNext) {
        verdict(atTarget.removeFirst());
      } else if (!atDrafter.isEmpty()) {
        DraftTask task = atDrafter.remove(random.nextInt(atDrafter.size()));
        drafting.answer(task, proposal(task), plan).ifPresent(this::take);
      } else {
        throw new IllegalStateException("nothing is under way");
      }
    }
  }

  private void replan() {
    if (random.nextInt(4) == 0) {
      int depth = random.nextInt(5);
      BlockShape shape =
          depth == 0 ? BlockShape.NOTHING : new BlockShape(depth, depth + random.nextInt(6));
      plan = new DraftPlan(shape, 1 + random.nextInt(window));
    }
  }

  private void take(Step step) {
    for (Block block : step.blocks()) {
      check(block);
      remember(block);
      if (block.verify()) {
        atTarget.add(block);
      }
    }
    if (rounds.blocksInFlight() > window) {
      throw new IllegalStateException(rounds.blocksInFlight() + " blocks are on their way");
    }
    step.task().ifPresent(atDrafter::add);
  }

  private void check(Block block) {
    int known = block.committed();
    int[] depths = block.tree().depths();
    for (int node = known; node < block.size(); node++) {
      if (block.basePosition() + depths[node] > longest - 2) {
        throw new IllegalStateException("a draft beyond the end: " + block);
      }
    }
  }

  /** The tokens up to each node. */
  private void remember(Block block) {
    List<Ints> nodes = new ArrayList<>();
    Ints base =
        block.parent() instanceof Parent.Node on
            ? contexts.get(on.round()).get(on.node())
            : rounds.committed().slice(0, block.basePosition());
    if (base.size() != block.basePosition()) {
      throw new IllegalStateException("a base of %d tokens: %s".formatted(base.size(), block));
    }
    for (int node = 0; node < block.size(); node++) {
      int parent = block.tree().parent(node);
      nodes.add((parent < 0 ? base : nodes.get(parent)).append(block.tokens().get(node)));
    }
    contexts.put(block.round(), nodes);
  }

  private void rebase() {
    Block block = atTarget.removeFirst();
    int have = random.nextInt(rounds.committed().size() + 1);
    if (rounds.accept(new Rebase(SEQUENCE, 1, block.round(), have)) instanceof Outcome.Replay) {
      take(drafting.begin(plan));
    }
  }

  private void verdict(Block block) {
    int node = block.firstVerified();
    Ints accepted = block.committed() == 0 ? Ints.of(0) : Ints.empty();
    while (true) {
      int token = next(contexts.get(block.round()).get(node));
      int child = child(block, node, token);
      if (child < 0) {
        Verdict verdict = new Verdict(SEQUENCE, 1, block.round(), accepted, token, SliceTimes.ZERO);
        read(rounds.accept(verdict));
        return;
      }
      accepted = accepted.append(child);
      node = child;
    }
  }

  private void read(Outcome outcome) {
    if (outcome instanceof Outcome.Committed news) {
      survivors += rounds.isIdle() ? 0 : 1;
      cancelled += news.cancelled();
      if (rounds.committed().size() < longest) {
        take(drafting.advance(plan));
      }
    }
  }

  private static int child(Block block, int parent, int token) {
    for (int node = parent + 1; node < block.size(); node++) {
      if (block.tree().parent(node) == parent && block.tokens().get(node) == token) {
        return node;
      }
    }
    return -1;
  }

  /** A random forest of the shape that is asked for, mostly with the truth in it. */
  private Proposal proposal(DraftTask task) {
    List<Ints> nodes = new ArrayList<>();
    Ints tokens = Ints.empty();
    Ints parents = Ints.empty();
    float[] confidence = new float[task.shape().nodes()];
    while (tokens.size() < task.shape().nodes() && random.nextInt(12) > 0) {
      int parent =
          random.nextInt(3) == 0 ? random.nextInt(tokens.size() + 1) - 1 : tokens.size() - 1;
      Ints before = parent < 0 ? task.prefix() : nodes.get(parent);
      if (before.size() - task.prefix().size() < task.shape().depth()) {
        int token = random.nextInt(5) > 0 ? next(before) : random.nextInt(VOCABULARY);
        confidence[tokens.size()] = random.nextInt(1, 4) / 4f;
        nodes.add(before.append(token));
        tokens = tokens.append(token);
        parents = parents.append(parent);
      }
    }
    return new Proposal(tokens, parents, Floats.of(confidence).slice(0, tokens.size()));
  }
}
