package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Share;
import io.dsd.message.round.Verdict;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.Arrived;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SharedRows;
import io.dsd.model.slice.SliceEngine;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.SequenceRounds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a prefix that prompts have in common costs and takes, with and without sharing its rows;
 * variants in turns. Run with {@code -Ddsd.benchmark.model=FILE}.
 */
@EnabledIfSystemProperty(named = "dsd.benchmark.model", matches = ".+")
class SharedPrefixBenchmark {

  private static final int PREFIX = 400;
  private static final int OWN = 30;
  private static final int CHUNK = 128;
  private static final int CONTEXT = 2048;

  private final ModelFiles model =
      ModelFiles.open(Path.of(System.getProperty("dsd.benchmark.model")));
  private final Ints prefix = tokens(0, PREFIX);

  private Ints tokens(int seed, int count) {
    return Ints.of(new Random(seed).ints(count, 0, model.config().vocabularySize()).toArray());
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void stepsAfterSharedRows(ComputeType type) {
    LayerRange whole = LayerRange.whole(model.config().layers());
    try (TorchKernel kernel = TorchKernel.load(model.checkpoint(), whole, type, CONTEXT)) {
      for (int lanes : new int[] {1, 8}) {
        for (int size : new int[] {1, 8}) {
          steps(kernel, type, lanes, size);
        }
      }
    }
  }

  private void steps(TorchKernel kernel, ComputeType type, int lanes, int size) {
    List<Lane> sharing = new ArrayList<>();
    List<Lane> owning = new ArrayList<>();
    KvRows common = kernel.allocate(512);
    List<KvRows> all = new ArrayList<>(List.of(common));
    int slot = PREFIX + OWN;
    for (int i = 0; i < lanes; i++) {
      KvRows tail = kernel.allocate(128);
      KvRows own = kernel.allocate(512);
      all.addAll(List.of(tail, own));
      Ints drafted = tokens(i, size);
      owning.add(lane(Optional.empty(), own, slot, drafted));
      sharing.add(lane(Optional.of(new SharedRows(common, PREFIX)), tail, slot, drafted));
    }
    List<Double> shared = new ArrayList<>();
    List<Double> owned = new ArrayList<>();
    for (int run = 0; run < 60; run++) {
      double first = millis(() -> kernel.forward(owning));
      double second = millis(() -> kernel.forward(sharing));
      if (run >= 10) {
        owned.add(first);
        shared.add(second);
      }
    }
    all.forEach(KvRows::close);
    report("%s, %d lanes of %d: own rows %s ms, shared %s ms", type, lanes, size, owned, shared);
  }

  private static Lane lane(Optional<SharedRows> shared, KvRows own, int slot, Ints tokens) {
    Ints positions = Ints.range(slot, slot + tokens.size());
    return new Lane(
        shared, own, slot, positions, new AttentionMask.Causal(), tokens, Optional.empty(), 0);
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void promptsThatComeTogether(ComputeType type) {
    int prompts = 8;
    for (boolean oneByOne : new boolean[] {false, true}) {
      List<List<Double>> first = List.of(new ArrayList<>(), new ArrayList<>());
      List<List<Double>> last = List.of(new ArrayList<>(), new ArrayList<>());
      long[] bytes = new long[2];
      for (int run = 0; run < 6; run++) {
        for (int share = 0; share < 2; share++) {
          try (Slices slices = new Slices(type)) {
            List<Double> times = slices.firstTokens(prompts, share == 1, oneByOne);
            if (run > 0) {
              first.get(share).add(times.get(1));
              last.get(share).add(times.get(prompts - 1));
            }
            bytes[share] = slices.bytes();
          }
        }
      }
      String how = oneByOne ? "one by one" : "at once";
      report(
          "%s, %d %s, second prompt: without %s ms, with %s ms",
          type, prompts, how, first.get(0), first.get(1));
      report(
          "%s, %d %s, last prompt: without %s ms, with %s ms",
          type, prompts, how, last.get(0), last.get(1));
      report("%s: bytes %,d without, %,d with", type, bytes[0], bytes[1]);
      assertThat(bytes[1]).isLessThan(bytes[0] / 2);
    }
  }

  /** Three slices, worked through by one thread. */
  private final class Slices implements AutoCloseable {

    private final List<SliceEngine> slices = new ArrayList<>();

    private Slices(ComputeType type) {
      for (LayerRange range : LayerRange.split(model.config().layers(), 3)) {
        TorchKernel kernel = TorchKernel.load(model.checkpoint(), range, type, CONTEXT);
        slices.add(new SliceEngine(kernel, 1L << 30, 256, 256, System::nanoTime));
      }
      firstTokens(1, false, false);
    }

    /** Milliseconds from a prompt's arrival to its first token. */
    private List<Double> firstTokens(int prompts, boolean share, boolean oneByOne) {
      List<LoopMessage> queue = new ArrayList<>();
      long[] start = new long[prompts];
      Double[] times = new Double[prompts];
      for (int i = 0; i < prompts; i++) {
        SequenceId sequence = new SequenceId("prompts", prompts, i);
        SequenceRounds rounds =
            SequenceRounds.start(
                sequence, 1, Sampling.greedy(), CHUNK, prefix.append(tokens(i + 1, OWN)));
        if (share && i > 0) {
          rounds.reuse(PREFIX);
          queue.add(new Share(sequence, 1, new SequenceId("prompts", prompts, 0), PREFIX));
        }
        queue.addAll(rounds.issue(Proposal.nothing()));
        start[i] = System.nanoTime();
        if (oneByOne) {
          work(queue, start, times);
          queue.clear();
        }
      }
      work(queue, start, times);
      return Arrays.asList(times);
    }

    private void work(List<LoopMessage> queue, long[] start, Double[] times) {
      run(0, queue, start, times);
    }

    private void run(int slice, List<LoopMessage> messages, long[] start, Double[] times) {
      if (slice < slices.size()) {
        slices
            .get(slice)
            .process(
                messages.stream().map(message -> new Arrived(message, 0)).toList(),
                passed -> run(slice + 1, passed, start, times));
        return;
      }
      for (LoopMessage message : messages) {
        int i = (int) ((Verdict) message).sequence().offset();
        times[i] = (System.nanoTime() - start[i]) / 1e6;
      }
    }

    private long bytes() {
      return slices.stream().mapToLong(SliceEngine::cacheBytes).sum();
    }

    @Override
    public void close() {
      slices.forEach(SliceEngine::close);
    }
  }

  private static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  /** Lists become their median, with the quarters in brackets. */
  private static void report(String format, Object... values) {
    Object[] shown =
        Arrays.stream(values)
            .map(value -> value instanceof List<?> list ? summary(list) : value)
            .toArray();
    System.out.printf(Locale.ROOT, "BENCH " + format + "%n", shown);
  }

  private static String summary(List<?> values) {
    double[] sorted = values.stream().mapToDouble(value -> (Double) value).sorted().toArray();
    return "%.1f (%.1f–%.1f)"
        .formatted(
            sorted[sorted.length / 2], sorted[sorted.length / 4], sorted[sorted.length * 3 / 4]);
  }
}
