package io.dsd.operator.draft;

import io.dsd.operator.work.MailboxWorker;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Drafts for all sequences that wait at once, on the worker's thread. */
record DrafterWork(Drafter drafter) implements MailboxWorker.Work<DraftWork, List<Proposed>> {

  @Override
  public void compute(List<DraftWork> batch, Consumer<List<Proposed>> results) {
    List<DraftTask> tasks = new ArrayList<>();
    for (DraftWork work : batch) {
      if (work instanceof DraftWork.Propose propose) {
        tasks.add(propose.task());
      } else if (work instanceof DraftWork.Learn learn) {
        drafter.learn(learn.taps());
      } else if (work instanceof DraftWork.Forget forget) {
        tasks.removeIf(task -> task.sequence().equals(forget.sequence()));
        drafter.release(forget.sequence());
      }
    }
    List<Proposal> proposals = drafter.propose(tasks);
    List<Proposed> proposed = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      proposed.add(new Proposed(tasks.get(i), proposals.get(i)));
    }
    results.accept(proposed);
  }
}
