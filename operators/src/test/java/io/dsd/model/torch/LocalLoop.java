package io.dsd.model.torch;

import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Verdict;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.Arrived;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceEngine;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.Drafting;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.speculate.round.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The whole loop in one thread: real slices, real drafters, no Flink. */
final class LocalLoop implements AutoCloseable {

  private static final int CHUNK = 7;

  private final List<SliceEngine> slices = new ArrayList<>();
  private final Drafter drafter;
  private final DraftPlan plan;
  private int drafted;
  private int accepted;
  private int rounds;
  private int replays;
  private int ahead;
  private Relaxation relaxation = Relaxation.STRICT;
  private Leeway leeway = Leeway.NONE;
  private final List<LoopMessage> queue = new ArrayList<>();
  private final Map<SequenceId, DraftTask> tasks = new TreeMap<>();

  private record Sequence(SequenceRounds rounds, Drafting drafting) {}

  LocalLoop(ModelFiles model, ComputeType type, int sliceCount, Drafter drafter, int draftLength) {
    this(model, type, sliceCount, drafter, chain(draftLength), 1 << 30);
  }

  static DraftPlan chain(int length) {
    return length == 0 ? DraftPlan.PLAIN : DraftPlan.chain(length);
  }

  LocalLoop(
      ModelFiles model,
      ComputeType type,
      int sliceCount,
      Drafter drafter,
      DraftPlan plan,
      long cacheBytes) {
    this.drafter = drafter;
    this.plan = plan;
    for (LayerRange range : LayerRange.split(model.config().layers(), sliceCount)) {
      TorchKernel kernel = TorchKernel.load(model.checkpoint(), range, type, 512);
      slices.add(new SliceEngine(kernel, cacheBytes, 16, 64, System::nanoTime));
    }
  }

  /** Lets verdicts follow the drafter from now on. */
  void relax(Relaxation allowed) {
    relaxation = allowed;
  }

  /** Decodes all prompts side by side; the generated tokens of each, in order. */
  List<Ints> decode(List<Ints> prompts, int count, Sampling sampling) {
    return decode(prompts, count, Collections.nCopies(prompts.size(), sampling));
  }

  /** Decodes all prompts side by side, each with a sampling of its own. */
  List<Ints> decode(List<Ints> prompts, int count, List<Sampling> samplings) {
    Map<SequenceId, Sequence> live = new TreeMap<>();
    Map<SequenceId, Ints> generated = new TreeMap<>();
    queue.clear();
    tasks.clear();
    for (int i = 0; i < prompts.size(); i++) {
      SequenceId id = new SequenceId("prompts", 0, i);
      SequenceRounds start =
          SequenceRounds.start(id, 1, samplings.get(i), CHUNK, prompts.get(i)).relax(relaxation);
      Drafting drafting = new Drafting(id, start, samplings.get(i), prompts.get(i).size() + count);
      live.put(id, new Sequence(start, drafting));
      generated.put(id, Ints.empty());
      take(id, drafting.begin(plan));
    }
    while (!live.isEmpty()) {
      draft(live);
      for (LoopMessage message : throughSlices()) {
        Sequence sequence = live.get(message.sequence());
        if (sequence != null) {
          read(message, sequence, generated);
          if (generated.get(message.sequence()).size() >= count) {
            live.remove(message.sequence());
            tasks.remove(message.sequence());
            drafter.release(message.sequence());
            queue.add(new Release(message.sequence(), 1));
          }
        }
      }
    }
    return generated.values().stream().map(tokens -> tokens.slice(0, count)).toList();
  }

  /** One trip of all that waits; a cancelled block is skipped where it waits beside its cancel. */
  private List<LoopMessage> throughSlices() {
    List<LoopMessage> passing = List.copyOf(queue);
    queue.clear();
    for (SliceEngine slice : slices) {
      List<LoopMessage> passed = new ArrayList<>();
      slice.process(
          passing.stream().map(message -> new Arrived(message, 0)).toList(), passed::addAll);
      passing = passed;
    }
    return passing;
  }

  private void draft(Map<SequenceId, Sequence> live) {
    // more than once, so that blocks go ahead of verdicts
    for (int turn = 0; turn < plan.window() && !tasks.isEmpty(); turn++) {
      List<DraftTask> asked = List.copyOf(tasks.values());
      tasks.clear();
      List<Proposal> proposals = drafter.propose(asked);
      for (int i = 0; i < asked.size(); i++) {
        DraftTask task = asked.get(i);
        live.get(task.sequence())
            .drafting()
            .answer(task, proposals.get(i), plan)
            .ifPresent(step -> take(task.sequence(), step));
      }
    }
  }

  private void read(LoopMessage message, Sequence sequence, Map<SequenceId, Ints> generated) {
    SequenceRounds progress = sequence.rounds();
    if (message instanceof Rebase rebase) {
      if (progress.accept(rebase) instanceof Outcome.Replay) {
        replays++;
        queue.add(progress.cancel());
        take(message.sequence(), sequence.drafting().begin(plan));
      }
    } else if (progress.accept((Verdict) message) instanceof Outcome.Committed news) {
      rounds++;
      drafted += news.drafted();
      accepted += news.accepted();
      leeway = leeway.plus(news.leeway());
      ahead += progress.isIdle() ? 0 : 1;
      generated.merge(message.sequence(), news.tokens(), Ints::append);
      if (news.cancelled() > 0) {
        queue.add(progress.cancel());
      }
      take(message.sequence(), sequence.drafting().advance(plan));
    }
  }

  private void take(SequenceId sequence, Step step) {
    queue.addAll(step.blocks());
    step.task().ifPresent(task -> tasks.put(sequence, task));
  }

  /** How many blocks outlived the verdict that they went ahead of. */
  int ahead() {
    return ahead;
  }

  /** What was relaxed. */
  Leeway leeway() {
    return leeway;
  }

  int replays() {
    return replays;
  }

  int drafted() {
    return drafted;
  }

  int accepted() {
    return accepted;
  }

  int rounds() {
    return rounds;
  }

  @Override
  public void close() {
    slices.forEach(SliceEngine::close);
    drafter.close();
  }
}
