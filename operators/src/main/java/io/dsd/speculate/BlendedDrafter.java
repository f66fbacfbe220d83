package io.dsd.speculate;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Taps;
import java.util.ArrayList;
import java.util.List;

/**
 * A drafter that also proposes what n-gram lookup finds ({@link Blend}). The two are right at
 * different places: a draft network where the text goes on as texts do, the lookup where it takes
 * up names and phrases again, which a network with a small vocabulary cannot say at all.
 */
public final class BlendedDrafter implements Drafter {

  private final Drafter drafter;
  private final NgramDrafter lookup;

  /** Of two that it closes with itself; it goes by the name of the first. */
  public BlendedDrafter(Drafter drafter, NgramDrafter lookup) {
    this.drafter = drafter;
    this.lookup = lookup;
  }

  @Override
  public String name() {
    return drafter.name();
  }

  @Override
  public void learn(Taps taps) {
    drafter.learn(taps);
  }

  @Override
  public void share(SequenceId sequence, SequenceId donor, int length) {
    drafter.share(sequence, donor, length);
  }

  @Override
  public List<Proposal> propose(List<DraftTask> tasks) {
    List<Proposal> drafted = drafter.propose(tasks);
    List<Proposal> found = lookup.propose(tasks);
    List<Proposal> both = new ArrayList<>();
    for (int task = 0; task < tasks.size(); task++) {
      both.add(Blend.of(drafted.get(task), found.get(task), tasks.get(task).shape()));
    }
    return both;
  }

  @Override
  public void retain(SequenceId sequence) {
    drafter.retain(sequence);
    lookup.retain(sequence);
  }

  @Override
  public void release(SequenceId sequence) {
    drafter.release(sequence);
    lookup.release(sequence);
  }

  @Override
  public void close() {
    lookup.close();
    drafter.close();
  }
}
