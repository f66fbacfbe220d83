package io.dsd.operator.draft;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Share;
import io.dsd.operator.work.MailboxWorker;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Drafts for all sequences that wait at once, on the worker's thread.
 *
 * @param drafters by name
 */
record DrafterWork(Map<String, Drafter> drafters)
    implements MailboxWorker.Work<DraftWork, List<Proposed>> {

  @Override
  public void compute(List<DraftWork> batch, Consumer<List<Proposed>> results) {
    Map<SequenceId, DraftWork.Propose> wanted = new LinkedHashMap<>();
    boolean learnt = false;
    for (DraftWork work : batch) {
      if (work instanceof DraftWork.Propose propose) {
        // nobody waits for the answer to an earlier one
        wanted.put(propose.task().sequence(), propose);
      } else if (work instanceof DraftWork.Learn learn) {
        drafters.values().forEach(drafter -> drafter.learn(learn.taps()));
        learnt = true;
      } else if (work instanceof DraftWork.Take take) {
        Share share = take.share();
        drafters
            .values()
            .forEach(drafter -> drafter.share(share.sequence(), share.donor(), share.length()));
      } else if (work instanceof DraftWork.Keep keep) {
        wanted.remove(keep.sequence());
        drafters.values().forEach(drafter -> drafter.retain(keep.sequence()));
      } else if (work instanceof DraftWork.Forget forget) {
        wanted.remove(forget.sequence());
        drafters.values().forEach(drafter -> drafter.release(forget.sequence()));
      }
    }
    for (Map.Entry<String, Drafter> entry : drafters.entrySet()) {
      List<DraftTask> tasks =
          wanted.values().stream()
              .filter(propose -> propose.drafter().equals(entry.getKey()))
              .map(DraftWork.Propose::task)
              .toList();
      // also without a task, to take in what was learnt before it is asked for
      if (learnt || !tasks.isEmpty()) {
        results.accept(propose(entry.getValue(), tasks));
      }
    }
  }

  private static List<Proposed> propose(Drafter drafter, List<DraftTask> tasks) {
    List<Proposal> proposals = drafter.propose(tasks);
    List<Proposed> proposed = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      proposed.add(new Proposed(tasks.get(i), proposals.get(i)));
    }
    return proposed;
  }
}
