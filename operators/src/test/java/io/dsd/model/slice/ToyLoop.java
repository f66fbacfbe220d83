package io.dsd.model.slice;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Share;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draft and slices joined by queues, with every choice taken at random from one seed. */
final class ToyLoop {

  private static final int LAYERS = 4;
  private static final int CONTEXT = 128;
  private static final int NEW_TOKENS = 30;

  private final Random random;
  private final int window;
  private final int cacheRows;
  private final ToyModel model = new ToyModel(LAYERS);
  private final List<LayerRange> ranges;
  private final List<SliceEngine> slices = new ArrayList<>();
  private final List<Deque<LoopMessage>> queues = new ArrayList<>();
  private final Map<SequenceId, Ints> prompts = new TreeMap<>();
  private final Map<SequenceId, Sampling> samplings = new TreeMap<>();
  private final Map<SequenceId, Ints> plain = new TreeMap<>();
  private final Map<SequenceId, Ints> committed = new TreeMap<>();
  private final Map<SequenceId, SequenceRounds> live = new TreeMap<>();
  private long epoch;
  private int restartsLeft = 2;
  private int replays;
  private int survivors;
  private final Deque<SequenceId> later = new ArrayDeque<>();
  private final Set<SequenceId> retained = new TreeSet<>();
  private final Set<SequenceId> borrowing = new TreeSet<>();
  private int shares;

  ToyLoop(Random random, int slices, int window, int cacheRows) {
    this.random = random;
    this.window = window;
    this.cacheRows = cacheRows;
    this.ranges = LayerRange.split(LAYERS, slices);
    restart();
  }

  /** Starts a sequence while others are under way, or after they have ended. */
  void startLater(SequenceId sequence) {
    later.add(sequence);
  }

  void start(SequenceId sequence) {
    prompts.put(sequence, prompt());
    samplings.put(sequence, new Sampling(random.nextInt(2), 0, 1, random.nextLong()));
    plain.put(sequence, model.decode(prompts.get(sequence), NEW_TOKENS, samplings.get(sequence)));
    committed.put(sequence, Ints.empty());
    resume(sequence);
  }

  /** Begins like an earlier sequence, most of the time. */
  private Ints prompt() {
    int[] fresh = random.ints(1 + random.nextInt(20), 0, ToyModel.VOCABULARY).toArray();
    if (plain.isEmpty() || random.nextInt(4) == 0) {
      return Ints.of(fresh);
    }
    Ints other = List.copyOf(plain.values()).get(random.nextInt(plain.size()));
    return other.slice(0, random.nextInt(Math.min(40, other.size()))).append(fresh);
  }

  void run() {
    for (int step = 0; !live.isEmpty() || !later.isEmpty(); step++) {
      if (live.isEmpty() || (!later.isEmpty() && random.nextInt(60) == 0)) {
        start(later.remove());
      }
      for (SequenceId sequence : List.copyOf(retained)) {
        if (random.nextInt(200) == 0) {
          retained.remove(sequence);
          queues.get(0).add(new Release(sequence, epoch));
        }
      }
      if (step > 200_000) {
        throw new IllegalStateException("no end in sight for " + live.keySet());
      }
      if (restartsLeft > 0 && random.nextInt(150) == 0) {
        restartsLeft--;
        restart();
      }
      List<Integer> waiting = new ArrayList<>();
      for (int stage = 0; stage < queues.size(); stage++) {
        if (!queues.get(stage).isEmpty()) {
          waiting.add(stage);
        }
      }
      work(waiting.get(random.nextInt(waiting.size())));
    }
    close();
  }

  Map<SequenceId, Ints> results() {
    return committed;
  }

  Map<SequenceId, Ints> plainDecoding() {
    Map<SequenceId, Ints> expected = new TreeMap<>();
    plain.forEach(
        (sequence, tokens) ->
            expected.put(sequence, tokens.slice(prompts.get(sequence).size(), tokens.size())));
    return expected;
  }

  int replays() {
    return replays;
  }

  /** How often a sequence began with the rows of another. */
  int shares() {
    return shares;
  }

  /** How often a block that went ahead outlived the verdict it went ahead of. */
  int survivors() {
    return survivors;
  }

  /** Everything but the committed tokens is lost; some of these too, as after a checkpoint. */
  private void restart() {
    epoch++;
    close();
    slices.clear();
    queues.clear();
    borrowing.clear();
    retained.clear();
    int shareMinimum = 1 + random.nextInt(12);
    for (LayerRange range : ranges) {
      slices.add(
          new SliceEngine(new ToyKernel(range, CONTEXT), cacheRows, shareMinimum, 40, () -> 0));
      queues.add(new ArrayDeque<>());
    }
    queues.add(new ArrayDeque<>());
    for (SequenceId sequence : List.copyOf(live.keySet())) {
      Ints tokens = committed.get(sequence);
      committed.put(sequence, tokens.slice(0, tokens.size() - random.nextInt(tokens.size() + 1)));
      resume(sequence);
    }
  }

  private void close() {
    for (SliceEngine slice : slices) {
      slice.close();
      if (slice.cacheBytes() != 0) {
        throw new IllegalStateException(slice.cacheBytes() + " bytes are left");
      }
    }
  }

  private void resume(SequenceId sequence) {
    SequenceRounds rounds =
        SequenceRounds.resume(
            sequence,
            epoch,
            samplings.get(sequence),
            1 + random.nextInt(12),
            prompts.get(sequence),
            committed.get(sequence));
    live.put(sequence, rounds);
    share(sequence, rounds);
    send(rounds);
  }

  /** Often asks for rows of another sequence, whether it has them or not. */
  private void share(SequenceId sequence, SequenceRounds rounds) {
    SequenceId donor = List.copyOf(prompts.keySet()).get(random.nextInt(prompts.size()));
    if (donor.equals(sequence) || random.nextInt(4) == 0) {
      return;
    }
    Ints rows = prompts.get(donor).append(committed.get(donor));
    int same = rounds.committed().commonPrefix(rows);
    int reused = rounds.reuse(random.nextInt(4) == 0 ? random.nextInt(same + 1) : same);
    if (reused > 0) {
      borrowing.add(sequence);
      queues.get(0).add(new Share(sequence, epoch, donor, reused));
    }
  }

  private void work(int stage) {
    Deque<LoopMessage> queue = queues.get(stage);
    if (stage == slices.size()) {
      read(queue.removeFirst());
      return;
    }
    List<Arrived> taken = new ArrayList<>();
    for (int count = 1 + random.nextInt(queue.size()); count > 0; count--) {
      taken.add(new Arrived(queue.removeFirst(), 0));
    }
    slices.get(stage).process(taken, queues.get(stage + 1)::addAll);
  }

  private void read(LoopMessage message) {
    SequenceRounds rounds = live.get(message.sequence());
    if (rounds == null) {
      return;
    }
    Outcome outcome =
        message instanceof Verdict verdict
            ? rounds.accept(verdict)
            : rounds.accept((Rebase) message);
    if (outcome instanceof Outcome.Replay) {
      replays++;
      borrowing.remove(message.sequence());
      queues.get(0).add(rounds.cancel());
      share(message.sequence(), rounds);
    } else if (outcome instanceof Outcome.Committed news) {
      shares += borrowing.remove(message.sequence()) ? 1 : 0;
      if (!rounds.isIdle()) {
        survivors++;
      }
      if (news.cancelled() > 0) {
        queues.get(0).add(rounds.cancel());
      }
      if (news.diverged()) {
        throw new IllegalStateException("a replay diverged");
      }
      commit(message.sequence(), news.tokens());
    }
    if (live.containsKey(message.sequence())) {
      send(rounds);
    }
  }

  private void commit(SequenceId sequence, Ints tokens) {
    Ints all = committed.get(sequence).append(tokens);
    committed.put(sequence, all.slice(0, Math.min(all.size(), NEW_TOKENS)));
    if (all.size() >= NEW_TOKENS) {
      live.remove(sequence);
      if (random.nextInt(4) == 0) {
        queues.get(0).add(new Release(sequence, epoch));
      } else {
        retained.add(sequence);
        queues.get(0).add(new Retain(sequence, epoch));
      }
    }
  }

  private void send(SequenceRounds rounds) {
    if (rounds.isIdle()) {
      queues.get(0).addAll(rounds.issue(proposal(rounds.committed())));
    }
    while (!rounds.isResuming() && rounds.blocksInFlight() < window && random.nextBoolean()) {
      queues.get(0).add(ahead(rounds));
    }
  }

  /** Hangs on a node at or below the last committed one, mostly with the true token as guess. */
  private Block ahead(SequenceRounds rounds) {
    Block newest = rounds.newest().orElseThrow();
    int first = newest.firstVerified();
    int node = first + random.nextInt(newest.size() - first);
    Ints truth = plain.get(newest.sequence());
    int position = newest.basePosition() + newest.tree().path(node).size();
    boolean honest = random.nextInt(5) > 0 && position < truth.size();
    int guess = honest ? truth.get(position) : random.nextInt(ToyModel.VOCABULARY);
    Ints drafted =
        honest && position + 1 < truth.size()
            ? truth.slice(position + 1, Math.min(truth.size(), position + 1 + random.nextInt(4)))
            : Ints.empty();
    return rounds.issueAhead(node, guess, Proposal.chain(drafted));
  }

  /** A random tree with the true continuation in it, most of the time. */
  private Proposal proposal(Ints tokens) {
    Ints truth =
        plain.values().stream().filter(all -> all.startsWith(tokens)).findFirst().orElse(tokens);
    Ints drafted = Ints.empty();
    Ints parents = Ints.empty();
    int onTruth = -1;
    int depth = 0;
    for (int size = random.nextInt(8); size > 0; size--) {
      int at = tokens.size() + depth;
      if (random.nextInt(4) > 0 && at < truth.size()) {
        parents = parents.append(onTruth);
        onTruth = drafted.size();
        drafted = drafted.append(truth.get(at));
        depth++;
      } else {
        parents = parents.append(random.nextInt(drafted.size() + 1) - 1);
        drafted = drafted.append(random.nextInt(ToyModel.VOCABULARY));
      }
    }
    return new Proposal(drafted, parents);
  }
}
