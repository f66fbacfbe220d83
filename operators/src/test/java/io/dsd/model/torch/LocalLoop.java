package io.dsd.model.torch;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Verdict;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.Arrived;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceEngine;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
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
  private final int draftLength;
  private int drafted;
  private int accepted;
  private int rounds;
  private int replays;

  LocalLoop(ModelFiles model, ComputeType type, int sliceCount, Drafter drafter, int draftLength) {
    this(model, type, sliceCount, drafter, draftLength, 1 << 30);
  }

  LocalLoop(
      ModelFiles model,
      ComputeType type,
      int sliceCount,
      Drafter drafter,
      int draftLength,
      long cacheBytes) {
    this.drafter = drafter;
    this.draftLength = draftLength;
    for (LayerRange range : LayerRange.split(model.config().layers(), sliceCount)) {
      TorchKernel kernel = TorchKernel.load(model.checkpoint(), range, type, 512);
      slices.add(new SliceEngine(kernel, cacheBytes, 16, 64, System::nanoTime));
    }
  }

  /** Decodes all prompts side by side; the generated tokens of each, in order. */
  List<Ints> decode(List<Ints> prompts, int count, Sampling sampling) {
    return decode(prompts, count, Collections.nCopies(prompts.size(), sampling));
  }

  /** Decodes all prompts side by side, each with a sampling of its own. */
  List<Ints> decode(List<Ints> prompts, int count, List<Sampling> samplings) {
    Map<SequenceId, SequenceRounds> live = new TreeMap<>();
    Map<SequenceId, Ints> generated = new TreeMap<>();
    List<LoopMessage> queue = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      SequenceId sequence = new SequenceId("prompts", 0, i);
      SequenceRounds start =
          SequenceRounds.start(sequence, 1, samplings.get(i), CHUNK, prompts.get(i));
      live.put(sequence, start);
      generated.put(sequence, Ints.empty());
      queue.addAll(start.issue(Proposal.nothing()));
    }
    while (!live.isEmpty()) {
      for (SliceEngine slice : slices) {
        List<LoopMessage> passed = new ArrayList<>();
        slice.process(
            queue.stream().map(message -> new Arrived(message, 0)).toList(), passed::addAll);
        queue = passed;
      }
      List<LoopMessage> next = new ArrayList<>();
      List<DraftTask> tasks = new ArrayList<>();
      for (LoopMessage message : queue) {
        SequenceRounds sequence = live.get(message.sequence());
        if (message instanceof Rebase rebase) {
          if (sequence.accept(rebase) instanceof Outcome.Replay) {
            replays++;
            next.add(sequence.cancel());
            next.addAll(sequence.issue(Proposal.nothing()));
          }
          continue;
        }
        Outcome.Committed news = (Outcome.Committed) sequence.accept((Verdict) message);
        rounds++;
        drafted += news.drafted();
        accepted += news.accepted();
        Ints tokens = generated.get(message.sequence()).append(news.tokens());
        generated.put(message.sequence(), tokens);
        if (tokens.size() >= count) {
          live.remove(message.sequence());
          drafter.release(message.sequence());
          next.add(new Release(message.sequence(), 1));
        } else {
          Sampling sampling = samplings.get((int) message.sequence().offset());
          tasks.add(
              DraftTask.chain(message.sequence(), sequence.committed(), sampling, draftLength));
        }
      }
      List<Proposal> proposals = drafter.propose(tasks);
      for (int i = 0; i < tasks.size(); i++) {
        next.addAll(live.get(tasks.get(i).sequence()).issue(proposals.get(i)));
      }
      queue = next;
    }
    return generated.values().stream().map(tokens -> tokens.slice(0, count)).toList();
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
