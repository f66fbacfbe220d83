package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Taps;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drafts chains and trees with a network that looks at hidden states of the target (EAGLE-3, arXiv
 * 2503.01840). Where the target has not been it goes on from its own outputs. It ranks with the
 * target's noise, so that its first guess is what the target would pick from its distribution. All
 * sequences take their steps together, as ragged batches.
 *
 * <p>Without features of a sequence it proposes nothing for it.
 */
public final class FeatureDrafter implements Drafter {

  private final FeatureKernel kernel;
  private final Tracks tracks;
  private final int chunk;
  private final Ranking ranking;
  private final Set<SequenceId> behind = new LinkedHashSet<>();
  // of sequences that nothing was learnt of since
  private final Map<SequenceId, Donor> donors = new HashMap<>();

  private record Donor(SequenceId sequence, int length) {}

  /**
   * A drafter that knows no sequence.
   *
   * @param kernel computes; closed with the drafter
   * @param cacheBytes the memory budget of its KV rows
   * @param chunk how many tokens of a prompt it takes in at once
   * @throws io.dsd.model.ModelException if the budget does not hold one sequence
   */
  public FeatureDrafter(FeatureKernel kernel, long cacheBytes, int chunk) {
    this.kernel = kernel;
    this.tracks = new Tracks(kernel, cacheBytes);
    this.chunk = chunk;
    this.ranking = new Ranking(kernel.toTarget());
  }

  @Override
  public String name() {
    return "eagle3";
  }

  @Override
  public void learn(Taps taps) {
    if (!taps.nodes().isEmpty()) {
      Track track = tracks.open(taps.sequence());
      Donor donor = donors.remove(taps.sequence());
      if (donor != null && track.isEmpty() && donor.length() == taps.basePosition()) {
        begin(track, donor, taps.tokens().get(0));
      }
      track.learn(taps);
      behind.add(taps.sequence());
    }
  }

  /** The donor's rows are copied once it is sure to have them: when it is the sequence's turn. */
  @Override
  public void share(SequenceId sequence, SequenceId donor, int length) {
    donors.put(sequence, new Donor(donor, length));
  }

  private void begin(Track track, Donor donor, int next) {
    tracks
        .find(donor.sequence())
        .ifPresent(
            other -> {
              takeIn(Map.of(other, other.ready()));
              int rows = other.rowsFor(donor.length(), next);
              if (rows > 0) {
                tracks.begin(track, other, rows);
              }
            });
  }

  @Override
  public List<Proposal> propose(List<DraftTask> tasks) {
    Proposal[] proposals = new Proposal[tasks.size()];
    List<Integer> open = new ArrayList<>();
    for (int task = 0; task < proposals.length; task++) {
      proposals[task] = Proposal.nothing();
      open.add(task);
    }
    do {
      // one wish per sequence at a time
      Map<SequenceId, Integer> wave = new LinkedHashMap<>();
      open.forEach(task -> wave.putIfAbsent(tasks.get(task).sequence(), task));
      open.removeAll(wave.values());
      Map<Integer, Growth> growths = new LinkedHashMap<>();
      catchUp(wave.values().stream().map(tasks::get).toList())
          .forEach(growth -> growths.put(wave.get(growth.sequence()), growth));
      grow(growths.values());
      growths.forEach((task, growth) -> proposals[task] = growth.proposal());
    } while (!open.isEmpty());
    return List.of(proposals);
  }

  /**
   * Makes the rows whose features are there, for the wishes and for all that have learned since.
   *
   * @return what can grow now
   */
  private List<Growth> catchUp(List<DraftTask> tasks) {
    int context = kernel.config().layer().contextLength();
    Map<Track, Ints> wanted = new LinkedHashMap<>();
    Map<Track, DraftTask> served = new LinkedHashMap<>();
    for (DraftTask task : tasks) {
      Optional<Track> track = tracks.find(task.sequence());
      Optional<Ints> inputs = track.flatMap(known -> known.wanted(task));
      if (inputs.isPresent() && task.prefix().size() <= context) {
        wanted.put(track.orElseThrow(), inputs.get());
        served.put(track.orElseThrow(), task);
      }
    }
    for (SequenceId sequence : behind) {
      tracks.find(sequence).ifPresent(track -> wanted.putIfAbsent(track, track.ready()));
    }
    behind.clear();
    takeIn(wanted).forEach(served::remove);
    List<Growth> growths = new ArrayList<>();
    served.forEach(
        (track, task) -> {
          if (!task.shape().isNothing()) {
            track.guessWith(ranking, task);
            growths.add(new Growth(track, task, ranking, context));
          }
        });
    return growths;
  }

  /**
   * Makes rows from features.
   *
   * @return the tracks that there was no room for, which have been forgotten
   */
  private Set<Track> takeIn(Map<Track, Ints> wanted) {
    Set<Track> left = new LinkedHashSet<>();
    while (true) {
      List<Track> batch = new ArrayList<>();
      wanted.forEach(
          (track, inputs) -> {
            if (track.size() < inputs.size() && !left.contains(track)) {
              int slots = Math.min(inputs.size(), track.size() + chunk);
              (tracks.reserve(track, slots, wanted.keySet()) ? batch : left).add(track);
            }
          });
      if (batch.isEmpty()) {
        left.forEach(Track::forget);
        return left;
      }
      List<FeatureLane> lanes =
          batch.stream().map(track -> track.lane(wanted.get(track), chunk)).toList();
      List<FeatureResult> results = kernel.forward(lanes);
      for (int i = 0; i < lanes.size(); i++) {
        batch.get(i).took(lanes.get(i).tokens(), results.get(i));
      }
    }
  }

  /** Grows all trees, a level of each at a time. */
  private void grow(Collection<Growth> growths) {
    Set<Track> pinned = growths.stream().map(Growth::track).collect(Collectors.toSet());
    while (true) {
      List<Growth> batch = new ArrayList<>();
      List<List<Guess>> guesses = new ArrayList<>();
      for (Growth growth : growths) {
        List<Guess> needed = growth.next();
        if (!needed.isEmpty()) {
          if (tracks.reserve(growth.track(), growth.track().used(), pinned)) {
            batch.add(growth);
            guesses.add(needed);
          } else {
            growth.stop();
          }
        }
      }
      if (batch.isEmpty()) {
        return;
      }
      List<FeatureLane> lanes = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        lanes.add(batch.get(i).lane(guesses.get(i)));
      }
      List<FeatureResult> results = kernel.forward(lanes);
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).take(guesses.get(i), results.get(i));
      }
    }
  }

  /** Its rows stay until there is no room for them. */
  @Override
  public void retain(SequenceId sequence) {
    tracks.find(sequence).ifPresent(Track::dropGuesses);
    donors.remove(sequence);
  }

  @Override
  public void release(SequenceId sequence) {
    tracks.release(sequence);
    behind.remove(sequence);
    donors.remove(sequence);
  }

  /** Bytes of KV rows in use. */
  long cacheBytes() {
    return tracks.usedBytes();
  }

  @Override
  public void close() {
    tracks.close();
    kernel.close();
  }
}
