package io.dsd.speculate;

import io.dsd.message.SequenceId;
import java.util.Collections;
import java.util.List;

/** Proposes nothing: every round brings the target's next token alone. */
public final class NoDrafter implements Drafter {

  /** Its name, also that of blocks without drafted tokens. */
  public static final String NAME = "none";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Proposal> propose(List<DraftTask> tasks) {
    return Collections.nCopies(tasks.size(), Proposal.nothing());
  }

  @Override
  public void release(SequenceId sequence) {
    // keeps nothing
  }

  @Override
  public void close() {
    // holds nothing
  }
}
